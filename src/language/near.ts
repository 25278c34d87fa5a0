/**
 * Edits (insert, delete, replace, swap of neighbours) that make one word of the other; Damerau, optimal alignment. It is not
 * counted on once there are more than `most`: then the answer is some number above it.
 */
export function editDistance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  let twoAbove: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = nextRow(a, b, i, above, twoAbove);
    // A swap reaches two rows back, so that two rows have to be over the limit.
    if (Math.min(...row) > most && Math.min(...above) > most) return most + 1;
    twoAbove = above;
    above = row;
  }
  return above[b.length] ?? 0;
}

/** The distances of the first `i` letters of `a` to every beginning of `b`. */
function nextRow(
  a: string,
  b: string,
  i: number,
  above: readonly number[],
  twoAbove: readonly number[],
): readonly number[] {
  const row = [i];
  let left = i;
  for (let j = 1; j <= b.length; j++) {
    const cost = a[i - 1] === b[j - 1] ? 0 : 1;
    let best = Math.min((above[j] ?? 0) + 1, left + 1, (above[j - 1] ?? 0) + cost);
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
      best = Math.min(best, (twoAbove[j - 2] ?? 0) + 1);
    }
    row.push(best);
    left = best;
  }
  return row;
}

const plain = (word: string): string => word.toLowerCase().replaceAll('_', '-');

/** Of thousands of names nobody means the one that is close by chance. */
const maxCandidates = 200;

/** The known word closest to what was written, if it is close enough to be meant. Case, `-` and `_` do not count. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  const meant = plain(word);
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known.slice(0, maxCandidates)) {
    const limit = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    const most = Math.min(limit, (best?.distance ?? Number.POSITIVE_INFINITY) - 1);
    if (Math.abs(word.length - candidate.length) > most) continue;
    const distance = editDistance(meant, plain(candidate), most);
    if (distance <= most) {
      best = { word: candidate, distance };
    }
  }
  return best?.word;
}
