/** One change to what a command sees of the machine's files, all of which are read-only to begin with. */
export interface Mount {
  /** `hide`: an empty folder of the command's own. `mask`: an empty file. */
  readonly how: 'hide' | 'mask' | 'read' | 'write';
  readonly path: string;
  /** What is seen at `path`; the path itself by default. */
  readonly source?: string;
}

const strength = { hide: 0, mask: 1, read: 2, write: 3 } as const;

/** One mount a path, the most generous one; outer folders first, so that none covers what was mounted inside it. */
export function inOrder(mounts: readonly Mount[]): readonly Mount[] {
  const byPath = new Map<string, Mount>();
  for (const mount of mounts) {
    const other = byPath.get(mount.path);
    if (other === undefined || strength[mount.how] > strength[other.how]) byPath.set(mount.path, mount);
  }
  return [...byPath.values()].sort((a, b) => depthOf(a.path) - depthOf(b.path));
}

const depthOf = (path: string): number => path.split('/').filter((part) => part !== '').length;

/** Whether a path is a folder or lies in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
