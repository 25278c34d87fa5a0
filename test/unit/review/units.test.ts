import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../src/model/change.ts';
import type { ReviewOutline, Unit } from '../../../src/model/reviewOutline.ts';
import { outlineOf, readChange } from '../../../src/review/outline.ts';
import { readFile } from '../../../src/review/readFile.ts';
import type { UnitReading } from '../../../src/review/reading.ts';
import { countToRead, seenUnit } from '../../../src/review/seenLines.ts';
import { digest, standInSyntax } from './standInSyntax.ts';

type Sides = readonly [base: string | undefined, head: string | undefined];

function fileOf(path: string, [base, head]: Sides): FileChange {
  const blob = (text: string | undefined): string =>
    text === undefined ? '0'.repeat(40) : digest([text]).slice(0, 40);
  const mode = (text: string | undefined): string => (text === undefined ? '000000' : '100644');
  const status = base === undefined ? 'added' : head === undefined ? 'deleted' : 'modified';
  const ends = { oldMode: mode(base), newMode: mode(head), oldBlob: blob(base), newBlob: blob(head) };
  return { path, status, ...ends, added: 0, removed: 0, binary: false };
}

const read = (path: string, [base, head]: Sides) =>
  readFile(fileOf(path, [base, head]), { base, head }, { syntax: standInSyntax, digest });
const unitsOf = (path: string, ...sides: Sides): readonly UnitReading[] => read(path, sides).units;
const briefly = (units: readonly UnitReading[]) =>
  units.map(({ id, kind, base, head, pieces }) => [id, kind, base?.first ?? 0, head?.first ?? 0, pieces.length]);

const byLines = { risk: 1, reasons: ['a reason'] };
const outline = (files: Readonly<Record<string, Sides>>): ReviewOutline => {
  const change = readChange(Object.entries(files).map(([path, sides]) => read(path, sides)));
  const commit = 'a'.repeat(40);
  return outlineOf({ base: commit, head: commit, tree: commit }, change, {
    ofUnit: (file, unit) => {
      const seen = seenUnit(file, unit, change.moved);
      return { risk: seen.removed.length + seen.added.length, reasons: ['lines'], lines: countToRead(seen) };
    },
    ofFile: (_file, _kind, units) => ({ ...byLines, risk: Math.max(0, ...units.map(({ risk }) => risk)) }),
  });
};

describe('units', () => {
  it('are the smallest named parts that were touched, and what is outside of them', () => {
    const base = 'import a\n\nclass C\n  fn m\n    1\n  end\n  fn n\n  end\nend\nfn f\n  1\nend\n';
    const head = 'import b\n\nclass C\n  fn m\n    2\n  end\n  x = 1\n  fn n\n  end\nend\nfn g\n  1\nend\nfn h\nend\n';
    expect(briefly(unitsOf('a.toy', base, head))).toEqual([
      ['a.toy#C.m', 'method', 4, 4, 1],
      ['a.toy#C', 'class', 3, 3, 1],
      // Renamed: its body stayed.
      ['a.toy#g', 'function', 10, 11, 1],
      ['a.toy#h', 'function', 0, 14, 1],
      ['a.toy#', 'rest', 1, 1, 1],
    ]);
  });

  it('keep their names where lines come and go above, and are told apart where two have one name', () => {
    const two = 'fn f\n  1\nend\nfn f\n  2\nend\n';
    expect(unitsOf('a.toy', two, two.replace('2', '3')).map(({ id }) => id)).toEqual(['a.toy#f~2']);
    const names = (above: string) =>
      unitsOf('a.txt', `${above}one\ntwo\n`, `${above}one\n  changed here\n`).map(({ name }) => name);
    expect(names('')).toEqual(['changed here']);
    expect(names('x\n'.repeat(40))).toEqual(['changed here']);
    expect(unitsOf('a.md', '# A\n## B\none\n', '# A\n## B\ntwo\n').map(({ name, kind }) => [kind, name])).toEqual([
      ['section', 'A › B'],
    ]);
  });

  it('of a file without names are clusters of lines', () => {
    const lines = Array.from({ length: 60 }, (_, line) => `line ${line}\n`);
    const head = lines.map((line, at) => ([3, 8, 40].includes(at) ? `changed ${at}\n` : line));
    expect(unitsOf('a.txt', lines.join(''), head.join('')).map(({ name, pieces }) => [name, pieces.length])).toEqual([
      ['changed 3', 2],
      ['changed 40', 1],
    ]);
  });

  it('have a digest that stays exactly while their content does', () => {
    const body = fc.array(fc.constantFrom('  1', '  2', '  x'), { minLength: 1, maxLength: 4 });
    const source = (...bodies: readonly (readonly string[])[]): string =>
      bodies.map((lines, index) => `fn f${index}\n${lines.join('\n')}\nend\n`).join('\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(body, body, body), { minLength: 1, maxLength: 4 }), (all) => {
        const base = source(...all.map(([lines]) => lines));
        const [one, other] = [1, 2].map((side) => {
          const head = source(...all.map((lines) => lines[side] ?? []));
          return new Map(
            base === head ? [] : unitsOf('a.toy', base, head).map((unit) => [unit.name, unit.digest] as const),
          );
        });
        for (const [index, [before, first, second]] of all.entries()) {
          const [left, right] = [one?.get(`f${index}`), other?.get(`f${index}`)];
          if (left === undefined || right === undefined) continue;
          expect(left === right).toBe(first.join() === second.join());
          expect(before.join()).not.toBe(first.join());
        }
      }),
      { numRuns: 200 },
    );
  });

  it('differ where their name, their file or their base differs', () => {
    const digestOf = (path: string, base: string, head: string) => unitsOf(path, base, head)[0]?.digest;
    const one = digestOf('a.toy', 'fn f\n1\nend\n', 'fn f\n2\nend\n');
    expect(digestOf('a.toy', 'fn f\n1\nend\n', 'fn f\n2\nend\n')).toBe(one);
    expect(digestOf('b.toy', 'fn f\n1\nend\n', 'fn f\n2\nend\n')).not.toBe(one);
    expect(digestOf('a.toy', 'fn f\n3\nend\n', 'fn f\n2\nend\n')).not.toBe(one);
    expect(digestOf('a.toy', 'fn g\n1\nend\n', 'fn g\n2\nend\n')).not.toBe(one);
  });
});

