import { execFile, execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemText } from '../../../src/git/problemText.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { readState, stateRef, updateState, writeState } from '../../../src/git/stateChain.ts';
import { memoryText, parseMemory } from '../../../src/git/stateFiles.ts';
import { emptyMemory, type LoopMemory } from '../../../src/model/memory.ts';
import { TemporaryRepository, testEnvironment } from '../../support/repository.ts';
import { bundle } from './bundle.ts';
import { AUTHORSHIP, must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
beforeEach(async () => {
  repository = await TemporaryRepository.create();
  repo = must(await openRepository(repository.path));
});
afterEach(() => repository.dispose());

const loop = 'triage';
const ref = 'refs/loopwright/state/triage';
const noted = (notes: string): LoopMemory => ({ ...emptyMemory(loop), notes });
const write = (expected: string | undefined, notes: string, document = `${notes}\n`) =>
  writeState(repo, {
    loop,
    expected,
    content: { memory: noted(notes), document },
    message: 'Remember',
    authorship: AUTHORSHIP,
  });

/** Commits files on the chain as a person would by hand. */
async function byHand(files: Readonly<Record<string, string>>, message = 'by hand'): Promise<string> {
  const folder = path.join(repository.outside, 'state');
  await repository.git('worktree', 'add', '-q', '--detach', folder, ref);
  for (const [file, text] of Object.entries(files)) await repository.write(path.join('..', 'state', file), text);
  await repository.gitAt(folder, 'add', '-A');
  await repository.gitAt(folder, 'commit', '-q', '-m', message);
  await repository.gitAt(folder, 'update-ref', ref, 'HEAD');
  await repository.git('worktree', 'remove', '--force', folder);
  return repository.head(ref);
}

/** Moves the chain to a state of somebody else's before this returns. */
function moveAtOnce(memory: LoopMemory): void {
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', args, { cwd: repository.path, env: testEnvironment(repository.outside), input })
      .toString()
      .trim();
  const blob = git(['hash-object', '-w', '--stdin'], memoryText(memory));
  const tree = git(['mktree'], `100644 blob ${blob}\tmemory.json\n`);
  git(['update-ref', ref, git(['commit-tree', tree, '-p', ref, '-m', 'other'])]);
}

describe('the state chain of a loop', () => {
  it('is nothing at first, then one commit after the other', async () => {
    expect(must(await readState(repo, loop))).toBeUndefined();
    const first = must(await write(undefined, 'one'));
    const second = must(await write(first, 'zwei 🎉'));
    expect(must(await readState(repo, loop))).toEqual({
      head: second,
      memory: noted('zwei 🎉'),
      document: 'zwei 🎉\n',
    });
    expect(await repository.git('rev-list', ref)).toBe(`${second}\n${first}`);
    expect(await repository.git('show', '-s', '--format=%an <%ae>%n%B', ref)).toBe(
      'Loop <loop@example.com>\nRemember\n\nLoopwright-State: triage',
    );
    expect(await repository.git('ls-tree', '--name-only', ref)).toBe('memory.json\nstate.md');
  });

  it('touches no branch, index or file of the user, and runs none of their hooks', async () => {
    const canary = path.join(repository.outside, 'canary');
    for (const hook of ['reference-transaction', 'post-commit', 'pre-commit']) {
      await repository.script(path.join(repository.path, '.git', 'hooks', hook), `touch "${canary}"`);
    }
    must(await write(undefined, 'one'));
    expect(await repository.git('status', '--porcelain')).toBe('');
    await expect(repository.read('../canary')).rejects.toThrow('ENOENT');
  });

  it('tells who came second, whatever they began with', async () => {
    const first = must(await write(undefined, 'one'));
    expect(problem(await write(undefined, 'other'))).toMatchObject({
      code: 'state-moved',
      expected: 'nothing',
      actual: first,
    });
    const second = must(await write(first, 'two'));
    const late = problem(await write(first, 'late'));
    expect(late).toMatchObject({ code: 'state-moved', expected: first, actual: second });
    expect(problemText(late)).toContain('moved from');
    expect(await repository.head(ref)).toBe(second);
  });

  it('keeps other files that somebody put there', async () => {
    must(await write(undefined, 'one'));
    const head = await byHand({ 'more/read me.txt': 'hello' });
    must(await write(head, 'two'));
    expect(await repository.git('show', `${ref}:more/read me.txt`)).toBe('hello');
  });

  it('tells a document that was committed by hand, and which of ours it came from', async () => {
    must(await write(undefined, 'one'));
    await byHand({ 'state.md': 'one\nmine\n' });
    const head = await byHand({ 'state.md': 'one\nmine, really\n' }, 'again');
    const byWhom = { by: 'Test Author <author@example.com>', base: 'one\n' };
    expect(must(await readState(repo, loop))).toEqual({
      head,
      memory: noted('one'),
      document: 'one\nmine, really\n',
      byHand: byWhom,
    });
    must(await write(head, 'two'));
    expect(must(await readState(repo, loop))?.byHand).toBeUndefined();
  });

  it('refuses a name that is none of a loop', async () => {
    for (const name of ['../heads/main', 'a/b', '', 'A', 'x^{/y}', '--all']) {
      expect(problem(await readState(repo, name)).code).toBe('unknown-revision');
    }
    expect(stateRef('keep-green')).toBe('refs/loopwright/state/keep-green');
  });

  it('writes nothing that is larger than a megabyte', async () => {
    const first = must(await write(undefined, 'one'));
    const big = problem(await write(first, 'x'.repeat(1_000_000)));
    expect(big).toMatchObject({ code: 'state-too-big', file: 'memory.json' });
    expect(problem(await write(first, 'x', 'é'.repeat(500_001)))).toMatchObject({ file: 'state.md', bytes: 1_000_002 });
    expect(problemText(big)).toContain('loopwright state triage --edit');
    expect(await repository.head(ref)).toBe(first);
  });
});

describe('a chain that somebody broke', () => {
  const unreadable = async () => problem(await readState(repo, loop));

  it.each([
    ['no JSON', { 'memory.json': '{ "version": 1,' }, 'memory.json: it is not JSON'],
    ['another version', { 'memory.json': '{ "version": 2 }' }, 'memory.json: version:'],
    ['another loop', { 'memory.json': memoryText(emptyMemory('other')) }, 'belongs to the loop "other"'],
    ['a huge file', { 'memory.json': ' '.repeat(1_000_001) }, 'memory.json has 1000001 bytes'],
    ['a huge document', { 'state.md': ' '.repeat(1_000_001) }, 'state.md has 1000001 bytes'],
  ])('with %s is left as it is, with a way back', async (_name, files, why) => {
    const good = must(await write(undefined, 'one'));
    const head = await byHand(files);
    const found = await unreadable();
    expect(found).toMatchObject({ code: 'state-unreadable', loop, head, lastGood: good });
    expect('why' in found && found.why).toContain(why);
    const update = { message: 'x', authorship: AUTHORSHIP, change: () => expect.fail('must not be asked') };
    expect(problem(await updateState(repo, loop, update)).code).toBe('state-unreadable');
    expect(await repository.head(ref)).toBe(head);
    const [, command = ''] = /"git (update-ref [^"]+)"/.exec(problemText(found)) ?? [];
    await repository.git(...command.split(' '));
    expect(must(await readState(repo, loop))?.head).toBe(good);
  });

  it('from its first commit on can be begun anew', async () => {
    await repository.git('update-ref', ref, 'HEAD');
    const found = await unreadable();
    expect(found).toMatchObject({ code: 'state-unreadable', why: 'there is no file memory.json' });
    const [, command = ''] = /"git (update-ref [^"]+)"/.exec(problemText(found)) ?? [];
    await repository.git(...command.split(' '));
    expect(must(await readState(repo, loop))).toBeUndefined();
  });

  it.each([
    ['other words', 'broken\n'],
    ['nothing', ''],
    ['what a power failure leaves', '\0'.repeat(41)],
    ['zeros', `${'0'.repeat(40)}\n`],
  ])('by a ref that holds %s is not taken for none', async (_name, text) => {
    const { head } = must(await updateState(repo, loop, adding('one'))) ?? expect.unreachable();
    const file = path.join(repo.commonDir, ref);
    await writeFile(file, text);
    const lost = problem(await readState(repo, loop));
    expect(lost).toEqual({ code: 'state-lost', loop, file });
    expect(problemText(lost)).toContain('Delete that file to begin anew');
    expect(problem(await updateState(repo, loop, adding('two'))).code).toBe('state-lost');
    await writeFile(file, `${head}\n`);
    expect(must(await readState(repo, loop))?.memory.notes).toBe('one');
    await rm(file);
    expect(must(await readState(repo, loop))).toBeUndefined();
  });

  const adding = (notes: string) => ({
    message: 'x',
    authorship: AUTHORSHIP,
    change: () => ({ memory: noted(notes), document: '' }),
  });

  it('by a blob in its place, or a link instead of a file, is not followed', async () => {
    await repository.git('update-ref', ref, 'HEAD:README.md');
    expect(await unreadable()).toMatchObject({ why: 'it is not a commit' });
    await repository.link('memory.json', '/etc/hostname');
    const commit = await repository.commit('link');
    await repository.git('update-ref', ref, commit);
    expect(await unreadable()).toMatchObject({ why: 'there is no file memory.json' });
  });
});

