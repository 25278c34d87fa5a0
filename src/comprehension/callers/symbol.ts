import type { AskedUnit } from '../askedUnit.ts';

/**
 * The name that a unit of both sides is called by, where it tells which one is meant; undefined where many things have such a name. Of two methods
 * of one name no grammar tells which one is called, so that a method's has to be a name of two words or a long one.
 */
export function symbolOf({ name, kind, isTest, base, head }: AskedUnit): string | undefined {
  if (isTest || base === undefined || head === undefined) return undefined;
  const symbol = lastName(name);
  if (!['function', 'method', 'class', 'value'].includes(kind) || symbol.length < 3) return undefined;
  if (
    !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(symbol) ||
    /^(?:constructor|main|init|__\w+__|new|setup|test)$/.test(symbol)
  ) {
    return undefined;
  }
  const isLong = symbol.length >= 8 || /\p{Ll}\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]/u.test(symbol);
  return kind === 'method' && !isLong ? undefined : symbol;
}

/** The last part of a qualified name, without the number of its like. */
export const lastName = (name: string): string =>
  name
    .replace(/~\d+$/, '')
    .split(/[^\p{L}\p{N}_$]+/u)
    .at(-1) ?? '';
