import { describe, expect, it } from 'vitest';
import { objectionsTo } from '../../../src/engine/policy.ts';
import type { FileChange } from '../../../src/model/change.ts';
import { file, id, loopOf } from './scene.ts';

const objections = (policy: string, ...files: readonly FileChange[]) =>
  objectionsTo({ base: id('0'), head: id('1'), tree: id('2'), files: [...files] }, loopOf(`policy: ${policy}`).policy);

describe('the policy of a loop', () => {
  it('has nothing against a change that keeps to it', () => {
    expect(
      objections('{ allowed-paths: ["src/**"], max-diff-lines: 4 }', file('src/a.js'), file('src/.hidden/b.js')),
    ).toEqual([]);
  });

  it.each([
    '.loops/x.loop.yaml',
    '.github/workflows/ci.yml',
    '.vscode/settings.json',
    '.husky/pre-commit',
    'a/.gitattributes',
    '.gitmodules',
  ])('always protects %s', (path) => {
    expect(objections('{}', file(path, { status: 'added' }))).toEqual([
      `${path} is protected and was added: remove it.`,
    ]);
  });

  it.each(['.loops/comprehension/ada-1/a.jsonl', '.Loops/Comprehension/ada-1/a.jsonl'])(
    'says of %s that it is the ledger, also where a loop may change it',
    (path) => {
      expect(objections('{ allowed-paths: [".loops/**", ".Loops/**"] }', file(path, { status: 'added' }))).toEqual([
        `${path} belongs to the comprehension ledger: only people say what people understood. It was added: remove it.`,
      ]);
    },
  );

  it('says how to put back what was deleted or weakened', () => {
    const [deleted, weakened] = objections(
      '{ protected-paths: ["test/**"] }',
      file('test/a.test.js', { status: 'deleted', added: 0, removed: 9 }),
      file('test/b.test.js', { added: 1, removed: 5 }),
    );
    expect(deleted).toBe('test/a.test.js is protected and was deleted: put it back as it is in 000000000000.');
    expect(weakened).toBe(
      'test/b.test.js is protected and was weakened or cut (5 lines removed, 1 added): put it back as it is in 000000000000.',
    );
  });

  it('counts the lines of the whole change', () => {
    expect(objections('{ max-diff-lines: 3 }', file('a.js'), file('b.js'))).toEqual([
      'The change has 4 lines, more than the 3 allowed: make it smaller.',
    ]);
  });

  it('refuses a path outside the allowed ones, however it is spelled', () => {
    expect(
      objections('{ allowed-paths: ["src/**"] }', file('src2/a.js'), file('Src/a.js'), file('src\nx')),
    ).toHaveLength(3);
  });
});
