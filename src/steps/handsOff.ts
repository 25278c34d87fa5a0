import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeFresh } from '../agents/report/openPlain.ts';
import { clearEntry } from '../git/clearEntry.ts';
import { isClean } from '../git/isClean.ts';
import { orFail } from './gitAnswer.ts';
import { restoreTo } from './restoreTo.ts';
import type { RoleWorld } from './rolePlace.ts';
import { worktreeAt } from './worktreeAt.ts';

/** A worktree that was handed to a role that may change nothing. */
export interface Lent {
  readonly worktree: string;
  readonly branch?: string | undefined;
  readonly head: string;
  /** The step's folder. */
  readonly directory: string;
}

/** Makes a worktree ready to be lent: as committed at `head`, with nothing left among git's own files. */
export async function lend(world: RoleWorld, lent: Lent): Promise<void> {
  await restoreTo(world, lent);
  await clearEntry(await placeOf(world, lent), quarantine(lent));
}

/**
 * Looks at a worktree that comes back from a role that may only read: what was changed is listed, in words where git's own
 * files are meant, and put back. Ignored files are build output and nobody's work.
 */
export async function whatChanged(world: RoleWorld, lent: Lent): Promise<readonly string[]> {
  const { head, directory } = lent;
  const worktree = await placeOf(world, lent);
  const seen = orFail(await isClean({ worktree, head, quarantine: quarantine(lent) }));
  const listFile = join(directory, 'changed.json');
  const before = await listed(listFile);
  if (seen.clean) return before;
  const more = seen.more === 0 ? [] : [`${seen.more} more files`];
  const changed = [...new Set([...before, ...seen.paths, ...seen.git, ...more])];
  // Written down first: whoever takes over after a crash finds everything put back.
  await writeFresh(listFile, JSON.stringify(changed));
  await lend(world, lent);
  return changed;
}

const quarantine = ({ directory }: Lent): string => join(directory, 'quarantine');

function placeOf(world: RoleWorld, { worktree, branch, head }: Lent) {
  return worktreeAt(world, worktree, { base: head, ...(branch === undefined ? {} : { branch }) });
}

const listSchema = z.array(z.string()).max(1000);

/** What an earlier look found. The role could have written this too, but only against itself. */
async function listed(file: string): Promise<readonly string[]> {
  try {
    return listSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return [];
  }
}
