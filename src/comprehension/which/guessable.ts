import { isNumberToken, tokensOf } from '../tokens.ts';

/** Three texts of one line; the first was written. */
export type Options = readonly [written: string, mutant: string, mutant: string];

/** By what a set of options could be solved without having read the change. */
export type Clue = 'same' | 'shape' | 'context' | 'frequency';

/**
 * The first clue found; undefined where no rule knows one.
 *
 * @param nearby lines that are shown with the options
 * @param oldTokens tokens of the file before the change
 */
export function clueIn(
  path: string,
  options: Options,
  nearby: readonly string[],
  oldTokens: readonly string[],
): Clue | undefined {
  const trimmed = options.map((option) => option.trim());
  if (new Set(trimmed.map((option) => tokensOf(path, option).join(' '))).size < options.length) return 'same';
  const [written, one, other] = options;
  if (!haveOneShape(path, written, one) || !haveOneShape(path, written, other) || !haveOneShape(path, one, other))
    return 'shape';
  if (nearby.some((line) => trimmed.includes(line.trim()))) return 'context';
  return frequencyTells(path, options, oldTokens) ? 'frequency' : undefined;
}

/**
 * Whether neither of two lines stands out by its looks. People write `x` more often than `x + 1` or `!x`, and `2` more
 * often than `20`: so both have as many tokens, where they differ by numbers these are as long, and the lengths differ
 * by a tenth at most.
 */
export function haveOneShape(path: string, one: string, other: string): boolean {
  const [tokens, others] = [tokensOf(path, one), tokensOf(path, other)];
  return (
    tokens.length === others.length &&
    lengthsAgree([one.trim(), other.trim()]) &&
    tokens.every((token, at) => !isNumberToken(token) || token.length === others[at]?.length)
  );
}

/** Longest and shortest differ by a tenth of the shortest at most, so that each lies within 10 % of the written one. */
export function lengthsAgree(options: readonly string[]): boolean {
  const lengths = options.map((option) => option.length);
  return Math.max(...lengths) - Math.min(...lengths) <= 0.1 * Math.min(...lengths);
}

/**
 * Whether who always takes the option that is most usual in the old code would be right, alone or in a tie that leaves
 * another out. How usual an option is: how often the tokens in which the options differ occur in the old file, added
 * up. When all are equally usual (in a new file, say) this says nothing, and the set may be asked.
 */
export function frequencyTells(path: string, options: Options, oldTokens: readonly string[]): boolean {
  const [written = 0, ...mutants] = differingTokens(path, options).map((tokens) =>
    tokens.reduce((sum, token) => sum + oldTokens.filter((old) => old === token).length, 0),
  );
  return mutants.every((count) => written >= count) && mutants.some((count) => written > count);
}

/** For each text, its tokens at the places where not all texts agree. The texts have the same number of tokens. */
export function differingTokens(path: string, texts: readonly string[]): string[][] {
  const all = texts.map((text) => tokensOf(path, text));
  return all.map((tokens) => tokens.filter((token, at) => all.some((other) => other[at] !== token)));
}
