import { constants } from 'node:fs';
import { lstat, open, readlink, realpath, rename, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { readBlob } from '../git/objects.ts';
import type { Repository } from '../git/repository.ts';
import type { Change } from '../model/change.ts';
import { changesOf } from '../model/changesOf.ts';
import type { RunState } from '../model/runState.ts';
import type { ItemView } from '../model/runView.ts';
import type { RunnerParams, RunnerReply } from '../protocol/runner.ts';
import { itemOf } from './landing.ts';
import { orRefuse, Refused } from './refusal.ts';

/** One file of a run's change, on either side. Files that are not part of the change are not shown. */
export async function readChangedFile(
  repository: Pick<Repository, 'commonDir'>,
  state: RunState,
  { item: named, path, side, at }: Omit<RunnerParams<'readFile'>, 'run'>,
): Promise<RunnerReply<'readFile'>> {
  const item = itemOf(state, named);
  const change = changeWith(state, item, path);
  if (side === 'head' && at !== undefined) return readFileAt(repository, state, item, { path, at });
  const worktree = worktreeOf(state, item);
  // A worktree that somebody deleted under a review has not deleted what the change says: its commit still does.
  const isThere = side === 'head' && item.outcome === undefined && (await isFolder(worktree));
  const editable = isThere && waitsForReview(item);
  if (isThere) {
    const content = await readInside(worktree, path);
    return { ...(content === undefined ? {} : { content: content.toString('base64') }), editable };
  }
  const blob = orRefuse(await readBlob(repository, side === 'base' ? change.base : change.head, path));
  return { ...(blob === undefined ? {} : { content: blob.toString('base64') }), editable };
}

const isFolder = async (path: string): Promise<boolean> =>
  (await lstat(path).catch(() => undefined))?.isDirectory() ?? false;

/** A file as it stood at one of the item's own commits; no other commit of the repository is shown. */
async function readFileAt(
  repository: Pick<Repository, 'commonDir'>,
  state: RunState,
  item: ItemView,
  { path, at }: { readonly path: string; readonly at: string },
): Promise<RunnerReply<'readFile'>> {
  if (!changesOfItem(state, item).some(({ head }) => head === at)) {
    throw new Refused(
      'unknown-commit',
      `${at.slice(0, 12)} is no commit of item ${item.key} of run ${state.start.run}.`,
    );
  }
  const blob = orRefuse(await readBlob(repository, at, path));
  return { ...(blob === undefined ? {} : { content: blob.toString('base64') }), editable: false };
}

/** Replaces a file of the head in the worktree. Its mode stays; a link is not followed. */
export async function writeChangedFile(
  state: RunState,
  item: ItemView,
  { path, content }: { readonly path: string; readonly content: Buffer },
): Promise<void> {
  changeWith(state, item, path);
  if (!waitsForReview(item)) {
    throw new Refused('busy', 'The checks are running on this change. Save again when they are done.');
  }
  const file = await insideOf(worktreeOf(state, item), path);
  const found = await lstat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile()) {
    throw new Refused('not-a-file', `${path} is not a regular file in the worktree, so it is not written.`);
  }
  const fresh = `${file}.loopwright-${process.pid}`;
  await writeFile(fresh, content, { mode: found?.mode ?? 0o644 });
  await rename(fresh, file);
}

/** Whether its change is finished and somebody is to look at it: nobody hears of an edit while work goes on. */
export const waitsForReview = ({ status, waitsFor }: ItemView): boolean =>
  status === 'waiting' && waitsFor === undefined;

/** Where the item's work is done. */
export const worktreeOf = ({ start }: RunState, { id }: ItemView): string => `${start.worktrees}-${id}`;

/** The newest change. A file that an edit has put back as it was in the base stays within reach. */
function changeWith(state: RunState, item: ItemView, path: string): Change {
  if (item.change !== undefined && everChanged(state, item).has(path)) return item.change;
  throw new Refused('not-in-change', `${path} is not part of the change of run ${state.start.run}.`);
}

function everChanged(state: RunState, item: ItemView): ReadonlySet<string> {
  return new Set(changesOfItem(state, item).flatMap(({ files }) => files.map((file) => file.path)));
}

/** Every change that the item has had, the oldest first; thrown away ones too. */
export const changesOfItem = ({ items }: RunState, { id }: ItemView): readonly Change[] =>
  changesOf(items.get(id)?.steps ?? []);

/** `path` below the worktree. A folder on the way that is a link out of it is refused: an agent may have planted it. */
async function insideOf(worktree: string, path: string): Promise<string> {
  const file = join(worktree, path);
  const folder = await realpath(dirname(file)).catch(() => undefined);
  const top = await realpath(worktree).catch(() => undefined);
  if (folder === undefined || top === undefined) {
    throw new Refused(
      'no-worktree',
      `${file} cannot be reached: its folder is gone. Reject the run, or start a new one.`,
    );
  }
  if (folder !== top && !folder.startsWith(top + sep)) {
    throw new Refused('outside', `${path} leads out of the worktree through a link, so it is not touched.`);
  }
  return file;
}

async function readInside(worktree: string, path: string): Promise<Buffer | undefined> {
  const file = await insideOf(worktree, path).catch((error: unknown) => {
    if (error instanceof Refused && error.refusal.code === 'no-worktree') return undefined;
    throw error;
  });
  const found = file === undefined ? undefined : await lstat(file).catch(() => undefined);
  if (file === undefined || found === undefined) return undefined;
  if (found.isSymbolicLink()) return Buffer.from(await readlink(file));
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
