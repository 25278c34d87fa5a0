import type { SeenLine } from './blanked.ts';

/** Lines of the two sides that are versions of each other, and those that stand on one side alone. */
export interface LinePairs {
  readonly pairs: readonly (readonly [removed: SeenLine, added: SeenLine])[];
  readonly gone: readonly SeenLine[];
  readonly fresh: readonly SeenLine[];
}

/** Only so many lines of a side are paired: of a longer rewrite nobody asks which line became which. */
const mostPaired = 2000;
/** How many lines with one word are looked at: words that stand everywhere tell nothing. */
const mostOfWord = 12;
/** Shared words in both, twice, over all words of both (Dice); below it two lines are not versions of each other. */
const leastAlike = 0.6;

/** Pairs each line that is gone with the most similar new one. By words, first come, first served; ties go to the earlier line. */
export function pairLines(gone: readonly SeenLine[], fresh: readonly SeenLine[]): LinePairs {
  const candidates = fresh.slice(0, mostPaired).map((line) => wordsOf(line));
  const byWord = indexed(candidates);
  const taken = new Set<number>();
  const pairs: (readonly [SeenLine, SeenLine])[] = [];
  const alone: SeenLine[] = [];
  for (const [index, line] of gone.entries()) {
    const found = index < mostPaired ? mostAlike(wordsOf(line), candidates, byWord, taken) : undefined;
    const partner = found === undefined ? undefined : fresh[found];
    if (found === undefined || partner === undefined) alone.push(line);
    else {
      taken.add(found);
      pairs.push([line, partner]);
    }
  }
  return { pairs, gone: alone, fresh: fresh.filter((_, index) => !taken.has(index)) };
}

/** The lines of each side that have no equal on the other, blanks aside. */
export function withoutEqual(
  removed: readonly SeenLine[],
  added: readonly SeenLine[],
): readonly [gone: SeenLine[], fresh: SeenLine[]] {
  if (removed.length === 0 || added.length === 0) return [[...removed], [...added]];
  const counts = new Map<string, number>();
  for (const line of removed) counts.set(squeezed(line), (counts.get(squeezed(line)) ?? 0) + 1);
  const takes = (line: SeenLine): boolean => {
    const left = counts.get(squeezed(line)) ?? 0;
    if (left > 0) counts.set(squeezed(line), left - 1);
    return left > 0;
  };
  const fresh = added.filter((line) => !takes(line));
  // What was not used up is gone; of equal lines the last ones, so that the order of the rest stays.
  const gone = [...removed].reverse().filter(takes);
  return [gone.reverse(), fresh];
}

const squeezed = ({ text }: SeenLine): string => text.replace(/\s+/g, '');

const wordsOf = ({ bare }: SeenLine): readonly string[] => bare.match(/[\w$]+|[^\s\w$]/g)?.slice(0, 60) ?? [];
const isName = (word: string): boolean => /^[\w$]/.test(word);

function indexed(candidates: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const byWord = new Map<string, number[]>();
  for (const [index, words] of candidates.entries()) {
    for (const word of new Set(words)) {
      if (!isName(word)) continue;
      const list = byWord.get(word);
      if (list === undefined) byWord.set(word, [index]);
      else list.push(index);
    }
  }
  return byWord;
}

function mostAlike(
  words: readonly string[],
  candidates: readonly (readonly string[])[],
  byWord: ReadonlyMap<string, readonly number[]>,
  taken: ReadonlySet<number>,
): number | undefined {
  const near = new Set<number>();
  for (const word of words) {
    if (!isName(word)) continue;
    let looked = 0;
    for (const index of byWord.get(word) ?? []) {
      if (taken.has(index)) continue;
      near.add(index);
      if (++looked === mostOfWord) break;
    }
  }
  let best: { index: number; score: number } | undefined;
  for (const index of [...near].sort((a, b) => a - b)) {
    const score = alike(words, candidates[index] ?? []);
    if (score >= leastAlike && score > (best?.score ?? 0)) best = { index, score };
  }
  return best?.index;
}

function alike(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const word of a) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of b) {
    const left = counts.get(word) ?? 0;
    if (left > 0) shared++;
    counts.set(word, left - 1);
  }
  return (2 * shared) / (a.length + b.length);
}
