import { createHash } from 'node:crypto';
import * as path from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Where the user's data of Loopwright lives: `LOOPWRIGHT_DATA`, else `%LOCALAPPDATA%`, `~/Library/Application Support` or
 * `XDG_DATA_HOME` (XDG base directory specification: a relative value is ignored), each with `loopwright` below it.
 */
export function dataFolder({ platform, env, home }: Machine): string {
  const { isAbsolute, join } = platform === 'win32' ? path.win32 : path.posix;
  const chosen = env['LOOPWRIGHT_DATA'];
  if (chosen !== undefined && isAbsolute(chosen)) return chosen;
  return join(baseFolder({ platform, env, home }, isAbsolute, join), 'loopwright');
}

function baseFolder(
  { platform, env, home }: Machine,
  isAbsolute: (path: string) => boolean,
  join: (...parts: string[]) => string,
): string {
  if (platform === 'win32') return env['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  const xdg = env['XDG_DATA_HOME'];
  return xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.local', 'share');
}

/** The folder of all worktrees of one repository: its name for people, and a hash, since two may share a name. */
export function worktreesFolder(machine: Machine, repo: { readonly root: string; readonly commonDir: string }): string {
  const { join, basename } = machine.platform === 'win32' ? path.win32 : path.posix;
  const name = `${slug(basename(repo.root), 24)}-${hash(repo.commonDir, 8)}`;
  return join(dataFolder(machine), 'worktrees', name);
}

/** The path of a run's worktrees without what each is for: an item's is this with `-` and its id. */
export function worktreesPrefix(
  machine: Machine,
  repo: { readonly root: string; readonly commonDir: string },
  run: string,
): string {
  const { join } = machine.platform === 'win32' ? path.win32 : path.posix;
  return join(worktreesFolder(machine, repo), branchSlug(run));
}

/**
 * A lower-case name that is safe in a ref and in a path on every system. Where that loses something (`a/b` and `a b`
 * would meet), a short hash keeps different names different.
 */
export function branchSlug(name: string): string {
  const plain = slug(name, 40);
  return plain === name ? plain : `${plain}-${hash(name, 6)}`;
}

function slug(name: string, length: number): string {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.slice(0, length).replace(/^-+|-+$/g, '') || 'x';
}

function hash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
