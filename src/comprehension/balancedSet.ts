import { type ChosenSet, chosenSet } from './chosenSet.ts';
import { wordsOf } from './words.ts';

const mostDraws = 24;

/**
 * A set that the words of its options do not give away: each of the telling words (those of the line or the unit that is asked
 * about) stands in right and in wrong options, or in none. Undefined where no draw has that.
 */
export function balancedSet(
  right: readonly string[],
  wrong: readonly string[],
  telling: ReadonlySet<string>,
  sizes: { readonly least: number; readonly most: number },
  random: () => number,
): ChosenSet<string> | undefined {
  const wordsIn = (text: string): string[] => [...wordsOf(text)].filter((word) => telling.has(word)).sort();
  const looks = (texts: readonly string[]) => new Set(texts.map((text) => wordsIn(text).join(' ')));
  const [lookRight, lookWrong] = [looks(right), looks(wrong)];
  const alike = (text: string): boolean => {
    const look = wordsIn(text).join(' ');
    return lookRight.has(look) && lookWrong.has(look);
  };
  const [ownRight, ownWrong] = [right.filter(alike), wrong.filter(alike)];
  for (let draw = 0; draw < mostDraws; draw++) {
    const set = chosenSet(ownRight, ownWrong, sizes, random);
    if (set === undefined) return undefined;
    const isRight = new Set(set.right);
    const wordsWhere = (wanted: boolean) =>
      new Set(set.options.flatMap((option, index) => (isRight.has(index) === wanted ? wordsIn(option) : [])));
    const [ofRight, ofWrong] = [wordsWhere(true), wordsWhere(false)];
    if (ofRight.size === ofWrong.size && [...ofRight].every((word) => ofWrong.has(word))) return set;
  }
  return undefined;
}
