import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KnownItems } from '../dryRun/world.ts';
import type { Loop } from '../model/loopFile.ts';
import { type RawItem, readItems } from '../model/readItems.ts';

/** Bytes of a file of items that is looked into while somebody types. */
const mostBytes = 1024 * 1024;
/** Items of it that are shown. */
const mostShown = 20;

/**
 * The items of a file as it stands in the checkout. Which of them a run takes up is not worked out here. Undefined where
 * the loop has no such file, or it cannot be read: then an item is made up, and that is said.
 */
export async function fileItems(
  { items }: Loop,
  uriOf: (path: string) => string | undefined,
): Promise<KnownItems | undefined> {
  if (items === undefined || !('file' in items.from)) return undefined;
  const { file } = items.from;
  const text = await textInside(uriOf(file), uriOf('.'));
  const read = text === undefined ? undefined : readItems(text, items.format);
  if (read === undefined || !read.ok) return undefined;
  const count = read.value.length;
  const first = count > mostShown ? `the first ${mostShown} of ${count}` : `the ${count}`;
  return {
    known: 'read',
    words: `In ${file}, as it stands in the checkout, ${first}. Which of them a run takes up, loopwright dry-run tells.`,
    count,
    items: read.value
      .slice(0, mostShown)
      .map(({ data }, index) => ({ id: '‹item.id›', key: shortName(data, index), data })),
    left: [],
  };
}

/** A person tells items apart by what stands first in them. */
function shortName(data: RawItem['data'], index: number): string {
  const first = typeof data === 'object' && data !== null ? Object.values(data)[0] : data;
  return typeof first === 'string' || typeof first === 'number' ? String(first).slice(0, 80) : `item ${index + 1}`;
}

/** The text of a regular file that lies, links followed, inside the repository. */
async function textInside(uri: string | undefined, top: string | undefined): Promise<string | undefined> {
  if (!uri?.startsWith('file:') || top === undefined) return undefined;
  try {
    const path = await realpath(fileURLToPath(uri));
    const inside = relative(await realpath(fileURLToPath(top)), path);
    if (inside.startsWith('..') || isAbsolute(inside)) return undefined;
    const found = await stat(path);
    return found.isFile() && found.size <= mostBytes ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
