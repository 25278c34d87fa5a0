import { isMap, isScalar, isSeq } from 'yaml';
import { checkFields, checksVariable, rangeMacros } from '../model/goalContext.ts';
import type { Range } from '../model/problem.ts';
import { checkIds } from './checkIds.ts';
import { fieldMarkdown } from './fieldMarkdown.ts';
import { guard } from './guard.ts';
import { keyText, nodeSpan, type Path, type Reading, read, type Span } from './reading.ts';

export interface Hover {
  readonly range: Range;
  readonly markdown: string;
}

/** What there is to know about the place at an offset. Never throws; undefined where there is nothing to say. */
export function hoverAt(text: string, offset: number): Hover | undefined {
  if (!guard(text).safe) return undefined;
  const reading = read(text, []);
  const target = pathAt(reading.document.contents, offset, []);
  if (!target) return undefined;
  if (target.path.length === 1 && target.path[0] === 'goal' && !target.isKey) return goalHover(reading, offset);
  const markdown = fieldMarkdown(target.path) ?? checkMarkdown(target.path);
  return markdown && target.isKey ? { range: reading.lines.rangeOf(target.start, target.end), markdown } : undefined;
}

type Target = Span & { readonly path: Path; readonly isKey: boolean };

const holds = (span: Span | undefined, offset: number): span is Span =>
  span !== undefined && offset >= span.start && offset <= span.end;

/** The path of the innermost key or value at an offset. */
function pathAt(node: unknown, offset: number, path: Path): Target | undefined {
  if (isMap(node)) {
    for (const pair of node.items) {
      const below = [...path, keyText(pair)];
      const key = nodeSpan(pair.key);
      if (holds(key, offset)) return { ...key, path: below, isKey: true };
      if (holds(nodeSpan(pair.value), offset)) return pathAt(pair.value, offset, below);
    }
    return undefined;
  }
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => holds(nodeSpan(item), offset));
    return index === -1 ? undefined : pathAt(node.items[index], offset, [...path, index]);
  }
  const span = nodeSpan(node);
  return isScalar(node) && span ? { ...span, path, isKey: false } : undefined;
}

function checkMarkdown(path: Path): string | undefined {
  return path.length === 2 && path[0] === 'checks' ? 'A check.' : undefined;
}

function goalHover(reading: Reading, offset: number): Hover | undefined {
  const { text } = reading;
  const before = /\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? '';
  const after = /^\w*/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  const markdown = wordMarkdown(before + after, checkIds(text));
  if (markdown === undefined) return undefined;
  return { range: reading.lines.rangeOf(offset - before.length, offset + after.length), markdown };
}

function wordMarkdown(word: string, ids: readonly string[]): string | undefined {
  if (word === checksVariable) return 'All checks of this loop, by id.';
  if (ids.includes(word)) return `The check \`${word}\`.`;
  const field = Object.hasOwn(checkFields, word) ? checkFields[word as keyof typeof checkFields] : undefined;
  if (field) return `\`${word}\`: ${field.type}. ${field.description}`;
  return Object.hasOwn(rangeMacros, word) ? rangeMacros[word as keyof typeof rangeMacros] : undefined;
}
