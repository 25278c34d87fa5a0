import type { Operation } from './hardened.ts';

/** One object as `cat-file --batch` printed it; undefined where the repository does not have it. */
export type BatchedObject = { readonly type: string; readonly content: Buffer } | undefined;

/** What `cat-file --batch` answers to as many names as `names` has: `id type size LF content LF`, or `name missing LF`. */
export function parseBatch(output: Buffer): readonly BatchedObject[] {
  const objects: BatchedObject[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    if (end < 0) break;
    const [, type = '', size] = /^\S+ (\S+) (\d+)$/.exec(output.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (size === undefined) {
      objects.push(undefined);
      continue;
    }
    objects.push({ type, content: output.subarray(at, at + Number(size)) });
    at += Number(size) + 1;
  }
  return objects;
}

/** An entry of `ls-tree -l -z`: `mode type object size TAB path NUL`; a size of `-` (no file) is 0. */
export interface SizedEntry {
  readonly mode: string;
  readonly object: string;
  readonly bytes: number;
  readonly path: string;
  /** The entry as `mktree -z` takes it. */
  readonly line: string;
}

/** The entries at the top of a tree, with their sizes. */
export function sizedTree(commit: string): Operation<readonly SizedEntry[]> {
  return {
    args: ['ls-tree', '-l', '-z', '--full-tree', commit],
    parse: (output) => output.split('\0').flatMap((line) => sizedEntry(line) ?? []),
  };
}

function sizedEntry(line: string): SizedEntry | undefined {
  const [, mode = '', type = '', object = '', size = '', path = ''] =
    /^(\d+) (\S+) (\S+) +(\S+)\t(.*)$/s.exec(line) ?? [];
  if (object === '') return undefined;
  return { mode, object, bytes: Number(size) || 0, path, line: `${mode} ${type} ${object}\t${path}` };
}
