import type { Prompt } from '../../src/protocol/runner.ts';
import { element } from '../shared/element.ts';

/** The lines around the asked one, with their numbers, and what stands in its place. */
export function codePlace({ before, after, line }: Prompt, inPlace: string): HTMLElement {
  const rows = [
    ...before.map((text, index) => codeLine(line - before.length + index, text)),
    codeLine(line, indentAfter(before) + inPlace, 'asked'),
    ...after.map((text, index) => codeLine(line + 1 + index, text)),
  ];
  return element('div', { class: 'code', role: 'group', 'aria-label': `Lines around line ${line}` }, ...rows);
}

/** Options come without their indentation; it is guessed from the line above, for the eye alone. */
function indentAfter(before: readonly string[]): string {
  const above = before.findLast((text) => text.trim() !== '') ?? '';
  const indent = /^\s*/.exec(above)?.[0] ?? '';
  const opens = /[{([:]\s*$/.test(above);
  return opens ? indent + (indent.startsWith('\t') ? '\t' : '  ') : indent;
}

function codeLine(number: number, text: string, kind = ''): HTMLElement {
  return element(
    'div',
    { class: `line ${kind}`.trim() },
    element('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
    element('code', {}, text),
  );
}
