import type { Blank } from '../codeReading.ts';
import { isNumberToken } from '../tokens.ts';

/** The tokens that could stand in a place, most usual first, as somebody would guess who knows the old file. */
export interface Guesses {
  readonly tokens: readonly string[];
  /** Whether always taking the most usual one would be right here. */
  readonly isFirst: (token: string) => boolean;
}

const operatorGroups: readonly (readonly string[])[] = [
  ['<', '<=', '>', '>=', '==', '!=', '===', '!==', 'is', 'is not', 'in', 'not in', 'instanceof'],
  ['+', '-', '*', '/', '%', '**', '//', '<<', '>>', '>>>', '&', '|', '^'],
  ['&&', '||', '??', 'and', 'or'],
  ['=', '+=', '-=', '*=', '/=', '%=', '**=', '//=', '<<=', '>>=', '>>>=', '&=', '|=', '^=', '&&=', '||=', '??=', ':='],
];

/** Tokens of one class could stand for each other: operators of one sort, numbers, strings, names of what is called. */
export function classOf({ kind, text }: Pick<Blank, 'kind' | 'text'>): string {
  if (kind === 'callee') return kind;
  if (kind === 'operator') return `operator ${operatorGroups.findIndex((group) => group.includes(text))}`;
  if (isNumberToken(text)) return 'number';
  return /["'`]/.test(text) ? 'string' : 'word';
}

/** The guesses for a class of tokens: by how often they stand in the old file, or in the new one where the old one has none. */
export function guessesOf(of: string, old: readonly Blank[], all: readonly Blank[]): Guesses {
  const own = (blanks: readonly Blank[]) => blanks.filter((blank) => classOf(blank) === of).map(({ text }) => text);
  const [before, now] = [counted(own(old)), counted(own(all))];
  const ranked = before.size > 0 ? before : now;
  const most = Math.max(0, ...ranked.values());
  const isTop = (token: string): boolean => ranked.get(token) === most;
  const places = new Set([...before.keys(), ...now.keys()]);
  return {
    tokens: [...places].sort((one, other) => (ranked.get(other) ?? 0) - (ranked.get(one) ?? 0)),
    isFirst: isTop,
  };
}

function counted(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
