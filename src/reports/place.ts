const slashed = (path: string): string => path.replace(/\\+/g, '/');

/**
 * A file's path as it is named in every worktree: without `root`, the folder that the tests ran in. Whatever stands
 * before the root goes too (`file://`, macOS's `/private`). Windows' paths get forward slashes, and their drive's case
 * is not looked at. Without a root, or outside it, the path stays.
 */
export function place(file: string, root?: string): string {
  const path = slashed(file);
  if (root === undefined || root === '') return path.replace(/^\.\//, '');
  const folder = `${slashed(root).replace(/\/+$/, '')}/`;
  const windows = /^[a-z]:\//i.test(folder);
  const at = windows ? path.toLowerCase().indexOf(folder.toLowerCase()) : path.indexOf(folder);
  return (at < 0 ? path : path.slice(at + folder.length)).replace(/^\.\//, '');
}

/** Whether a path says where a file is on this machine: such a path is no stable part of a test's name. */
export const isAbsolute = (path: string): boolean => /^(?:\/|[a-z]:[\\/]|file:)/i.test(path);

/** A name, which is sometimes a file's path. */
export const placedName = (name: string, root?: string): string => (isAbsolute(name) ? place(name, root) : name);

/** A message without the folder that the tests ran in. */
export const withoutRoot = (message: string, root?: string): string =>
  root === undefined || root.length < 2 ? message : message.slice(0, 4_000).replaceAll(root, '.');

/** The parts of a test's name in one text. Empty parts are left out. */
export const titled = (...parts: readonly string[]): string =>
  parts
    .map((part) => part.slice(0, 1_000).trim())
    .filter((part) => part !== '')
    .join(' > ');
