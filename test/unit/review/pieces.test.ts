import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../src/model/change.ts';
import type { Piece } from '../../../src/model/reviewOutline.ts';
import { modeWith, withPieces } from '../../../src/review/pieces.ts';
import { readFile } from '../../../src/review/readFile.ts';
import { digest, standInSyntax } from './standInSyntax.ts';

const none = '0'.repeat(40);

function fileOf(path: string, base: string | undefined, head: string | undefined): FileChange {
  const mode = (text: string | undefined): string => (text === undefined ? '000000' : '100644');
  const blob = (text: string | undefined): string => (text === undefined ? none : digest([text]).slice(0, 40));
  const status = base === undefined ? 'added' : head === undefined ? 'deleted' : 'modified';
  const counts = { added: 0, removed: 0, binary: false };
  const modes = { oldMode: mode(base), newMode: mode(head), oldBlob: blob(base), newBlob: blob(head) };
  return { path, status, ...modes, ...counts };
}

const bytes = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : Buffer.from(text, 'latin1');
const text = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : Buffer.from(content).toString('latin1');

const piecesOf = (path: string, base: string | undefined, head: string | undefined): readonly Piece[] =>
  readFile(fileOf(path, base, head), { base, head }, { syntax: standInSyntax, digest }).units.flatMap(({ pieces }) =>
    pieces.map(({ piece }) => piece),
  );

const line = fc.constantFrom(
  'fn a',
  'fn b',
  'class C',
  '  fn m',
  '  end',
  'end',
  '  x = 1',
  '\ty',
  '',
  '}',
  '\xff\xfe',
  'gr\xc3\xbcn',
);
const file = fc
  .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n')), { maxLength: 25 }), fc.boolean())
  .map(([lines, ends]) => lines.map((one) => one.join('')).join('') + (ends ? '' : 'fn z'));
const path = fc.constantFrom('a.toy', 'a.txt', 'a.md');

describe('pieces', () => {
  it('together are the head, and none of them the base, byte by byte', () => {
    fc.assert(
      fc.property(path, fc.option(file, { nil: undefined }), file, (name, base, head) => {
        fc.pre(base !== head);
        const pieces = piecesOf(name, base, head);
        const sides = { base: bytes(base), head: bytes(head) };
        expect(new Set(pieces.map(({ id }) => id)).size).toBe(pieces.length);
        expect(text(withPieces(sides, pieces, new Set()))).toBe(head);
        expect(text(withPieces(sides, pieces, new Set(pieces.map(({ id }) => id))))).toBe(base);
      }),
      { numRuns: 400 },
    );
  });

  it('are kept and taken out each by itself, in whatever order they are told', () => {
    fc.assert(
      fc.property(path, file, file, fc.infiniteStream(fc.boolean()), (name, base, head, coins) => {
        fc.pre(base !== head);
        const pieces = piecesOf(name, base, head);
        const out = new Set(pieces.filter(() => coins.next().value === true).map(({ id }) => id));
        const sides = { base: bytes(base), head: bytes(head) };
        const all = withPieces(sides, pieces, out);
        expect(withPieces(sides, pieces.toReversed(), new Set([...out].reverse()))).toEqual(all);
        // One after the other: what is left after each is a base for the rest.
        const kept = pieces.filter(({ id }) => !out.has(id));
        const lengthOf = (one: string): number => Buffer.byteLength(one, 'latin1');
        const grown = kept.reduce((sum, { base: { first, count }, head: to }) => {
          const gone = base.split(/(?<=\n)/).slice(first - 1, first - 1 + count);
          const come = head.split(/(?<=\n)/).slice(to.first - 1, to.first - 1 + to.count);
          return sum + lengthOf(come.join('')) - lengthOf(gone.join(''));
        }, lengthOf(base));
        expect(all?.length).toBe(grown);
      }),
      { numRuns: 300 },
    );
  });

  it('have names that outlive what happens elsewhere in the file', () => {
    fc.assert(
      fc.property(file, file, fc.array(fc.constantFrom('other', 'more', ''), { maxLength: 9 }), (base, head, above) => {
        fc.pre(base !== head);
        const shift = above.map((one) => `${one}\n`).join('');
        // A line that neither side has keeps what is above apart.
        const border = '=== border\n';
        const before = piecesOf('a.txt', `${border}${base}`, `${border}${head}`);
        const after = piecesOf('a.txt', `${shift}${border}${base}`, `${shift}${border}${head}`);
        expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
        expect(after.map((one) => one.head.first)).toEqual(before.map((one) => one.head.first + above.length));
      }),
      { numRuns: 200 },
    );
  });

  it('of a pure addition end where a unit ends; a replacement stays whole', () => {
    const base = 'fn a\n  1\nend\n';
    const head = `${base}\nfn b\n  2\nend\n\nclass C\n  x = 1\n  fn m\n  end\nend\n`;
    expect(piecesOf('a.toy', base, head).map((piece) => [piece.head.first, piece.head.count])).toEqual([
      [4, 4],
      [8, 3],
      [13, 1],
      [11, 2],
    ]);
    expect(piecesOf('a.toy', base, 'fn q\n  2\nend\nfn r\nend\n')).toHaveLength(1);
  });

  it('an added file is absent once all of it is taken out, a deleted one is back', () => {
    const head = 'fn a\nend\nfn b\nend\n';
    const pieces = piecesOf('a.toy', undefined, head);
    const [first, second] = pieces;
    const sides = { head: bytes(head) };
    expect(pieces).toHaveLength(2);
    expect(text(withPieces(sides, pieces, new Set([first?.id ?? ''])))).toBe('fn b\nend\n');
    expect(withPieces(sides, pieces, new Set([first?.id ?? '', second?.id ?? '']))).toBeUndefined();
    const gone = piecesOf('a.toy', head, undefined);
    expect(gone.map(({ kind }) => kind)).toEqual(['file']);
    expect(text(withPieces({ base: bytes(head) }, gone, new Set(gone.map(({ id }) => id))))).toBe(head);
    expect(withPieces({ base: bytes(head) }, gone, new Set())).toBeUndefined();
  });

  it('tell the mode apart from the lines', () => {
    const file = { ...fileOf('run.txt', 'a\n', 'b\n'), newMode: '100755' };
    const { units } = readFile(file, { base: 'a\n', head: 'b\n' }, { syntax: standInSyntax, digest });
    const pieces = units.flatMap((unit) => unit.pieces.map(({ piece }) => piece));
    expect(pieces.map(({ kind }) => kind)).toEqual(['lines', 'mode']);
    const out = new Set(pieces.filter(({ kind }) => kind === 'mode').map(({ id }) => id));
    expect(modeWith(file, pieces, out)).toBe('100644');
    expect(text(withPieces({ base: bytes('a\n'), head: bytes('b\n') }, pieces, out))).toBe('b\n');
    expect(modeWith(file, pieces, new Set())).toBe('100755');
    const added = fileOf('new.txt', undefined, 'x\n');
    const own = piecesOf('new.txt', undefined, 'x\n');
    expect(modeWith(added, own, new Set(own.map(({ id }) => id)))).toBe('000000');
  });
});
