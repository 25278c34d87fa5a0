import { fileKindOf } from '../review/fileKind.ts';
import { shuffled } from './shuffled.ts';

/** Files that are offered in all. */
export const mostChoices = 12;
/** How many of them a change may have touched: with more, ticking all would be a good guess. */
const mostTouched = 7;

/**
 * Files to choose from when a person says what a change touches before its diff opens: some that it does, in the order of
 * their weight, and plausible others out of `tree`: in the same folders, of the same kind, with names alike. Neither their
 * number nor their order tells which is which.
 *
 * @param touched weightiest first
 * @param tree files of the base
 */
export function expectChoices(touched: readonly string[], tree: readonly string[], random: () => number): string[] {
  const shown = touched.slice(0, mostTouched);
  const all = new Set(touched);
  const others = shuffled(
    tree.filter((path) => !all.has(path) && isPlausible(path)),
    random,
  );
  const near = others
    .map((path) => ({ path, nearness: Math.max(0, ...shown.map((one) => nearnessOf(one, path))) }))
    .sort((one, other) => other.nearness - one.nearness)
    .map(({ path }) => path);
  return shuffled([...shown, ...near.slice(0, mostChoices - shown.length)], random);
}

/** Nobody expects those, so that offering them would give the others away. */
const isPlausible = (path: string): boolean => !['generated', 'lockfile', 'data'].includes(fileKindOf(path));

/** Only the order means something: a name alike says more than the folder, the folder more than the kind. */
function nearnessOf(touched: string, other: string): number {
  const [one, two] = [partsOf(touched), partsOf(other)];
  const words = new Set(one.words);
  const shared = two.words.filter((word) => words.has(word)).length;
  const kind = fileKindOf(touched) === fileKindOf(other) ? 1 : 0;
  const ending = one.ending === two.ending ? 1 : 0;
  return 4 * shared + (one.folder === two.folder ? 3 : 0) + kind + ending;
}

/** `src/roomList.test.ts`: its folder, the words `room`, `list`, `test`, and `ts`. */
function partsOf(path: string): {
  readonly folder: string;
  readonly words: readonly string[];
  readonly ending: string;
} {
  const slash = path.lastIndexOf('/');
  const [stem = '', ...endings] = path.slice(slash + 1).split('.');
  const words = [stem, ...endings.slice(0, -1)]
    .flatMap((part) => part.split(/[-_ ]|(?<=[a-z0-9])(?=[A-Z])/))
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
  return { folder: path.slice(0, Math.max(0, slash)), words, ending: endings.at(-1) ?? '' };
}
