import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoopMemory } from '../model/memory.ts';
import type { Result } from '../model/result.ts';
import { parseBatch, type SizedEntry, sizedTree } from './batchedObjects.ts';
import { GitFailure } from './gitFailure.ts';
import type { Git } from './hardened.ts';
import { type Authorship, authorshipEnvironment } from './identity.ts';
import { acquireLock } from './lock.ts';
import { attempt, type GitProblem, GitProblemError, refuse } from './problem.ts';
import { looseTip } from './refs.ts';
import { optional, type Repository, sharedGit } from './repository.ts';
import { DOCUMENT, MEMORY, MOST_BYTES, memoryText, parseMemory } from './stateFiles.ts';
import { textOf } from './worktreeEntry.ts';

type Shared = Pick<Repository, 'commonDir'>;

/** What a loop knows, as one commit of its chain holds it. */
export interface StateContent {
  /** `state.md`, which people read and edit. */
  readonly document: string;
  /** `memory.json`. */
  readonly memory: LoopMemory;
}

export interface ChainState extends StateContent {
  readonly head: string;
  /**
   * Somebody committed the head by hand: who, and the newest document in its history that we wrote ('' where there is
   * none).
   */
  readonly byHand?: { readonly by: string; readonly base: string };
}

const loopName = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The ref of a loop's chain. Problem: unknown-revision, where `loop` is no name of a loop. */
export function stateRef(loop: string): string {
  const ref = `refs/loopwright/state/${loop}`;
  return loopName.test(loop) ? ref : refuse({ code: 'unknown-revision', revision: ref });
}

/** In the message of every commit of ours; a commit without it was made by hand. */
const MARK = 'Loopwright-State: ';

/**
 * The newest state of a loop; undefined where it has none yet. Problems: state-unreadable, where somebody wrote something
 * else to the chain; state-lost, where its ref is broken.
 */
export function readState(repo: Shared, loop: string): Promise<Result<ChainState | undefined, GitProblem>> {
  return attempt(() => read(repo, loop));
}

async function read(repo: Shared, loop: string): Promise<ChainState | undefined> {
  const git = sharedGit(repo);
  const head = (await headOf(git, loop)) ?? (await writtenSince(repo, loop));
  if (head === undefined) return undefined;
  const state = await stateAt(git, loop, head);
  if ('unreadable' in state) {
    const lastGood = await lastReadable(git, loop, head);
    return refuse({
      code: 'state-unreadable',
      loop,
      head,
      why: state.unreadable,
      ...(lastGood === undefined ? {} : { lastGood }),
    });
  }
  const { message, author, content } = state;
  if (message.includes(`\n${MARK}`)) return { head, ...content };
  return { head, ...content, byHand: { by: author, base: await documentOfOurs(git, head) } };
}

/**
 * git passes over a ref whose file holds no commit (a power failure can do that), but a memory that cannot be found must not
 * look as if there were none. One that was written since git looked is found.
 */
async function writtenSince({ commonDir }: Shared, loop: string): Promise<string | undefined> {
  const file = path.join(commonDir, stateRef(loop));
  const text = await textOf(file);
  if (text === undefined || /^ref: *\S+\s*$/.test(text)) return undefined;
  return (await looseTip(commonDir, stateRef(loop))) ?? refuse({ code: 'state-lost', loop, file });
}

/** The commit that the ref names. */
async function headOf(git: Git, loop: string): Promise<string | undefined> {
  const ref = stateRef(loop);
  const listed = await git.run(['for-each-ref', '--format=%(objectname) %(refname)', ref]);
  const line = listed.split('\n').find((one) => one.endsWith(` ${ref}`));
  return line?.slice(0, line.indexOf(' '));
}

type Read =
  | { readonly content: StateContent; readonly message: string; readonly author: string }
  | { readonly unreadable: string };

async function stateAt(git: Git, loop: string, head: string): Promise<Read> {
  const tree = await treeEntries(git, head);
  if (tree === undefined) return { unreadable: 'it is not a commit' };
  const files = [MEMORY, DOCUMENT].map((path) => tree.find((entry) => entry.path === path && isFile(entry)));
  const big = files.find((entry) => (entry?.bytes ?? 0) > MOST_BYTES);
  if (big !== undefined) return { unreadable: `${big.path} has ${big.bytes} bytes, ${MOST_BYTES} is the most` };
  const [memoryFile, documentFile] = files;
  if (memoryFile === undefined) return { unreadable: `there is no file ${MEMORY}` };
  const names = [head, memoryFile.object, ...(documentFile === undefined ? [] : [documentFile.object])];
  const output = await git.bytes(['cat-file', '--batch'], { input: `${names.join('\n')}\n` });
  const [commit, memoryBlob, document] = parseBatch(output).map((object) => object?.content.toString('utf8'));
  const memory = parseMemory(loop, memoryBlob ?? '');
  if (!memory.ok) return { unreadable: `${MEMORY}: ${memory.error}` };
  const author = /^author (.*>) \d+ /m.exec(commit ?? '')?.[1] ?? 'somebody';
  const message = commit?.slice(commit.indexOf('\n\n')) ?? '';
  return { content: { memory: memory.value, document: document ?? '' }, message, author };
}

