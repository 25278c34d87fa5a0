import { rm, symlink } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listChange, readDiff } from '../../../src/git/changes.ts';
import { parseRawDiff } from '../../../src/git/rawDiff.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must } from './must.ts';

describe('the parser of raw diffs', () => {
  it('reads captured output', () => {
    const z = '0'.repeat(40);
    const [a, b] = ['1'.repeat(40), '2'.repeat(40)];
    const output = [
      `:100644 100644 ${a} ${b} M`,
      'plain.ts',
      `:000000 100755 ${z} ${b} A`,
      ':odd\t"ü"\nname',
      `:100644 120000 ${a} ${b} T`,
      'link',
      `:160000 000000 ${a} ${z} D`,
      'module',
      '3\t1\tplain.ts',
      '2\t0\t:odd\t"ü"\nname',
      '-\t-\tlink',
      '0\t1\tmodule',
      '',
    ].join('\0');
    expect(parseRawDiff(output)).toEqual([
      entry('plain.ts', 'modified', '100644', '100644', a, b, 3, 1, false),
      entry(':odd\t"ü"\nname', 'added', '000000', '100755', z, b, 2, 0, false),
      entry('link', 'type-changed', '100644', '120000', a, b, 0, 0, true),
      entry('module', 'deleted', '160000', '000000', a, z, 0, 1, false),
    ]);
    expect(parseRawDiff('')).toEqual([]);
  });
});

function entry(
  file: string,
  status: string,
  oldMode: string,
  newMode: string,
  oldBlob: string,
  newBlob: string,
  added: number,
  removed: number,
  binary: boolean,
) {
  return { path: file, status, oldMode, newMode, oldBlob, newBlob, added, removed, binary };
}

describe('a change', () => {
  it('names every file once, whatever it is called and whatever its attributes say', async () => {
    const repository = await TemporaryRepository.create({
      files: { 'old.txt': '1\n2\n3\n', 'kept.txt': 'k\n', 'type.txt': 'x\n', 'crlf.txt': 'a\n' },
    });
    try {
      const base = await repository.head();
      await rm(path.join(repository.path, 'type.txt'));
      await symlink('kept.txt', path.join(repository.path, 'type.txt'));
      await repository.git('mv', 'old.txt', 'new.txt');
      await repository.write('bin', Buffer.from([0, 1, 2]));
      await repository.write('.gitattributes', '*.ts -diff\n');
      await repository.write('.git/.gitattributes', '*.txt -diff\n');
      await repository.commit('second', { 'naïve "q"\n\t.ts': 'one\ntwo\n' });
      await repository.git('update-index', '--add', '--cacheinfo', `160000,${base},module`);
      await repository.git('commit', '-q', '--amend', '-m', 'second');
      const head = await repository.head();
      const repo = must(await openRepository(repository.path));
      const change = must(await listChange(repo, base, head));
      expect(change).toMatchObject({ base, head, tree: await repository.git('rev-parse', 'HEAD^{tree}') });
      const seen = change.files.map((f) => [f.path, f.status, f.added, f.removed, f.binary]);
      expect(seen).toEqual([
        ['.gitattributes', 'added', 1, 0, false],
        ['bin', 'added', 0, 0, true],
        ['module', 'added', 1, 0, false],
        ['naïve "q"\n\t.ts', 'added', 2, 0, false],
        ['new.txt', 'added', 3, 0, false],
        ['old.txt', 'deleted', 0, 3, false],
        // A type change has no line counts of one file; git counts the two sides.
        ['type.txt', 'type-changed', 1, 1, false],
      ]);
      expect(must(await readDiff(repo, base, head, 'new.txt'))).toContain('+3');
    } finally {
      await repository.dispose();
    }
  });
});
