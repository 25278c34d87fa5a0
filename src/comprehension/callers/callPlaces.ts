import { fileKindOf, isMarkedGenerated } from '../../review/fileKind.ts';
import type { AskedUnit } from '../askedUnit.ts';
import type { CodeReading, CodeUnit } from '../codeReading.ts';
import type { Making } from '../making.ts';
import { wordsOf } from '../words.ts';
import { lastName } from './symbol.ts';

/** Units as options name them: `path:line  name`. */
export interface CallPlaces {
  readonly calling: readonly string[];
  /** They call something of a like name, or speak of it in a comment or a text. */
  readonly alike: readonly string[];
  /** They do neither, and stand in the files of the others. */
  readonly others: readonly string[];
}

/** Files that name it and are read; a name that stands in more of them is no name of one thing. */
const mostFiles = 60;
const longestText = 500_000;

/**
 * Where the head calls a symbol, as far as both the words of its text and its grammar say so. A unit of which they do not agree is
 * left out. Undefined where it is declared more than once, or stands in too many files to tell.
 */
export async function callPlaces(symbol: string, own: AskedUnit, making: Making): Promise<CallPlaces | undefined> {
  const { world, code, signal } = making;
  const named = await making.placesOf(symbol);
  if (named === undefined || signal.aborted) return undefined;
  const paths = [...new Set([own.path, ...named.map(({ path }) => path)])].filter(
    (path) => code.reads(path) && fileKindOf(path) === 'code',
  );
  if (paths.length > mostFiles) return undefined;
  await code.load(paths);
  const found: Record<'calling' | 'alike' | 'others', string[]> = { calling: [], alike: [], others: [] };
  for (const path of paths) {
    const text = (await world.readHead(path)) ?? '';
    if (signal.aborted) return undefined;
    if (text.length > longestText || isMarkedGenerated(text)) continue;
    const lines = new Set(named.flatMap((place) => (place.path === path ? [place.line] : [])));
    const units = unitsIn({ path, text, lines, symbol, own, code });
    if (units === undefined) return undefined;
    for (const { unit, is } of units) found[is].push(`${path}:${unit.lines.first}  ${unit.name}`);
  }
  return found;
}

interface FileOfNames {
  readonly path: string;
  readonly text: string;
  /** Lines where the name stands as a word. */
  readonly lines: ReadonlySet<number>;
  readonly symbol: string;
  readonly own: AskedUnit;
  readonly code: CodeReading;
}

interface SeenUnit {
  readonly unit: CodeUnit;
  readonly is: keyof CallPlaces;
}

/** The units of a file that hold no other ones; undefined where another one has the name. */
function unitsIn({ path, text, lines, symbol, own, code }: FileOfNames): SeenUnit[] | undefined {
  const units = code.units(path, text);
  const isOwn = ({ name, lines: { first } }: CodeUnit): boolean =>
    path === own.path && name === own.name && first === own.head?.first;
  if (units.some((unit) => lastName(unit.name) === symbol && !isOwn(unit))) return undefined;
  const tokens = code.tokens(path, text).filter(({ kind }) => kind === 'name');
  const like = new Set(tokens.map((token) => token.text).filter((name) => name !== symbol && isLike(name, symbol)));
  const calls = linesOf(code.calls(path, text, new Set([symbol])));
  const likeCalls = linesOf(code.calls(path, text, like));
  const anyCalls = linesOf(code.calls(path, text, new Set(tokens.map((token) => token.text))));
  const names = linesOf(tokens.filter((token) => token.text === symbol));
  const innermost = units.filter((unit) => !isOwn(unit) && !units.some((inner) => isWithin(inner, unit)));
  return innermost.flatMap((unit): SeenUnit[] => {
    const has = (numbers: Iterable<number>): number[] => [...numbers].filter((line) => isIn(line, unit));
    const [called, said, stands] = [has(calls), has(names), has(lines)];
    if (called.some((line) => lines.has(line))) return [{ unit, is: 'calling' }];
    // It is handed over or declared there, or the two ways of looking disagree.
    if (called.length > 0 || said.length > 0 || (own.path === path && overlaps(unit, own))) return [];
    const isAlike = stands.length > 0 || has(likeCalls).length > 0;
    // What calls nothing at all, as a type or a constant, is no likely caller.
    if (has(anyCalls).length === 0) return [];
    return [{ unit, is: isAlike ? 'alike' : 'others' }];
  });
}

const linesOf = (all: readonly { readonly line: number }[]): Set<number> => new Set(all.map(({ line }) => line));

const endOf = ({ lines: { first, count } }: CodeUnit): number => first + count - 1;
const isIn = (line: number, unit: CodeUnit): boolean => line >= unit.lines.first && line <= endOf(unit);
const isWithin = (inner: CodeUnit, outer: CodeUnit): boolean =>
  inner !== outer &&
  inner.lines.first >= outer.lines.first &&
  endOf(inner) <= endOf(outer) &&
  inner.lines.count < outer.lines.count;

function overlaps(unit: CodeUnit, { head }: AskedUnit): boolean {
  return head !== undefined && unit.lines.first < head.first + head.count && head.first <= endOf(unit);
}

/** Whether two names share a word. */
function isLike(one: string, other: string): boolean {
  const words = wordsOf(other);
  return [...wordsOf(one)].some((word) => words.has(word));
}
