/**
 * Controls and escapes, characters that reorder or hide text (the bidirectional and zero-width ones are all of category
 * Cf), fillers, variation selectors, and halves of characters; tab and line feed stay.
 */
const hidden =
  /(?![\t\n])\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|\u3164|[\ufe00-\ufe0e]|\uffa0|[\u{e0100}-\u{e01ef}]/gu;

/** Text of a program or an agent on one line, without what cannot be seen; at most `most` characters. */
export function inertLine(text: string, most: number): string {
  // Cut twice: first roughly, since a text of a megabyte is not worth cleaning.
  return cut(
    text
      .slice(0, most * 4)
      .replace(/[\r\n\u2028\u2029]+/g, ' ')
      .replace(hidden, '')
      .replace(/\s+/g, ' ')
      .trim(),
    most,
  );
}

/** The same over several lines. */
export function inertText(text: string, most: number): string {
  return cut(
    text
      .slice(0, most * 4)
      .replace(/\r\n?/g, '\n')
      .replace(hidden, ''),
    most,
  ).trimEnd();
}

/** The end of a text between fences that it cannot close: they are longer than any run of backticks in it. */
export function fenced(text: string, most: number): string {
  const plain = text
    .slice(-most * 4)
    .replace(/\r\n?/g, '\n')
    .replace(hidden, '');
  const end = plain.length <= most ? plain : plain.slice(-most).replace(/^[\udc00-\udfff]/, '');
  const shown = end.replace(/`{8,}/g, '```````');
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${shown.trim()}\n${fence}`;
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
