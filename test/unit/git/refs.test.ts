import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemText } from '../../../src/git/problemText.ts';
import { branchTips, parsePacked, refPaths } from '../../../src/git/refs.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let second: string;

beforeEach(async () => {
  repository = await TemporaryRepository.create({ path: 'mein Projekt ü' });
  second = await repository.commit('second');
  repo = must(await openRepository(repository.path));
});
afterEach(() => repository.dispose());

/** What git says: the branches and remote-tracking branches that have a commit. */
async function asGitSays(): Promise<ReadonlyMap<string, string>> {
  const listed = await repository.git(
    'for-each-ref',
    '--format=%(refname) %(objectname)',
    'refs/heads',
    'refs/remotes',
  );
  return new Map(listed.split('\n').map((line) => line.split(' ') as [string, string]));
}
const tips = async () => must(await branchTips(repo.commonDir));

describe('the tips of branches', () => {
  it('are as git says: loose, packed, both, nested, symbolic, of remotes', async () => {
    const first = await repository.head('HEAD~1');
    const refs = Array.from({ length: 300 }, (_, n) => `create refs/heads/many/n${n % 7}/b${n} ${first}`);
    await updateRefs(refs);
    await repository.git('pack-refs', '--all');
    await updateRefs([
      `update refs/heads/many/n1/b1 ${second}`,
      `delete refs/heads/many/n2/b2`,
      `create refs/heads/ünïcode ${second}`,
      `create refs/remotes/origin/main ${first}`,
      `create refs/tags/v1 ${first}`,
      `create refs/loopwright/r1/candidate ${second}`,
    ]);
    await repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    await repository.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
    const seen = await tips();
    expect(seen).toEqual(await asGitSays());
    expect(seen.size).toBe(300 - 1 + 5);
    expect(seen.get('refs/remotes/origin/HEAD')).toBe(first);
    await repository.git('pack-refs', '--all', '--prune');
    expect(await tips()).toEqual(await asGitSays());
  });

  it('leave out what is being written, broken, or names nothing', async () => {
    const heads = path.join(repo.commonDir, 'refs/heads');
    await writeFile(path.join(heads, 'main.lock'), '');
    await writeFile(path.join(heads, 'broken'), 'half a ref');
    await writeFile(path.join(heads, 'a'), 'ref: refs/heads/b\n');
    await writeFile(path.join(heads, 'b'), 'ref: refs/heads/a\n');
    expect(await tips()).toEqual(new Map([['refs/heads/main', second]]));
  });

  it('follow every move, those of worktrees too', async () => {
    const linked = path.join(repository.outside, 'linked');
    await repository.git('worktree', 'add', '-q', '-b', 'side', linked);
    await repository.gitAt(linked, 'commit', '-q', '--allow-empty', '-m', 'side');
    const side = await repository.gitAt(linked, 'rev-parse', 'HEAD');
    expect((await tips()).get('refs/heads/side')).toBe(side);
  });

  it('are found by watching these folders', async () => {
    const { shallow, deep } = refPaths(repo.commonDir);
    expect(shallow).toEqual([repo.commonDir]);
    expect(await readdir(deep[0] ?? '')).toContain('main');
    // Packing writes into the common dir itself.
    await repository.git('pack-refs', '--all');
    expect(await readdir(shallow[0] ?? '')).toContain('packed-refs');
  });

  it('cannot be watched in a reftable repository, which says so', async () => {
    await appendFile(path.join(repo.commonDir, 'config'), '[extensions]\n\trefStorage = reftable\n');
    const refused = problem(await branchTips(repo.commonDir));
    expect(refused).toEqual({ code: 'refs-not-files', format: 'reftable' });
    expect(problemText(refused)).toContain('by schedule or by hand');
  });

  it('are told from the folder of the tables alone, too', async () => {
    await mkdir(path.join(repo.commonDir, 'reftable'));
    expect(problem(await branchTips(repo.commonDir)).code).toBe('refs-not-files');
  });
});

/** All at once, with git's own words. */
async function updateRefs(lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const [verb, ref = '', commit = ''] = line.split(' ');
    if (verb !== 'create' || !ref.startsWith('refs/heads/many/')) {
      await repository.git('update-ref', ...(verb === 'delete' ? ['-d', ref] : [ref, commit]));
      continue;
    }
    const file = path.join(repo.commonDir, ref);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${commit}\n`);
  }
}

describe('packed refs', () => {
  it('are read with their header, peeled tags and line ends', () => {
    const [one, two] = ['1'.repeat(40), '2'.repeat(64)];
    const text = `# pack-refs with: peeled fully-peeled sorted \n${one} refs/heads/a b\r\n${one} refs/tags/v1\n^${two}\n${two} refs/remotes/o/x\n\n`;
    expect(parsePacked(text)).toEqual(
      new Map([
        ['refs/heads/a b', one],
        ['refs/remotes/o/x', two],
      ]),
    );
  });
});
