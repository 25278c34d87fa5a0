import { isNameToken, tokensOf } from '../tokens.ts';

const betweenUnlike = new Set(
  ', < <= > >= == != === !== = := - / // % & | ^ && || ?? -= /= &&= ||= ??= of in and or is'.split(' '),
);
const isName = (token: string | undefined): token is string => token !== undefined && isNameToken(token);

/**
 * Whether a line gives itself away as not meant by anybody: `a < a`, `f(a, a)`, `x = x`, `const n = n.at(1)`, `- -1`,
 * `-0`, `n * 1`, `n / 0`,
 * `a ? b : b`.
 */
export function looksBroken(path: string, line: string): boolean {
  const tokens = tokensOf(path, line);
  return namesItself(tokens) || tokens.some((_, index) => isBrokenAt(tokens, index));
}

function isBrokenAt(tokens: readonly string[], index: number): boolean {
  const token = tokens[index] ?? '';
  const [left, right] = [tokens[index - 1], tokens[index + 1]];
  if (betweenUnlike.has(token) && isName(left) && left === right) {
    const [before, after] = [tokens[index - 2] ?? '', tokens[index + 2] ?? ''];
    return before !== '.' && before !== '?.' && !['.', '?.', '(', '['].includes(after);
  }
  if (token === '-' || token === '+') return right === token || right === '0';
  if (token === '?' && tokens[index + 2] === ':') return right === tokens[index + 3];
  return (/^[*/%]$/.test(token) && right === '1') || (/^[/%]$/.test(token) && right === '0');
}

/** A declaration whose start value reads the name that it declares. */
function namesItself(tokens: readonly string[]): boolean {
  const [keyword = '', name, equals] = tokens[0] === 'export' ? tokens.slice(1) : tokens;
  if (!['const', 'let', 'var'].includes(keyword) || equals !== '=') return false;
  const start = tokens.indexOf('=') + 1;
  return tokens.some((token, index) => index >= start && token === name && !/^\??\.$/.test(tokens[index - 1] ?? ''));
}
