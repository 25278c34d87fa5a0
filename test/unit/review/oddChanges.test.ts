import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBlobs } from '../../../src/git/blobs.ts';
import type { Change } from '../../../src/model/change.ts';
import { type OutlineFile, type ReviewOutline, reviewOutlineSchema } from '../../../src/model/reviewOutline.ts';
import { modeWith, withPieces } from '../../../src/review/pieces.ts';
import { outlined } from '../../support/outlined.ts';
import { TemporaryRepository } from '../../support/repository.ts';

/** Changes as git gives them that are no plain edits of plain texts. */

let repository: TemporaryRepository;
let seen: { readonly change: Change; readonly outline: ReviewOutline };

/** Names that git quotes; Windows has no such files. */
const [quoted, named] =
  process.platform === 'win32' ? ['was a link', 'grün/naïve file.ts'] : ['was a "link"', 'grün/naïve\tfile.ts'];
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2, 3]);
const long = 'x'.repeat(200_000);
const moved = Array.from({ length: 12 }, (_, line) => `export const constant${line} = compute(${line});`);
const numbered = (count: number, word: string): string =>
  Array.from({ length: count }, (_, line) => `${word} ${line}\n`).join('');

beforeAll(async () => {
  repository = await TemporaryRepository.create({ path: 'a répo' });
  const base: Record<string, string> = {
    'windows.ts': 'export function one() {\r\n  return 1;\r\n}\r\n',
    'noEnd.ts': 'export const last = 1;',
    'run.sh': 'echo one\n',
    'gone.ts': 'export function gone() {\n  return 1;\n}\n',
    'old/name.ts': `${moved.join('\n')}\n`,
    'kept/name.ts': 'const kept = 1;\n',
    [quoted]: 'text\n',
    [named]: 'const a = 1;\n',
    'long.txt': `${long}\nend\n`,
    'huge.txt': numbered(30_000, 'before'),
    'blanks.ts': 'function blanks() {\nreturn [1,\n2];\n}\n',
    'indent.py': 'if a:\n    b()\nc()\n',
    'package-lock.json': '{ "a": 1 }\n',
    'empty.txt': 'not yet\n',
  };
  for (const [file, text] of Object.entries(base)) await repository.write(file, text);
  await repository.write('image.png', png);
  await repository.write('latin.txt', Buffer.from('caf\xe9\nother\n', 'latin1'));
  await repository.link('link', 'run.sh');
  const first = await repository.commit('base');
  const sub = first;
  await repository.git('update-index', '--add', '--cacheinfo', `160000,${sub},nested`);
  await repository.git('commit', '-q', '-m', 'nested');
  const from = await repository.head();

  const head: Record<string, string> = {
    'windows.ts': 'export function one() {\r\n  return 2;\r\n}\r\n',
    'noEnd.ts': 'export const last = 1;\n',
    'run.sh': 'echo two\n',
    'new/name.ts': `${moved.join('\n')}\n`,
    'copy/name.ts': 'const kept = 1;\n',
    [named]: 'const a = 2;\n',
    'long.txt': `${long}y\nend\n`,
    'huge.txt': numbered(25_000, 'after'),
    'blanks.ts': 'function blanks() {\n  return [1, 2];\n}\n',
    'indent.py': 'if a:\n    b()\n    c()\n',
    'package-lock.json': '{ "a": 2 }\n',
    'empty.txt': '',
    'new empty.txt': '',
  };
  for (const file of ['gone.ts', 'old/name.ts', quoted, 'link']) await rm(join(repository.path, file));
  for (const [file, text] of Object.entries(head)) await repository.write(file, text);
  await repository.write('image.png', Buffer.concat([png, png]));
  await repository.write('latin.txt', Buffer.from('th\xe9\nother\n', 'latin1'));
  await repository.link(quoted, 'run.sh');
  await repository.link('link', 'gone.ts');
  await chmod(join(repository.path, 'run.sh'), 0o755);
  await repository.git('add', '-A', '--', '.', ':!nested');
  await repository.git('update-index', '--chmod=+x', 'run.sh');
  await repository.git('update-index', '--cacheinfo', `160000,${from},nested`);
  await repository.git('commit', '-q', '-m', 'head');
  seen = await outlined(repository.path, from, await repository.head());
}, 60_000);

afterAll(() => repository.dispose());

const fileOf = (path: string): OutlineFile => {
  const found = seen.outline.files.find(({ file }) => file.path === path);
  if (found === undefined) throw new Error(`no ${path}`);
  return found;
};
const piecesOf = (path: string) => fileOf(path).units.flatMap(({ pieces }) => pieces);
const brief = (path: string) =>
  fileOf(path).units.map(({ name, kind, lines, pieces }) => [kind, name, lines, pieces.map((piece) => piece.kind)]);

