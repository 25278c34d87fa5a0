import type { Range } from '../../model/problem.ts';
import { keysAt, textAt } from '../lints/lint.ts';
import { pathFault } from '../pathFault.ts';
import type { Reading } from '../reading.ts';
import { placesOf } from './definition.ts';
import { innerSpan } from './innerSpan.ts';
import { readSafely } from './occurrences.ts';
import type { Surroundings } from './place.ts';
import { repositoryOccurrences } from './repositoryOccurrences.ts';

/** A piece of a text that leads to a file of the repository. */
export interface Link {
  readonly range: Range;
  /** From the top of the repository. */
  readonly file: string;
  /** False for a path that was only written down: whether there is such a file the text does not tell. */
  readonly isThere: boolean;
}

/** The files that a loop names: skills, definitions, `.mcp.json`, other loops, and paths that are written out. Never throws. */
export function linksIn(text: string, around: Surroundings = {}): readonly Link[] {
  const reading = readSafely(text);
  return reading ? [...linksToThings(reading, around), ...linksToPaths(reading)] : [];
}

function linksToThings(reading: Reading, around: Surroundings): readonly Link[] {
  return repositoryOccurrences(reading).flatMap(({ thing, span, declares }): readonly Link[] => {
    const file = declares ? undefined : placesOf(reading, thing, around)[0]?.file;
    return file === undefined ? [] : [{ range: reading.lines.rangeOf(span.start, span.end), file, isThere: true }];
  });
}

/** Fields that are paths from the top of the worktree, and so of the repository. */
function linksToPaths(reading: Reading): readonly Link[] {
  const paths = [
    ['items', 'from', 'file'],
    ['state', 'file'],
    ...keysAt(reading, ['checks']).map((id) => ['checks', id, 'report', 'file']),
  ];
  return paths.flatMap((path): readonly Link[] => {
    const written = textAt(reading, path);
    const span = written && innerSpan(reading.text, written.place.node);
    if (!written || !span || pathFault(written.text) !== undefined) return [];
    return [{ range: reading.lines.rangeOf(span.start, span.end), file: written.text, isThere: false }];
  });
}
