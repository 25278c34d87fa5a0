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

/** A blank between two words keeps them apart; no other blank says anything. */
const withoutBlanks = (lines: readonly string[]): string[] =>
  lines.map((line) => line.trim().replace(/(?<=\w)\s+(?=\w)|\s+/g, keptBlank)).filter((line) => line !== '');

function keptBlank(_blank: string, at: number, line: string): string {
  const next = /\S/.exec(line.slice(at))?.[0] ?? '';
  return /\w/.test(line.charAt(at - 1)) && /\w/.test(next) ? ' ' : '';
}

const indentedText = (lines: readonly string[]): string[] =>
  lines.map((line) => (/^\s*/.exec(line)?.[0] ?? '') + (withoutBlanks([line])[0] ?? '')).filter((line) => line.trim());

const sameLines = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((line, index) => line === other[index]);

const feedsMatter = (one: readonly string[], other: readonly string[]): boolean =>
  [...one, ...other].some((line) => /\/\/|#|--|^(?:return|throw|yield|break|continue|\+\+)$/.test(line));