describe('updating the state', () => {
  it('tries again from what somebody else wrote meanwhile', async () => {
    must(await write(undefined, 'one'));
    let asked = 0;
    // The other one is first, between our reading and our writing, twice.
    const updated = await updateState(repo, loop, {
      message: 'x',
      authorship: AUTHORSHIP,
      change: (old) => {
        asked += 1;
        if (asked < 3) moveAtOnce(noted(`by hand ${asked}`));
        return { memory: noted(`${old?.memory.notes} and mine`), document: '' };
      },
    });
    expect(must(updated)?.memory.notes).toBe('by hand 2 and mine');
    expect(asked).toBe(3);
    expect(must(await readState(repo, loop))?.memory.notes).toBe('by hand 2 and mine');
  });

  it('writes nothing where nothing changes', async () => {
    const first = must(await write(undefined, 'one'));
    const same = must(await updateState(repo, loop, { message: 'x', authorship: AUTHORSHIP, change: () => undefined }));
    expect(same?.head).toBe(first);
    expect(await repository.head(ref)).toBe(first);
  });

  it('loses nothing of twelve writers, and none that take no turns', async () => {
    const script = await bundle('stateWriter.ts', repository.outside);
    const writers = Array.from({ length: 12 }, (_, index) => index);
    const rounds = 3;
    const printed = await Promise.all(
      writers.map(async (index) => {
        const args = [script, index < 3 ? 'race' : 'update', repo.commonDir, loop, `w${index}`, `${rounds}`];
        return (await promisify(execFile)(process.execPath, args)).stdout;
      }),
    );
    const expected = writers.flatMap((index) => Array.from({ length: rounds }, (_, round) => `w${index}-${round}`));
    const state = must(await readState(repo, loop));
    expect(state?.memory.notes.trim().split('\n').sort()).toEqual(expected.sort());
    const extra = printed
      .join('')
      .trim()
      .split('\n')
      .filter((line) => line !== '');
    expect(state?.document.trim().split('\n').sort()).toEqual([...expected, ...extra].sort());
    const commits = await repository.git('rev-list', '--count', '--first-parent', ref);
    expect(Number(commits)).toBe(expected.length + extra.length);
  });
});

describe('the file of a memory', () => {
  it('is read as it was written, one entry a line', () => {
    const memory: LoopMemory = {
      ...emptyMemory(loop),
      notes: 'a\n"b" \u2028',
      runs: [1, 2].map((at) => ({ run: `r${at}`, at, sequence: 0, complete: true })),
    };
    const text = memoryText(memory);
    expect(must(parseMemory(loop, text))).toEqual(memory);
    expect(text).toContain('\n{"run":"r2","at":2,"sequence":0,"complete":true}\n');
    expect(memoryText(emptyMemory(loop))).toContain('"items": [],\n');
  });
});
