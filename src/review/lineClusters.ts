import type { FileChange } from '../model/change.ts';
import type { Digest } from './digest.ts';
import type { PieceReading, UnitReading } from './reading.ts';
import { spanOf } from './spanOf.ts';

/** Lines that may lie between two pieces of one unit. */
const gap = 10;
/** Most characters of a name. */
const longestName = 60;

/**
 * The units of a file in which nothing has a name: pieces near each other are one. A unit is named by the first line that was
 * changed in it, so that it keeps its name when lines above it come and go.
 */
export function lineClusters(
  { path, oldMode }: FileChange,
  pieces: readonly PieceReading[],
  digest: Digest,
): readonly UnitReading[] {
  const clusters: PieceReading[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const reading of pieces) {
    const { head } = reading.piece;
    const near = clusters.at(-1);
    if (near !== undefined && head.first - end <= gap) near.push(reading);
    else clusters.push([reading]);
    end = head.first + head.count;
  }
  const seen = new Map<string, number>();
  return clusters.map((own): UnitReading => {
    const name = nameOf(own);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return {
      id: `${path}#${name}${count === 1 ? '' : `~${count}`}`,
      name,
      kind: 'lines',
      digest: digest([path, name, ...own.map(({ piece }) => piece.id)]),
      ...(oldMode === '000000' ? {} : { base: spanOf(own.map(({ piece }) => piece.base)) }),
      head: spanOf(own.map(({ piece }) => piece.head)),
      pieces: own,
    };
  });
}

function nameOf(pieces: readonly PieceReading[]): string {
  const lines = pieces.flatMap(({ added, removed }) => [...added, ...removed]);
  const line = lines.map((text) => text.trim().replace(/\s+/g, ' ')).find((text) => text !== '') ?? 'blank lines';
  return line.length > longestName ? `${line.slice(0, longestName - 1)}…` : line;
}