describe('an odd change', () => {
  it('has all its files, once each, and no other shape than the one that is told', () => {
    expect(reviewOutlineSchema.parse(seen.outline)).toEqual(seen.outline);
    expect(seen.outline.files.map(({ file }) => file.path).sort()).toEqual(
      seen.change.files.map(({ path }) => path).sort(),
    );
    const ids = seen.outline.files.flatMap(({ units }) => units.flatMap(({ pieces }) => pieces.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(seen.outline.files.flatMap(({ units }) => units).every(({ reasons }) => reasons.length > 0)).toBe(true);
  });

  it('is the head with all its pieces and the base without, by the bytes of git, and so are their modes', async () => {
    const repo = { commonDir: join(repository.path, '.git') };
    const isBlob = (mode: string): boolean => mode.startsWith('10') || mode === '120000';
    for (const { file } of seen.outline.files) {
      const { oldMode, newMode, oldBlob, newBlob } = file;
      const blobs = await readBlobs(repo, [
        ...(isBlob(oldMode) ? [oldBlob] : []),
        ...(isBlob(newMode) ? [newBlob] : []),
      ]);
      if (!blobs.ok) throw new Error(blobs.error.code);
      const sides = {
        base: isBlob(oldMode) ? blobs.value.get(oldBlob) : undefined,
        head: isBlob(newMode) ? blobs.value.get(newBlob) : undefined,
      };
      const pieces = piecesOf(file.path);
      const all = new Set(pieces.map(({ id }) => id));
      const same = (one: Uint8Array | undefined, other: Buffer | undefined): boolean =>
        one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0;
      expect([file.path, same(withPieces(sides, pieces, new Set()), sides.head)]).toEqual([file.path, true]);
      expect([file.path, same(withPieces(sides, pieces, all), sides.base)]).toEqual([file.path, true]);
      expect([modeWith(file, pieces, new Set()), modeWith(file, pieces, all)]).toEqual([newMode, oldMode]);
    }
  });

  it('of Windows lines, of a missing last line feed, and of names that git quotes, is one of lines', () => {
    expect(brief('windows.ts')).toEqual([['function', 'one', 2, ['lines']]]);
    expect(brief('noEnd.ts')).toEqual([['lines', 'export const last = 1;', 0, ['lines']]]);
    expect(piecesOf('noEnd.ts').map(({ note }) => note)).toEqual(['format']);
    expect(brief(named)).toEqual([['value', 'a', 2, ['lines']]]);
    expect(brief('latin.txt')).toEqual([['lines', 'th\ufffd', 2, ['lines']]]);
    expect(brief('long.txt').map(([kind, name, lines]) => [kind, String(name).length, lines])).toEqual([
      ['lines', 60, 2],
    ]);
  });

  it('tells the executable bit apart from the lines', () => {
    expect(brief('run.sh').map(([kind, , lines, pieces]) => [kind, lines, pieces])).toEqual(
      expect.arrayContaining([
        ['lines', 2, ['lines']],
        ['file', 0, ['mode']],
      ]),
    );
  });

  it('takes links, nested repositories, binary and deleted files as they are', () => {
    for (const path of ['link', quoted, 'nested', 'image.png', 'gone.ts']) {
      expect([path, fileOf(path).units.map(({ kind }) => kind), piecesOf(path).map(({ kind }) => kind)]).toEqual([
        path,
        ['file'],
        ['file'],
      ]);
    }
    expect(fileOf('image.png')).toMatchObject({ folded: 'binary', lines: 0 });
    expect(fileOf('gone.ts').lines).toBe(3);
    expect(brief('link')[0]?.[2]).toBe(2);
  });

  it('links a renamed file to the one it was; a copy is new', () => {
    expect(fileOf('new/name.ts')).toMatchObject({ folded: 'moved', movedFrom: 'old/name.ts', lines: 0 });
    expect(fileOf('old/name.ts')).toMatchObject({ folded: 'moved', lines: 0 });
    expect(fileOf('copy/name.ts').movedFrom).toBeUndefined();
    expect(fileOf('copy/name.ts').lines).toBe(1);
  });

  it('folds what differs in blanks alone, but not where they mean something', () => {
    expect(fileOf('blanks.ts')).toMatchObject({ folded: 'format', lines: 0 });
    expect(fileOf('indent.py').folded).toBeUndefined();
    expect(fileOf('indent.py').lines).toBe(2);
    expect(fileOf('package-lock.json')).toMatchObject({ folded: 'lockfile', lines: 0 });
  });

  it('copes with many lines, and with files that become empty or begin so', () => {
    expect(fileOf('huge.txt').lines).toBe(55_000);
    expect(brief('empty.txt')).toEqual([['lines', 'not yet', 1, ['lines']]]);
    expect(brief('new empty.txt')).toEqual([['file', '', 0, ['file']]]);
  });

  it('has what need not be read at its end', () => {
    const folded = seen.outline.files.map((file) => file.folded !== undefined);
    expect(folded).toEqual([...folded].sort());
    expect(folded).toContain(true);
  });

  it('that changes nothing has no files; one that only deletes has nothing but them', async () => {
    const head = seen.change.head;
    const { outline } = await outlined(repository.path, head, head);
    expect(outline).toMatchObject({ files: [], lines: 0 });
    await repository.git('rm', '-q', '-r', '--cached', '.');
    await repository.git('commit', '-q', '-m', 'nothing');
    const gone = await outlined(repository.path, head, await repository.head());
    expect(gone.outline.files.every(({ units }) => units.every(({ pieces }) => pieces[0]?.kind === 'file'))).toBe(true);
  });
});
