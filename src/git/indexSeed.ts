import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import * as path from 'node:path';

/**
 * An index file that our own git wrote, kept beside the worktree's real one, with its sha256. It spares reading every
 * file again: git trusts its stat data, and who would forge those must forge the digest, which is kept elsewhere.
 */
export interface IndexSeed {
  readonly file: string;
  readonly digest: string;
  /** The commit and tree that it stands for; it is of no use for another. */
  readonly commit: string;
  readonly tree: string;
}

type Content = Pick<IndexSeed, 'commit' | 'tree'>;

const SEED_NAME = 'loopwright-index';

/** Makes `index`, a file of ours that then is gone, the seed of the worktree at `gitDir`, and its real index a copy. */
export async function settleIndex(index: string, gitDir: string): Promise<Omit<IndexSeed, keyof Content>> {
  const file = path.join(gitDir, SEED_NAME);
  const content = await readFile(index);
  await rename(index, file);
  await placeCopy(content, file, path.join(gitDir, 'index'));
  return { file, digest: digestOf(content) };
}

/** Keeps a copy of the worktree's real index, which only we have written so far, as its seed. */
export async function keepSeed(gitDir: string, of: Content): Promise<IndexSeed> {
  const [real, file] = [path.join(gitDir, 'index'), path.join(gitDir, SEED_NAME)];
  const content = await readFile(real);
  await placeCopy(content, real, file);
  return { ...of, file, digest: digestOf(content) };
}

/** Puts a copy of the seed at `target`; false where there is none for `commit` or it is not the one we wrote. */
export async function useSeed(seed: IndexSeed | undefined, commit: string, target: string): Promise<boolean> {
  if (seed?.commit !== commit) return false;
  try {
    const content = await readFile(seed.file);
    if (digestOf(content) !== seed.digest) return false;
    await placeCopy(content, seed.file, target);
    return true;
  } catch {
    // Unreadable is the same as absent: the commit is made without it.
    return false;
  }
}

/** Replaces `target` at once with `content`, whatever was there (a link is not followed). */
async function placeCopy(content: Buffer, source: string, target: string): Promise<void> {
  const fresh = `${target}.${randomUUID().slice(0, 8)}`;
  try {
    await writeFile(fresh, content, { flag: 'wx', mode: 0o600 });
    await keepTime(source, fresh);
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/**
 * git reads again what was written in the same instant as the index or later, and tells that by the index file's own
 * time: a copy must not look younger. Rounded down, so that it can only look older.
 */
async function keepTime(source: string, target: string): Promise<void> {
  const { mtimeMs } = await stat(source);
  const seconds = Math.floor(mtimeMs) / 1000;
  await utimes(target, seconds, seconds);
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
