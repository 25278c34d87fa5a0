import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

export interface RepositoryFolders {
  /** Top of the working tree that `folder` lies in. */
  readonly root: string;
  /** The folder that all worktrees of the repository share: journals, lock and address of its runner are in it. */
  readonly commonDir: string;
}

/**
 * Finds the repository that `folder` lies in by reading files only: the editor starts no git process for it.
 * Undefined where there is none, or no such folder.
 */
export async function findRepository(folder: string): Promise<RepositoryFolders | undefined> {
  const start = await realpath(folder).catch(() => undefined);
  if (start === undefined) return undefined;
  for (let at = start; ; at = dirname(at)) {
    const commonDir = await commonDirOf(join(at, '.git'));
    if (commonDir !== undefined) return { root: at, commonDir };
    if (dirname(at) === at) return undefined;
  }
}

/** What is wrong with a folder that {@link findRepository} finds no repository for, and what to do; `advice` is for one without any. */
export async function whyNoRepository(folder: string, advice: string): Promise<string> {
  const bare = await bareAround(folder);
  if (bare !== undefined) return `${bare} is a bare repository. Open a clone that has files.`;
  return `${folder} is not in a git repository. ${advice}`;
}

/** The bare repository that `folder` is, or lies in: it looks like the inside of a `.git`, to git as well. */
async function bareAround(folder: string): Promise<string | undefined> {
  const start = await realpath(folder).catch(() => undefined);
  for (let at = start; at !== undefined; at = dirname(at) === at ? undefined : dirname(at)) {
    const parts = await Promise.all(['HEAD', 'objects', 'refs'].map((name) => kindOf(join(at, name))));
    if (parts.join(' ') === 'file folder folder') return at;
  }
  return undefined;
}

async function kindOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 'nothing';
  return found.isDirectory() ? 'folder' : 'file';
}

/** `.git` is a folder, or (in a linked worktree or a submodule) a file that names one. */
async function commonDirOf(dotGit: string): Promise<string | undefined> {
  const found = await stat(dotGit).catch(() => undefined);
  if (found === undefined) return undefined;
  const gitDir = found.isDirectory() ? dotGit : await pointedAt(dotGit);
  if (gitDir === undefined) return undefined;
  const head = await stat(join(gitDir, 'HEAD')).catch(() => undefined);
  if (head === undefined) return undefined;
  const common = await readFile(join(gitDir, 'commondir'), 'utf8').catch(() => '.');
  return realpath(resolve(gitDir, common.trim()));
}

async function pointedAt(dotGit: string): Promise<string | undefined> {
  const target = /^gitdir: (.+)$/m.exec(await readFile(dotGit, 'utf8'))?.[1]?.trim();
  if (target === undefined) return undefined;
  return isAbsolute(target) ? target : resolve(dirname(dotGit), target);
}
