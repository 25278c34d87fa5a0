import { isMap } from 'yaml';
import { loopFileEnding } from '../model/loopPath.ts';
import { guard } from './guard.ts';
import { type Path, placeAt, type Reading, read } from './reading.ts';
import type { IndexedLoop } from './workspaceIndex.ts';

/** Characters of a description that are kept. */
const mostDescription = 2000;

/**
 * What other loops can know of a loop, read from its text in whatever state it is; never throws. One that does not say its
 * name is called by that of its file. `file` goes from the top of the repository.
 */
export function indexedLoop(file: string, text: string): IndexedLoop {
  const fileName = file.slice(file.lastIndexOf('/') + 1, -loopFileEnding.length);
  if (!guard(text).safe) return { name: fileName, file, text, inputs: [], startedBy: [] };
  const reading = read(text, []);
  const description = textAt(reading, ['description']);
  const starter = textAt(reading, ['on', 'loop', 'name']);
  const inputs = placeAt(reading, ['on', 'manual', 'inputs']);
  const ids = inputs?.value;
  return {
    name: textAt(reading, ['name']) ?? fileName,
    file,
    text,
    ...(description === undefined ? {} : { description: description.slice(0, mostDescription) }),
    inputs: isMap(inputs?.node) && typeof ids === 'object' && ids !== null ? Object.keys(ids) : [],
    startedBy: starter === undefined ? [] : [starter],
  };
}

function textAt(reading: Reading, path: Path): string | undefined {
  const value = placeAt(reading, path)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
