import type { ComponentChildren } from 'preact';
import type { Prompt } from '../../src/model/prompt.ts';
import { harmlessText } from '../shared/harmlessText.ts';

interface CodePlaceProps {
  readonly prompt: Prompt;
  /** The lines that stand at the place. */
  readonly inPlace: readonly ComponentChildren[];
}

/** The lines around the asked place, with their numbers, and what stands there. */
export function CodePlace({ prompt: { before, after, line, side }, inPlace }: CodePlaceProps) {
  const rows = [
    ...before.map((text) => ({ text: harmlessText(text), isAsked: false })),
    ...inPlace.map((text) => ({ text, isAsked: true })),
    ...after.map((text) => ({ text: harmlessText(text), isAsked: false })),
  ];
  const first = line - before.length;
  return (
    <figure class="code" aria-label={`${side === 'base' ? 'Before the change: lines' : 'Lines'} around line ${line}`}>
      {rows.map(({ text, isAsked }, index) => (
        <div key={first + index} class={isAsked ? 'line asked' : 'line'}>
          <span class="number" aria-hidden="true">
            {first + index}
          </span>
          <code>{text}</code>
        </div>
      ))}
    </figure>
  );
}

/** What the first of the asked lines is likely indented by: options come without it. It is guessed from the line above, for the eye alone. */
export function indentAfter(before: readonly string[]): string {
  const above = before.findLast((text) => text.trim() !== '') ?? '';
  const indent = /^\s*/.exec(above)?.[0] ?? '';
  const opens = /[{([:]\s*$/.test(above);
  return opens ? indent + (indent.startsWith('\t') ? '\t' : '  ') : indent;
}
