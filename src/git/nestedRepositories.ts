import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { cp, mkdir, readdir, rename } from 'node:fs/promises';
import * as path from 'node:path';
import { deleteFolder } from './deleteFolder.ts';

/** What was found where an agent may only leave files. */
export type IntruderKind = 'nested-repository' | 'bare-repository' | 'git-pointer' | 'commondir' | 'worktree-config';

/** Something that would make git run or read what an agent wrote; it was moved out of the way and kept. */
export interface Quarantined {
  readonly kind: IntruderKind;
  /** From the top of the worktree with forward slashes; in git's own folder: the file's name. */
  readonly path: string;
  readonly movedTo: string;
}

/** A finding of the scan that has not been moved yet. */
export interface Intruder {
  readonly kind: IntruderKind;
  readonly path: string;
}

/**
 * Finds every `.git` below the top of `worktree`, file, folder or link, and every folder that git would take for a bare
 * repository. Ignored folders are looked into as well (an agent writes the ignore files); links are never followed.
 */
export async function findNestedRepositories(worktree: string): Promise<readonly Intruder[]> {
  const found: Intruder[] = [];
  let folders = [''];
  while (folders.length > 0) {
    // In batches: as many folders at once as the pool of file operations has use for.
    const batch = folders.splice(0, 64);
    const listed = await Promise.all(batch.map((folder) => entriesOf(worktree, folder)));
    const below = batch.flatMap((folder, index) => inspect(folder, listed[index] ?? [], found));
    folders = [...folders, ...below];
  }
  return found;
}

/** A folder that cannot be read cannot be added or searched by git either. */
function entriesOf(worktree: string, folder: string): Promise<readonly Dirent[]> {
  return readdir(path.join(worktree, folder), { withFileTypes: true }).catch(() => []);
}

/** Notes what is wrong in one folder and answers the folders to go on with. */
function inspect(folder: string, entries: readonly Dirent[], found: Intruder[]): readonly string[] {
  const at = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  if (isBareShape(entries)) {
    // The top itself stays; without HEAD it is no repository any more.
    found.push({ kind: 'bare-repository', path: folder === '' ? headName(entries) : folder });
    if (folder !== '') return [];
  }
  const below: string[] = [];
  for (const entry of entries) {
    const isGit = isDotGit(entry.name);
    // The worktree's own pointer is checked against what it must say, elsewhere.
    if (isGit && !(folder === '' && entry.name === '.git')) {
      found.push({ kind: 'nested-repository', path: at(entry.name) });
    } else if (!isGit && entry.isDirectory()) below.push(at(entry.name));
  }
  return below;
}

/** Code points that HFS+ ignores in names. */
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** `.git` in every spelling that some system takes for it; git refuses to add these, so one would block every commit. */
export function isDotGit(name: string): boolean {
  return /^(\.git[ .]*|git~1)$/i.test(name.replace(IGNORED_BY_HFS, ''));
}

/** What git's `is_git_directory` accepts: HEAD, and objects and refs here or in a common dir elsewhere. */
function isBareShape(entries: readonly Dirent[]): boolean {
  const names = new Set(entries.map((entry) => entry.name.toLowerCase()));
  return names.has('head') && (names.has('commondir') || (names.has('objects') && names.has('refs')));
}

function headName(entries: readonly Dirent[]): string {
  return entries.find((entry) => entry.name.toLowerCase() === 'head')?.name ?? 'HEAD';
}

/** Moves `source` into `quarantine`, under a name that git does not take for a repository. Links are moved, not followed. */
export async function moveToQuarantine(source: string, quarantine: string): Promise<string> {
  await mkdir(quarantine, { recursive: true, mode: 0o700 });
  const name = path.basename(source).replace(/[^A-Za-z0-9_-]/g, '_');
  const target = path.join(quarantine, `${name}-${randomUUID().slice(0, 8)}`);
  try {
    await rename(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await cp(source, target, { recursive: true, verbatimSymlinks: true });
    await deleteFolder(source);
  }
  return target;
}
