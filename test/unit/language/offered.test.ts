import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { completionsAt } from '../../../src/language/completion.ts';
import type { Completion } from '../../../src/language/completionItem.ts';
import { LineIndex } from '../../../src/language/lineIndex.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { fullLoop, otherLoops } from './fullLoop.ts';
import { taken } from './taken.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'examples', '.loops');
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.loop.yaml'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

interface Cut {
  readonly text: string;
  readonly offset: number;
}

/** The text without one value, with the cursor where it stood. */
function valueCuts(text: string): readonly Cut[] {
  const cuts: Cut[] = [];
  visit(parseDocument(text), {
    Scalar(key, node) {
      const [start = 0, end = 0] = node.range ?? [];
      if (key === 'key' || node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return;
      const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
      cuts.push({ text: text.slice(0, start) + text.slice(end), offset: start });
      if (isQuoted) cuts.push({ text: text.slice(0, start + 1) + text.slice(end - 1), offset: start + 1 });
    },
  });
  return cuts;
}

/** The text without one key and its value, with the cursor where the key stood. */
function keyCuts(text: string): readonly Cut[] {
  const cuts: Cut[] = [];
  visit(parseDocument(text), {
    Map(_, map) {
      for (const pair of map.items) {
        if (!isPair(pair) || !isScalar(pair.key)) continue;
        const start = pair.key.range?.[0] ?? 0;
        const value: unknown = pair.value;
        const isNode = isScalar(value) || isMap(value) || isSeq(value);
        const last = isNode ? (value.range?.[1] ?? start) : (pair.key.range?.[1] ?? start);
        const end = start + text.slice(start, last).trimEnd().length;
        cuts.push({
          text: map.flow ? withoutEntry(text, start, end) : text.slice(0, start) + text.slice(end),
          offset: start,
        });
      }
    },
  });
  return cuts;
}

/** In braces the comma goes as well. */
const withoutEntry = (text: string, start: number, end: number): string =>
  text.slice(0, start) + text.slice(end).replace(/^\s*,\s*(?=\S)/, ', ');

/** Problems of what is missing still, a key or the maker beside an explorer: what was begun may go on. */
const unfinished: readonly string[] = ['LW106', 'LW335'];

/** Errors that touch a place. */
function errorsAt(text: string, start: number, end: number): readonly string[] {
  const lines = new LineIndex(text);
  return parseLoop(text)
    .problems.filter(({ severity, code }) => severity === 'error' && !unfinished.includes(code))
    .filter(({ range }) => lines.offsetAt(range.start) < end && lines.offsetAt(range.end) > start)
    .map(({ code, range }) => `${code} ${text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end))}`);
}

/** Raise the coverage to everything, at a minute, with 1. */
const everyNth = Number(process.env['OFFERED_EVERY'] ?? 12);

/** Pieces of expressions need what follows them. */
const isWhole = ({ kind, label }: Completion): boolean =>
  kind === 'key' || kind === 'value' || kind === 'snippet' || (kind === 'name' && !/^[\w.]+$/.test(label));

function faults(cuts: readonly Cut[]): readonly string[] {
  return cuts.flatMap(({ text, offset }, at) =>
    completionsAt(text, offset)
      .filter(isWhole)
      // Each is asked about at one place in twelve, the next one at the next place: together they see all.
      .filter((_, index) => (index + at) % everyNth === 0)
      .flatMap((completion) => {
        const after = taken(text, completion);
        const line = text.slice(0, offset).split('\n').length;
        return errorsAt(after.text, after.start, after.end).map((error) => `${line}: ${completion.label}: ${error}`);
      }),
  );
}

const named = (text: string): readonly [string, string] => [/^name: .*/m.exec(text)?.[0] ?? '', text];
const loops = [fullLoop, ...otherLoops, ...examples].map(named);

describe('what is offered is no problem where it is inserted', () => {
  it.each(loops)('%s', (_, text) => {
    const values = valueCuts(text);
    const keys = keyCuts(text);
    expect(faults(values)).toEqual([]);
    expect(faults(keys)).toEqual([]);
  });

  it('there is something to offer at most places', () => {
    const cuts = [...valueCuts(fullLoop), ...keyCuts(fullLoop)];
    const offered = cuts.filter(({ text, offset }) => completionsAt(text, offset).length > 0);
    expect(offered.length).toBeGreaterThan(cuts.length * 0.8);
  });
});
