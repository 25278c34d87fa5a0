import { readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { type ChainState, readState, type StateContent, stateRef, updateState } from '../../../src/git/stateChain.ts';
import { memoryText } from '../../../src/git/stateFiles.ts';
import { emptyMemory, type LoopMemory } from '../../../src/model/memory.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { AUTHORSHIP, must, problem } from './must.ts';
import { programOf } from './programOf.ts';

// What a process wrote last to a chain it does not read back. Whatever becomes of the chain meanwhile must be seen.

let repository: TemporaryRepository;
let repo: Repository;
const searched = process.env['PATH'] ?? '';

beforeEach(async () => {
  repository = await TemporaryRepository.create();
  repo = must(await openRepository(repository.path));
});
afterEach(async () => {
  process.env['PATH'] = searched;
  await repository.dispose();
});

const loop = 'triage';
const ref = stateRef(loop);
const noted = (notes: string, of = loop): LoopMemory => ({ ...emptyMemory(of), notes });

/** Updates a chain and tells which state the change was made from. */
async function add(notes: string, content: Partial<StateContent> = {}, of = loop) {
  let from: ChainState | undefined;
  const change = (old: ChainState | undefined) => {
    from = old;
    return { memory: noted(`${old?.memory.notes ?? ''}${notes}`, of), document: `${notes}\n`, ...content };
  };
  const written = must(await updateState(repo, of, { message: 'Remember', authorship: AUTHORSHIP, change }));
  return { from, head: written?.head ?? expect.unreachable() };
}

/** A commit as a person would make it, on `parent`. */
async function byHand(files: Readonly<Record<string, string>>, parent: string): Promise<string> {
  const folder = path.join(repository.outside, 'state');
  await repository.git('worktree', 'add', '-q', '--detach', folder, parent);
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
  await repository.gitAt(folder, 'add', '-A');
  await repository.gitAt(folder, 'commit', '-q', '-m', 'by hand');
  const head = await repository.gitAt(folder, 'rev-parse', 'HEAD');
  await repository.git('worktree', 'remove', '--force', folder);
  return head;
}

it('is what would be read back, whatever was written', async () => {
  for (const [notes, document] of [
    ['one', ''],
    ['\u2028 "zwei" 🎉\n', 'no line feed'],
    ['three', 'a\r\n\n'],
  ] as const) {
    await add(notes, { document });
    const read = must(await readState(repo, loop));
    const { from } = await add('', { document });
    expect(from).toEqual(read);
  }
});

it('costs no question to git where nobody else has written', async () => {
  await add('one');
  const calls = path.join(repository.outside, 'calls');
  const git = await programOf('git', searched);
  await repository.script(path.join(repository.outside, 'bin', 'git'), `echo "$*" >> "${calls}"\nexec ${git} "$@"`);
  process.env['PATH'] = `${path.join(repository.outside, 'bin')}${path.delimiter}${searched}`;
  const { from } = await add(' two');
  expect(from?.memory.notes).toBe('one');
  expect(await readFile(calls, 'utf8')).not.toMatch(/for-each-ref|ls-tree|cat-file|rev-parse|log /);
});

it('gives way to what a person committed since, and what else they put there stays', async () => {
  const { head } = await add('one');
  const theirs = await byHand({ 'state.md': 'mine\n', 'more.txt': 'kept\n' }, head);
  await repository.git('update-ref', ref, theirs);
  const { from } = await add(' two');
  expect(from).toMatchObject({ head: theirs, document: 'mine\n', byHand: { base: 'one\n' } });
  expect((await add(' three')).from?.byHand).toBeUndefined();
  expect(await repository.git('show', `${ref}:more.txt`)).toBe('kept');
});

it('gives way to what another process of ours wrote', async () => {
  const { head } = await add('one');
  const theirs = await byHand({ 'memory.json': memoryText(noted('theirs')) }, head);
  await repository.git('update-ref', ref, theirs);
  expect((await add(' and mine')).from?.memory.notes).toBe('theirs');
  expect(must(await readState(repo, loop))?.memory.notes).toBe('theirs and mine');
});

it('gives way where somebody went back to an earlier state, or did away with all of them', async () => {
  const { head: first } = await add('one');
  await add(' two');
  await repository.git('update-ref', ref, first);
  expect((await add(' other')).from).toMatchObject({ head: first, memory: { notes: 'one' } });
  await repository.git('update-ref', '-d', ref);
  const { from, head } = await add('anew');
  expect(from).toBeUndefined();
  expect(await repository.git('rev-list', '--count', head)).toBe('1');
});

it('holds when the ref was packed, and when it is a symbolic one', async () => {
  const { head } = await add('one');
  await repository.git('pack-refs', '--all', '--prune');
  expect((await add(' two')).from).toMatchObject({ head, memory: { notes: 'one' } });
  await repository.git('update-ref', 'refs/loopwright/elsewhere', head);
  await repository.git('update-ref', '-d', ref);
  await repository.git('symbolic-ref', ref, 'refs/loopwright/elsewhere');
  expect((await add(' three')).from).toMatchObject({ head, memory: { notes: 'one' } });
});

it('is never taken for a chain that cannot be read', async () => {
  const { head } = await add('one');
  await repository.git('update-ref', ref, await byHand({ 'memory.json': '{' }, head));
  const change = () => expect.fail('must not be asked');
  const refused = problem(await updateState(repo, loop, { message: 'x', authorship: AUTHORSHIP, change }));
  expect(refused).toMatchObject({ code: 'state-unreadable', lastGood: head });
});

it('is of one loop in one repository', async () => {
  await add('one');
  expect((await add('other', {}, 'nightly')).from).toBeUndefined();
  expect((await add('', {}, 'nightly')).from?.memory).toEqual(noted('other', 'nightly'));
  const before = repository;
  const path = before.path;
  // The same folder, and yet another repository.
  await rm(path, { recursive: true, force: true });
  await before.gitAt(before.outside, 'init', '-q', path);
  await before.git('commit', '-q', '--allow-empty', '-m', 'first');
  expect((await add('anew')).from).toBeUndefined();
});
