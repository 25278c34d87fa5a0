import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseFile, BaseFiles } from '../definitions/baseFiles.ts';

/** More files of one folder are not counted: whoever asks refuses that many. */
const mostFiles = 1000;
const deepest = 20;
/** Bytes of one file; a larger one counts as one that cannot be read. */
const mostBytes = 4 * 1024 * 1024;

/** Folders with what is installed or compiled, which nobody commits. */
const leftOut = new Set(['.git', 'node_modules', '__pycache__', '.venv']);

/** The files of a repository as they are in its checkout. */
export interface DiskFiles extends BaseFiles {
  /** Names of the folders right in a folder, links aside, in the order of the alphabet. */
  foldersIn(folder: string): Promise<readonly string[]>;
  /** Names of the files right in a folder, links aside, in the order of the alphabet. */
  filesIn(folder: string): Promise<readonly string[]>;
}

/**
 * Looks at a checkout as git would look at a commit of it: no link is followed, neither a file's nor a folder's, so that
 * nothing outside of `top` is ever read. What cannot be read is not there; no function rejects.
 */
export function diskFiles(top: string): DiskFiles {
  const at = (path: string): string => join(top, ...path.split('/'));
  const named = async (folder: string, kind: 'isDirectory' | 'isFile'): Promise<readonly string[]> => {
    if (!(await isPlainFolder(top, folder))) return [];
    const entries = await readdir(at(folder), { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry[kind]())
      .map(({ name }) => name)
      .sort();
  };
  return {
    below: async (folder) => {
      const found: BaseFile[] = [];
      if (await isPlainFolder(top, folder)) await walk(at(folder), folder, found, 0);
      return found;
    },
    read: async (path) => {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      return (await isPlainFolder(top, parent)) ? readPlain(at(path)) : undefined;
    },
    foldersIn: (folder) => named(folder, 'isDirectory'),
    filesIn: (folder) => named(folder, 'isFile'),
  };
}

/** Whether every step from the top down to a folder is a folder and no link. */
async function isPlainFolder(top: string, folder: string): Promise<boolean> {
  let path = top;
  for (const part of folder.split('/').filter((each) => each !== '')) {
    path = join(path, part);
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isDirectory() !== true) return false;
  }
  return true;
}

async function walk(folder: string, path: string, found: BaseFile[], depth: number): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (depth > 0 && entries.some(({ name }) => name === '.git')) {
    found.push({ path, kind: 'repository', bytes: 0 });
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (found.length >= mostFiles || leftOut.has(entry.name)) continue;
    const below = `${path}/${entry.name}`;
    if (entry.isDirectory() && depth < deepest) await walk(join(folder, entry.name), below, found, depth + 1);
    else if (entry.isSymbolicLink()) found.push({ path: below, kind: 'link', bytes: 0 });
    else if (entry.isFile()) {
      const stats = await lstat(join(folder, entry.name)).catch(() => undefined);
      if (stats) found.push({ path: below, kind: stats.mode & 0o100 ? 'program' : 'file', bytes: stats.size });
    }
  }
}

async function readPlain(file: string): Promise<Uint8Array | undefined> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats?.isSymbolicLink()) {
    const target = await readlink(file).catch(() => undefined);
    return target === undefined ? undefined : new TextEncoder().encode(target.replaceAll('\\', '/'));
  }
  if (stats?.isFile() !== true || stats.size > mostBytes) return undefined;
  return readFile(file).catch(() => undefined);
}