const big = (word: string, count = 6): string =>
  Array.from({ length: count }, (_, line) => `  ${word} does something ${line}\n`).join('');
const pieces = (of: ReviewOutline): readonly (Unit['pieces'][number] & { readonly path: string })[] =>
  of.files.flatMap(({ file, units }) =>
    units.flatMap((unit) => unit.pieces.map((piece) => ({ ...piece, path: file.path }))),
  );

describe('moved lines', () => {
  it('are told on both sides with the place of the other, and are not to be read', () => {
    const seen = outline({
      'a.toy': [`fn one\n${big('this')}end\nfn two\n  stays\nend\n`, 'fn two\n  stays\nend\n'],
      'b.toy': ['fn three\n  stays\nend\n', `fn three\n  stays\nend\nfn one\n${big('this')}end\n`],
    });
    expect(seen.lines).toBe(0);
    expect(pieces(seen).map(({ path, note, other }) => [path, note, other])).toEqual([
      ['a.toy', 'moved', { path: 'b.toy', line: 4 }],
      ['b.toy', 'moved', { path: 'a.toy', line: 1 }],
    ]);
    expect(seen.files.map(({ folded }) => folded)).toEqual(['moved', 'moved']);
  });

  it('are moved once: a copy is new', () => {
    const seen = outline({
      'a.toy': [`fn one\n${big('this')}end\nfn k\nend\n`, 'fn k\nend\n'],
      'b.toy': ['fn k\nend\n', `fn k\nend\nfn one\n${big('this')}end\n`],
      'c.toy': ['fn k\nend\n', `fn k\nend\nfn one\n${big('this')}end\n`],
    });
    expect(seen.lines).toBe(8);
  });

  it('are neither two lines nor a few brackets, unless they are a whole unit', () => {
    const two = outline({ 'a.txt': [`keep\n${big('x', 2)}`, 'keep\n'], 'b.txt': ['keep\n', `keep\n${big('x', 2)}`] });
    expect(two.lines).toBe(4);
    const brackets = outline({ 'a.txt': ['keep\n}\n}\n}\n', 'keep\n'], 'b.txt': ['keep\n', 'keep\n}\n}\n}\n'] });
    expect(brackets.lines).toBe(6);
    const unit = outline({
      'a.toy': ['fn s\nend\nfn k\nend\n', 'fn k\nend\n'],
      'b.toy': ['fn k\nend\n', 'fn k\nend\nfn s\nend\n'],
    });
    expect(unit.lines).toBe(0);
  });

  it('say from which deleted file a file comes, whatever else was changed in it', () => {
    const seen = outline({
      'old.toy': [`fn a\n${big('this')}end\n`, undefined],
      'new.toy': [undefined, `fn a\n${big('this')}  more\nend\n`],
    });
    expect(seen.files.find(({ file }) => file.path === 'new.toy')).toMatchObject({ movedFrom: 'old.toy', lines: 2 });
  });
});

describe('the order', () => {
  it('is that of the riskiest unit, then of lines, then of paths; folded ones are last, units go by risk', () => {
    const one = (count: number): Sides => ['', `fn a\n${big('x', count)}end\n`];
    const seen = outline({
      'a/package-lock.json': ['{}\n', `{ ${'"a": 1,\n'.repeat(90)} }\n`],
      'b.toy': one(2),
      'd.toy': ['', `fn small\nend\n\nfn large\n${big('x', 9)}end\n`],
      'c.toy': one(2),
    });
    expect(seen.files.map(({ file }) => file.path)).toEqual(['d.toy', 'b.toy', 'c.toy', 'a/package-lock.json']);
    expect(seen.files[0]?.units.map(({ name }) => name)).toEqual(['large', 'small']);
    expect(seen.lines).toBe(13 + 4 + 4);
  });

  it('gives whoever judges the lines that are to be read, and no signature of what was only moved', () => {
    const reading = readChange([
      read('a.toy', [`fn one\n${big('this')}end\nfn k\nend\n`, 'fn k\nend\n']),
      read('b.toy', ['fn k\n  stays\nend\n', `fn k\n  new\n  stays\nend\nfn one\n${big('this')}end\n`]),
    ]);
    expect(
      reading.files
        .flatMap((file) => file.units.map((unit) => seenUnit(file, unit, reading.moved)))
        .map((seen) => [seen.unit.name, seen.added, seen.removed, seen.signature]),
    ).toEqual([
      ['one', [], [], undefined],
      ['k', ['  new'], [], { base: 'fn k', head: 'fn k' }],
      ['one', [], [], undefined],
    ]);
  });
});
