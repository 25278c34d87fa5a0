import { lstat, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';

/** What git keeps of a worktree at `<common dir>/worktrees/<name>`. */
export interface WorktreeEntry {
  readonly gitDir: string;
  /** The worktree's folder, whether it exists or not. */
  readonly path: string;
  /** `ref: refs/heads/…` or a commit. */
  readonly head: string;
  /** The reason; absent where not locked. */
  readonly locked?: string;
}

/** The entries whose `gitdir` file names a folder; read from the common dir, never from a worktree. */
export async function readEntries(commonDir: string): Promise<readonly WorktreeEntry[]> {
  const folder = path.join(commonDir, 'worktrees');
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(names.map((name) => readEntry(path.join(folder, name))));
  return entries.filter((entry) => entry !== undefined);
}

async function readEntry(gitDir: string): Promise<WorktreeEntry | undefined> {
  const [pointer, head, locked] = await Promise.all(
    ['gitdir', 'HEAD', 'locked'].map((name) => textOf(path.join(gitDir, name))),
  );
  if (pointer === undefined) return undefined;
  return {
    gitDir,
    path: path.dirname(path.resolve(gitDir, pointer.trim())),
    head: head?.trim() ?? '',
    ...(locked === undefined ? {} : { locked: locked.trim() }),
  };
}

/** The entry of the worktree at `worktreePath`. */
export async function findEntry(commonDir: string, worktreePath: string): Promise<WorktreeEntry | undefined> {
  const wanted = await resolved(worktreePath);
  // git calls it after the worktree's folder, unless that name was taken.
  const usual = await readEntry(path.join(commonDir, 'worktrees', path.basename(wanted)));
  if (usual?.path === wanted) return usual;
  const entries = await readEntries(commonDir);
  for (const entry of entries) if (entry.path === wanted || (await resolved(entry.path)) === wanted) return entry;
  return undefined;
}

/** `file` with every existing folder above it resolved; a worktree that is gone still has one name. */
export async function resolved(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(await resolved(parent), path.basename(file));
  }
}

/** The text of a small file; undefined where it is missing, not a plain file, or unreadable. */
export async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await lstat(file)).isFile() ? await readFile(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Writes `file` anew beside itself and moves it in place: a link that was planted there is replaced, not followed. */
export async function replaceText(file: string, text: string): Promise<void> {
  const fresh = `${file}.loopwright`;
  await rm(fresh, { force: true });
  await writeFile(fresh, text, { flag: 'wx' });
  await rename(fresh, file);
}
