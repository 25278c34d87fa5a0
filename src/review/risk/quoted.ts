/** Most characters of code that a reason quotes. */
const longestQuote = 60;

/** Code for a reason: on one line, without characters that a terminal or an editor would obey, at most 60 long. */
export function quoted(code: string): string {
  const plain = code
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .replaceAll('"', "'");
  return `"${plain.length > longestQuote ? `${plain.slice(0, longestQuote - 1).trimEnd()}…` : plain}"`;
}

/** `a, b, c and 2 more`. */
export function named(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => quoted(name).slice(1, -1));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** `1 assertion`, `2 assertions`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
