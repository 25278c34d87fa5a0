import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Change } from '../../model/change.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';

/** Raised when outlines of an older program are not to be read any more. */
const format = 2;
/** Outlines that a run keeps; older ones are made again when they are asked for. */
const mostKept = 40;

/** Where the outlines of a run are. */
export const outlineFolder = (runDirectory: string): string => join(runDirectory, 'review');

/** How much an outline tells: with `bodies`, what the ledger takes of its units too. */
export interface OutlineDepth {
  readonly bodies: boolean;
}

/** The file of an outline: it belongs to a base and a head, and never changes. */
export function outlineFile(
  runDirectory: string,
  { base, head }: Pick<Change, 'base' | 'head'>,
  { bodies }: OutlineDepth,
): string {
  const name = `outline-${base.slice(0, 12)}-${head.slice(0, 12)}`;
  return join(outlineFolder(runDirectory), bodies ? `${name}.bodies.json` : `${name}.json`);
}

/** What such a file holds. */
export const outlineText = (outline: ReviewOutline): string => JSON.stringify({ format, outline });

/** The outline in a file; undefined where there is none, or an older program made it. We wrote it, so it is not validated. */
export async function readOutline(file: string): Promise<ReviewOutline | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined || !text.startsWith(`{"format":${format},`)) return undefined;
  return (JSON.parse(text) as { readonly outline: ReviewOutline }).outline;
}

/** Forgets the oldest outlines of a run, where it has many. What people said in the review lies beside them and stays. */
export async function forgetOldOutlines(runDirectory: string): Promise<void> {
  const folder = outlineFolder(runDirectory);
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    /^outline-[0-9a-f-]+(?:\.bodies)?\.json$/.test(name),
  );
  if (names.length <= mostKept) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  const old = files.sort((one, other) => other.at - one.at).slice(mostKept);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}
