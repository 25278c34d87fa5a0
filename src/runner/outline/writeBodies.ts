import { constants, setPriority } from 'node:os';
import type { CodeUnit } from '../../comprehension/codeReading.ts';
import { readBlobs } from '../../git/blobs.ts';
import { problemText } from '../../git/problemText.ts';
import { UnitBodies } from '../../parsing/code/unitBodies.ts';
import { readable } from '../../review/rawText.ts';
import { readGrammar } from './readingTools.ts';
import type { BodiesRequest } from './request.ts';

/** Files that git is asked for at once. */
const mostAtOnce = 100;

/** Units by path, as JSON. */
export type BodiesByPath = Readonly<Record<string, readonly CodeUnit[]>>;

/** Reads the units of files, one after the other and out of everybody's way, and writes them to standard output. */
export async function writeBodies({ commonDir, files }: BodiesRequest): Promise<void> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const bodies = await UnitBodies.open(readGrammar);
  const found: [path: string, units: readonly CodeUnit[]][] = [];
  await bodies.load(files.map(({ path }) => path));
  for (let at = 0; at < files.length; at += mostAtOnce) {
    const part = files.slice(at, at + mostAtOnce);
    const read = await readBlobs(
      { commonDir },
      part.map(({ blob }) => blob),
    );
    if (!read.ok) throw new Error(problemText(read.error));
    for (const { path, blob } of part) {
      const content = read.value.get(blob);
      const units = content === undefined ? undefined : bodies.of(path, readable(content.toString('latin1')));
      if (units !== undefined) found.push([path, units]);
    }
  }
  process.stdout.write(JSON.stringify(Object.fromEntries(found)));
}