const isFile = ({ mode }: SizedEntry): boolean => mode.startsWith('100');

/** The top of the commit's tree; undefined where `commit` has none. */
async function treeEntries(git: Git, commit: string): Promise<readonly SizedEntry[] | undefined> {
  const { args, parse } = sizedTree(commit);
  const output = await optional(git.run(args));
  return output === undefined ? undefined : parse(output);
}

async function documentOfOurs(git: Git, head: string): Promise<string> {
  const found = await git.run(['log', '-1', '--first-parent', '--format=%H', `--grep=^${MARK}`, head]);
  const commit = found.trim();
  if (commit === '') return '';
  try {
    return await git.run(['cat-file', 'blob', `${commit}:${DOCUMENT}`]);
  } catch (error) {
    if (error instanceof GitFailure && error.reason === 'exit') return '';
    throw error;
  }
}

/** How far back a readable state is looked for, to name it. */
const LOOK_BACK = 20;

async function lastReadable(git: Git, loop: string, head: string): Promise<string | undefined> {
  const listed = await optional(git.run(['rev-list', '--first-parent', `--max-count=${LOOK_BACK}`, head]));
  for (const commit of (listed ?? '').split('\n').slice(1)) {
    if (commit !== '' && !('unreadable' in (await stateAt(git, loop, commit)))) return commit;
  }
  return undefined;
}

export interface StateWrite {
  readonly loop: string;
  /** The head that the new state was made from; undefined: there was none. */
  readonly expected: string | undefined;
  readonly content: StateContent;
  /** What changed, for `git log`. */
  readonly message: string;
  readonly authorship: Authorship;
}

/**
 * Puts a state on the head that it was made from and returns the new head. Other files of that commit stay. Problems:
 * state-moved, where somebody else was first (read, merge and try again, or use {@link updateState}); state-too-big.
 */
export function writeState(repo: Shared, write: StateWrite): Promise<Result<string, GitProblem>> {
  return attempt(async () => {
    const git = sharedGit(repo);
    const kept = write.expected === undefined ? [] : await otherEntries(git, write.expected);
    return put(git, write, kept);
  });
}

/** `kept`: the other files of the commit that this one follows. */
async function put(git: Git, write: StateWrite, kept: readonly string[]): Promise<string> {
  const { loop, expected, content, message, authorship } = write;
  const ref = stateRef(loop);
  const files = [
    [MEMORY, memoryText(content.memory)],
    [DOCUMENT, content.document],
  ] as const;
  for (const [file, text] of files) {
    const bytes = Buffer.byteLength(text);
    if (bytes > MOST_BYTES) refuse({ code: 'state-too-big', loop, file, bytes, limit: MOST_BYTES });
  }
  const blobs = await Promise.all(files.map(([file, text]) => blobLine(git, file, text)));
  const tree = await git.run(['mktree', '-z'], { input: [...kept, ...blobs].map((line) => `${line}\0`).join('') });
  const parent = expected === undefined ? [] : ['-p', expected];
  const commit = await git.run(['commit-tree', tree.trim(), ...parent, '-F', '-'], {
    env: authorshipEnvironment(authorship),
    input: `${message.trim()}\n\n${MARK}${loop}\n`,
  });
  await swap(git, ref, loop, commit.trim(), expected);
  return commit.trim();
}

async function otherEntries(git: Git, commit: string): Promise<readonly string[]> {
  const entries = (await treeEntries(git, commit)) ?? [];
  return entries.filter(({ path }) => path !== MEMORY && path !== DOCUMENT).map(({ line }) => line);
}

async function blobLine(git: Git, file: string, text: string): Promise<string> {
  const object = await git.run(['hash-object', '-w', '--stdin'], { input: storable(text) });
  return `100644 blob ${object.trim()}\t${file}`;
}

/** simple-git never closes the input of a command that is given an empty one, and git would wait for it. */
const storable = (text: string): string => (text === '' ? '\n' : text);

