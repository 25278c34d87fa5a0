import { describe, it } from 'vitest';
import { formatEdits } from '../../../../src/language/format/format.ts';
import { hintsOf } from '../../../../src/language/hints/hints.ts';
import { lensesOf } from '../../../../src/language/hints/lens.ts';
import { foldsOf } from '../../../../src/language/structure/folding.ts';
import { selectionsAt } from '../../../../src/language/structure/selection.ts';
import { semanticTokens } from '../../../../src/language/structure/semanticTokens.ts';
import { type LoopSymbol, symbolsOf } from '../../../../src/language/symbols.ts';
import { fullLoop } from '../fullLoop.ts';

/** `expect` is slow where it is asked a thousand times a text. */
function holds(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}

/** Asks everything at a place, and holds each answer to what the protocol wants of it. */
function survives(text: string, offset: number): void {
  const lines = text.split(/\r\n|\r|\n/);
  const lengthOf = (line: number): number => lines[line]?.length ?? -1;
  for (const { start, end } of foldsOf(text)) holds(start < end && end < lines.length, `fold of ${start} to ${end}`);
  let at = { line: 0, character: 0 };
  for (const { line, character, length } of semanticTokens(text)) {
    holds(line > at.line || (line === at.line && character >= at.character), `token over another in line ${line}`);
    at = { line, character: character + length };
    holds(at.character <= lengthOf(line), `token past the end of line ${line}`);
  }
  holds((selectionsAt(text, [offset])[0]?.length ?? 0) > 0, 'nothing to select');
  for (const hint of hintsOf(text, { now: 0, zone: 'UTC' }))
    holds(hint.offset <= text.length, `hint at ${hint.offset}`);
  for (const { range } of [...lensesOf(text), ...formatEdits(text)]) {
    holds(range.end.character <= lengthOf(range.end.line), `range past the end of line ${range.end.line}`);
  }
  for (const symbol of symbolsOf(text)) holdsItsName(symbol);
}

function holdsItsName({ name, range, selection, children }: LoopSymbol): void {
  const from = (position: typeof range.start): number => position.line * 10_000 + position.character;
  holds(name.trim() !== '', 'symbol without a name');
  holds(from(selection.start) >= from(range.start) && from(selection.end) <= from(range.end), `selection of ${name}`);
  for (const child of children) holdsItsName(child);
}

const noise = [...'[]{}:,#&*!|>\'"?\t\r\0\uFEFF', '${{', '}}', ' #', '\n- ', '? ', '---\n', '"": x\n', '🦊'];

describe('structure of any text', () => {
  it('survives truncation', () => {
    for (let at = 0; at <= fullLoop.length; at += 211) survives(fullLoop.slice(0, at), at);
  }, 60_000);

  it('survives insertions', () => {
    for (const [index, sign] of noise.entries()) {
      const at = (index * 997) % fullLoop.length;
      survives(fullLoop.slice(0, at) + sign + fullLoop.slice(at), at);
    }
  }, 60_000);

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\uFEFF'],
    ['a list', '- a\n- b\n'],
    ['a text', 'only words'],
    ['a complex key', '? [a, b]\n: c\n? d\n'],
    ['nested brackets', '['.repeat(1000)],
    ['deep dashes', '- '.repeat(60)],
    ['aliases', 'a: &a [x, *a]\nb: *a\n'],
    ['an empty key', ': x\n"": y\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['broken halves of characters', 'name: \uD800\uDC00 \uD800\n'],
  ])('survives %s', (_, text) => {
    survives(text, Math.floor(text.length / 2));
  });
});
