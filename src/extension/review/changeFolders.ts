/** What a path of a review is, seen from the paths of the change alone. */
export type PathKind = 'file' | 'folder' | 'absent';

/** Files of a change and the folders above them; whatever else the repository holds is not part of a review. */
export function pathKind(changed: readonly string[], path: string): PathKind {
  if (changed.includes(path)) return 'file';
  return path === '' || changed.some((one) => one.startsWith(`${path}/`)) ? 'folder' : 'absent';
}

/** What lies directly in a folder of a change, each name once. */
export function childrenOf(
  changed: readonly string[],
  folder: string,
): readonly (readonly [name: string, kind: PathKind])[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = changed.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const names = new Set(below.map((path) => path.split('/', 1)[0] ?? path));
  return [...names].map((name) => [name, below.includes(name) ? 'file' : 'folder']);
}