async function swap(git: Git, ref: string, loop: string, commit: string, expected: string | undefined): Promise<void> {
  // All zeros: the ref must not be there.
  const old = expected ?? '0'.repeat(commit.length);
  try {
    await git.run(['update-ref', '-m', 'loopwright: state', ref, commit, old]);
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason !== 'exit') throw error;
    const actual = await headOf(git, loop);
    if (actual === expected) throw error;
    refuse({ code: 'state-moved', loop, expected: expected ?? 'nothing', actual: actual ?? 'nothing' });
  }
}

export interface StateUpdate {
  readonly message: string;
  readonly authorship: Authorship;
  /**
   * The state that follows `old`; undefined where nothing is to be written. Called again with a newer `old` where somebody
   * else was first, so it must do nothing else.
   */
  change(old: ChainState | undefined): StateContent | undefined;
}

/** How often a change is made anew because somebody else was first. */
const MOST_TRIES = 20;

/**
 * Reads, changes and writes the state of a loop until nobody was in between, and returns its head and content (undefined
 * where there is still none). Writers of this program take turns; what others write is met by compare-and-swap. Problems:
 * state-unreadable, state-lost, state-too-big, state-moved (after 20 tries), busy.
 */
export function updateState(
  repo: Shared,
  loop: string,
  update: StateUpdate,
): Promise<Result<ChainState | undefined, GitProblem>> {
  return attempt(async () => {
    const lock = await acquireLock(repo.commonDir, `state-${loop}`, { timeoutMs: 120_000 });
    if (!lock.ok) return refuse(lock.error);
    try {
      return await tryAgain(() => change(repo, loop, update));
    } finally {
      await lock.value.release();
    }
  });
}

/** What this process wrote last to a chain. A commit never changes, so there is no need to read that one back. */
interface Written {
  readonly state: ChainState;
  readonly kept: readonly string[];
}

/** By common dir and loop, the oldest first. */
const lastWritten = new Map<string, Written>();
const MOST_WRITTEN = 32;

async function change(repo: Shared, loop: string, update: StateUpdate): Promise<ChainState | undefined> {
  const git = sharedGit(repo);
  const chain = `${repo.commonDir}\0${loop}`;
  const written = lastWritten.get(chain);
  // Mostly nobody else has written since, and then there is no need to start git to be told so.
  const isNewest = written !== undefined && (await looseTip(repo.commonDir, stateRef(loop))) === written.state.head;
  const old = isNewest ? written.state : await read(repo, loop);
  const content = update.change(old);
  if (content === undefined) return old;
  const { message, authorship } = update;
  const kept = await keptFrom(git, old, written);
  const head = await put(git, { loop, expected: old?.head, content, message, authorship }, kept);
  remember(chain, { state: { head, ...content }, kept });
  return { head, ...content };
}

async function keptFrom(
  git: Git,
  old: ChainState | undefined,
  written: Written | undefined,
): Promise<readonly string[]> {
  if (old === undefined) return [];
  return old.head === written?.state.head ? written.kept : otherEntries(git, old.head);
}

/** As it would be read from the chain. */
function remember(chain: string, { state, kept }: Written): void {
  const { head, document } = state;
  const memory = parseMemory(state.memory.loop, memoryText(state.memory));
  lastWritten.delete(chain);
  if (!memory.ok) return;
  lastWritten.set(chain, { state: { head, memory: memory.value, document: storable(document) }, kept });
  const [oldest] = lastWritten.keys();
  if (lastWritten.size > MOST_WRITTEN && oldest !== undefined) lastWritten.delete(oldest);
}

async function tryAgain<T>(once: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once();
    } catch (error) {
      if (tries >= MOST_TRIES || !isRace(error)) throw error;
      await sleep(Math.random() * 20 * tries);
    }
  }
}

/** Somebody else moved the ref, or holds its lock file for the moment in which they do. */
function isRace(error: unknown): boolean {
  if (error instanceof GitProblemError) return error.problem.code === 'state-moved';
  return error instanceof GitFailure && /Unable to create '.+\.lock': File exists/.test(error.stderr);
}

/** The document as a commit of a loop's chain holds it. Problem: unknown-revision, where that commit is not on the chain. */
export function documentAt(repo: Shared, loop: string, commit: string): Promise<Result<string, GitProblem>> {
  return attempt(async () => {
    const git = sharedGit(repo);
    const contained = await optional(git.run(['merge-base', '--is-ancestor', commit, stateRef(loop)]));
    const state = contained === undefined ? undefined : await stateAt(git, loop, commit);
    if (state === undefined || 'unreadable' in state) return refuse({ code: 'unknown-revision', revision: commit });
    return state.content.document;
  });
}
