/** Languages in which blanks at the beginning of a line mean something. */
const byIndent =
  /\.(?:py|pyi|pyx|ya?ml|sass|styl|pug|jade|haml|slim|coffee|nim|fsx?|hs|elm|mk)$|(?:^|\/)(?:Makefile|GNUmakefile)$/i;

/** Whether what two runs of lines differ in are blanks alone, and they mean nothing. Strings are not looked into. */
export type SameButBlanks = (removed: readonly string[], added: readonly string[]) => boolean;

/**
 * How blanks are told apart from content in a file. Lines that are broken in another way are the same but for blanks; not so
 * where a word would be cut or joined, a line comment would take code in, or a line feed ends a statement (`return`).
 */
export function blanksOf(path: string): SameButBlanks {
  if (byIndent.test(path)) return (removed, added) => sameLines(indentedText(removed), indentedText(added));
  return (removed, added) => {
    // Most lines that replace others are told apart by how much stands in them.
    if (lettersIn(removed) !== lettersIn(added)) return false;
    const [one, other] = [withoutBlanks(removed), withoutBlanks(added)];
    if (sameLines(one, other)) return true;
    return withoutBlanks([removed.join(' ')])[0] === withoutBlanks([added.join(' ')])[0] && !feedsMatter(one, other);
  };
}

/** The content of lines, one by one, without blank ones; empty for one line that is blank. */
export const contentOf =
  (path: string) =>
  (line: string): string =>
    (byIndent.test(path) ? indentedText([line]) : withoutBlanks([line]))[0] ?? '';

function lettersIn(lines: readonly string[]): number {
  let count = 0;
  for (const line of lines) {
    for (let at = 0; at < line.length; at++) if (!isBlank(line.charCodeAt(at))) count += 1;
  }
  return count;
}

/** Those of ASCII. A rarer one looks like them and is not, so it has to be seen. */
const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** A blank between two words keeps them apart; no other blank says anything. */
const withoutBlanks = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/[ \t-\r]+/g, keptBlank)).filter((line) => line !== '');

function keptBlank(blank: string, at: number, line: string): string {
  return isWord(line.charCodeAt(at - 1)) && isWord(line.charCodeAt(at + blank.length)) ? ' ' : '';
}

/** Letters, digits and underscores, and whatever is not ASCII; not what is outside the line. */
const isWord = (code: number): boolean =>
  code > 0x7f ||
  code === 0x5f ||
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a);

const indentedText = (lines: readonly string[]): string[] =>
  lines
    .map((line) => (/^[ \t]*/.exec(line)?.[0] ?? '') + (withoutBlanks([line])[0] ?? ''))
    .filter((line) => !/^[ \t]*$/.test(line));

const sameLines = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((line, index) => line === other[index]);

const feedsMatter = (one: readonly string[], other: readonly string[]): boolean =>
  [...one, ...other].some((line) => /\/\/|#|--|^(?:return|throw|yield|break|continue|\+\+)$/.test(line));
