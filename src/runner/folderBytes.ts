import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that are asked about at once: journals want the same few threads, and are not to wait behind 20,000 files. */
const atOnce = 8;

/**
 * Bytes that a folder takes on disk, itself and all below it; no link is followed, and a file with several names is counted
 * once. What goes away meanwhile counts nothing. Undefined once `until` (epoch milliseconds) has passed.
 */
export async function folderBytes(folder: string, until: number): Promise<number | undefined> {
  const counted = new Set<string>();
  const folders = [folder];
  let bytes = 0;
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
    const paths = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => join(at, name));
    paths.push(at);
    for (let from = 0; from < paths.length; from += atOnce) {
      if (Date.now() > until) return undefined;
      bytes += await bytesOf(paths.slice(from, from + atOnce), counted);
    }
    for (const entry of entries) if (entry.isDirectory()) folders.push(join(at, entry.name));
  }
  return bytes;
}

async function bytesOf(paths: readonly string[], counted: Set<string>): Promise<number> {
  const found = await Promise.all(paths.map((path) => lstat(path).catch(() => undefined)));
  return found.reduce((sum, stats) => sum + (stats === undefined ? 0 : bytesOnce(stats, counted)), 0);
}

function bytesOnce(found: Stats, counted: Set<string>): number {
  if (found.nlink > 1) {
    const name = `${found.dev}/${found.ino}`;
    if (counted.has(name)) return 0;
    counted.add(name);
  }
  return onDisk(found);
}

/** Blocks of 512 bytes (POSIX `st_blocks`); Node has none for some file systems. */
const onDisk = ({ blocks, size }: Stats): number => (Number.isFinite(blocks) ? blocks * 512 : size);
