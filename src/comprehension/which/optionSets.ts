import { shuffled } from '../shuffled.ts';
import { isNameToken, tokensOf } from '../tokens.ts';

/** Which texts of a line lie one small edit apart; `written` is the real one. */
export interface Neighbourhood {
  /** Tells the language. */
  readonly path: string;
  readonly written: string;
  /** Texts that an edit makes of `text`. */
  editsOf(text: string): Iterable<string>;
  /** Whether each is an edit of the other. */
  areNeighbours(one: string, other: string): boolean;
}

/** A question about a line: chance takes one of its ways, each two texts to stand beside the written one. */
export interface OptionSet {
  /** Every text that must be killed before anything may be asked, whichever way is taken. */
  readonly texts: readonly string[];
  readonly ways: readonly (readonly [text: string, text: string])[];
}

/** Each text that is looked at costs a parse, so that a line gets so many in all and at one place. */
const mostTexts = 12;
const mostAtOnePlace = 4;

/**
 * Sets of options that cannot be solved by comparing the options. Two mutants of one line lie around it, so that "the
 * one most like the others" would be right. Against that there are two kinds of set:
 * 1. triangles: all three lie one edit apart from each other (`<`, `<=`, `>`), so that none is the middle;
 * 2. paths, where no triangle can be had (`4`, `5`, `6`): the written text is the middle in one case of three and an
 *    end in two of three. In a graph where each text has as many neighbours, each of the three is then equally likely.
 * For a path, the texts of both cases must be killed before chance decides, lest the checks decide instead.
 */
export function* optionSets(around: Neighbourhood, random: () => number): Iterable<OptionSet> {
  const near: string[] = [];
  let looked = 0;
  for (const place of placesOf(around, random)) {
    if (looked >= mostTexts) break;
    const texts = shuffled(place, random).slice(0, mostAtOnePlace);
    looked += texts.length;
    const here = texts.filter((text) => around.areNeighbours(around.written, text));
    near.push(...here);
    for (const [one, other] of shuffled(pairsOf(here), random)) {
      if (around.areNeighbours(one, other)) yield { texts: [one, other], ways: [[one, other]] };
    }
  }
  for (const [one, other] of shuffled(pairsOf(shuffled(near, random)), random))
    yield* pathOver(around, one, other, random);
}

function* pathOver(around: Neighbourhood, one: string, other: string, random: () => number): Iterable<OptionSet> {
  if (around.areNeighbours(one, other)) return;
  const beyond = shuffled([...around.editsOf(one)], random).find((text) => endsPath(around, one, text));
  if (beyond === undefined) return;
  const toEnd = [one, beyond] as const;
  yield { texts: [one, other, beyond], ways: [[one, other], toEnd, toEnd] };
}

/** Whether `text` ends a path written – one – text, and has another neighbour: as the written one it gave paths too. */
function endsPath(around: Neighbourhood, one: string, text: string): boolean {
  if (text === around.written || !around.areNeighbours(one, text) || around.areNeighbours(around.written, text))
    return false;
  for (const next of around.editsOf(text)) if (next !== one && around.areNeighbours(text, next)) return true;
  return false;
}

/** The edits of the written text, those at one place together; names last, as their sense gives them away the easiest. */
function placesOf({ path, written, editsOf }: Neighbourhood, random: () => number): string[][] {
  const own = tokensOf(path, written);
  const places = new Map<number, string[]>();
  for (const text of editsOf(written)) {
    const tokens = tokensOf(path, text);
    let place = 0;
    while (place < own.length && own[place] === tokens[place]) place++;
    places.set(place, [...(places.get(place) ?? []), text]);
  }
  const isName = (place: number): number => (isNameToken(own[place] ?? '') ? 1 : 0);
  return shuffled([...places], random)
    .sort(([one], [other]) => isName(one) - isName(other))
    .map(([, texts]) => texts);
}

const pairsOf = (texts: readonly string[]): (readonly [string, string])[] =>
  texts.flatMap((one, index) => texts.slice(index + 1).map((other) => [one, other] as const));
