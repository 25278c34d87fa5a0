import type { LineSpan } from '../model/reviewOutline.ts';
import type { LineUnits } from './cutPieces.ts';
import { type FlatPart, flatParts, ownersOfLines } from './flatParts.ts';
import type { SourceParts } from './namedParts.ts';
import { type PartPair, pairedParts, type Side } from './pairedParts.ts';
import type { HunkSpan } from './slidHunks.ts';

/** The named parts of a file over both sides, and which of them each line belongs to: an index into `pairs`, or -1. */
export interface FileParts extends LineUnits {
  readonly pairs: readonly PartPair[];
}

interface Counts {
  readonly base: number;
  readonly head: number;
}

/** `lines`: how many each side has. */
export function filePartsOf(parts: SourceParts, hunks: readonly HunkSpan[], lines: Counts): FileParts {
  const head = sideOf(flatParts(parts.head), lines.head);
  if (parts.base === undefined) return withoutAddedLines(head, hunks, lines.base);
  const base = sideOf(flatParts(parts.base), lines.base);
  const { pairs, ofBase, ofHead } = pairedParts(base, head, hunks);
  return {
    pairs,
    ofBase: (line) => ofBase[base.owners[line] ?? -1] ?? -1,
    ofHead: (line) => ofHead[head.owners[line] ?? -1] ?? -1,
  };
}

const sideOf = (parts: readonly FlatPart[], lineCount: number): Side => ({
  parts,
  owners: ownersOfLines(parts, lineCount),
});

/** Of a file to which lines were only added: a part has on the base those of its lines that were not. */
function withoutAddedLines({ parts, owners }: Side, hunks: readonly HunkSpan[], baseLines: number): FileParts {
  const baseLineOf = new Int32Array(owners.length);
  const baseOwners = new Int32Array(baseLines + 2).fill(-1);
  let next = 0;
  let shift = 0;
  for (let line = 1; line - shift <= baseLines; line++) {
    const hunk = hunks[next];
    if (hunk !== undefined && line === hunk.head.first) {
      line += hunk.head.count - 1;
      shift += hunk.head.count;
      next += 1;
      continue;
    }
    baseLineOf[line] = line - shift;
    baseOwners[line - shift] = owners[line] ?? -1;
  }
  const pairs = parts.map((head): PartPair => {
    const lines = stayed(baseLineOf, head.lines);
    return lines === undefined ? { head } : { head, base: { ...head, lines } };
  });
  return { pairs, ofBase: (line) => baseOwners[line] ?? -1, ofHead: (line) => owners[line] ?? -1 };
}

function stayed(baseLineOf: Int32Array, { first, count }: LineSpan): LineSpan | undefined {
  const own = baseLineOf.subarray(first, first + count);
  const from = own.findIndex((line) => line > 0);
  if (from < 0) return undefined;
  const [start = 0, end = 0] = [own[from], own[own.findLastIndex((line) => line > 0)]];
  return { first: start, count: end - start + 1 };
}
