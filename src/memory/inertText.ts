const control = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
/** Bidirectional controls, zero-width and tag characters; fillers and variation selectors that `Cf` does not hold. */
const invisible =
  /\p{Cf}|\p{Co}|\u034f|[\u115f\u1160\u17b4\u17b5\u3164\uffa0]|[\u180b-\u180f\ufe00-\ufe0e]|[\u{e0100}-\u{e01ef}]/gu;
const loneSurrogate = /\p{Cs}/gu;

/** At most `max` UTF-16 units, with an ellipsis where something was cut off; never half a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** One line of what somebody wrote, without control and invisible characters. */
export function plainLine(text: string, max: number): string {
  // Cut twice: first roughly, since a text of a megabyte is not worth cleaning.
  const visible = text
    .slice(0, max * 4)
    .replace(control, ' ')
    .replace(invisible, '')
    .replace(loneSurrogate, '\ufffd');
  return cut(visible.replace(/\s+/g, ' ').trim(), max);
}

/** Several lines of what somebody wrote: only line ends and tabs are left of what is not visible. */
export function plainText(text: string, max: number): string {
  const lines = text.slice(0, max * 4).split(/\r\n|[\n\r\u2028\u2029]/);
  return cut(lines.map(visibleLine).join('\n'), max);
}

/** A line without control and invisible characters, with its blanks and tabs. */
export function visibleLine(line: string): string {
  return line
    .replace(control, (character) => (character === '\t' ? character : ' '))
    .replace(invisible, '')
    .replace(loneSurrogate, '\ufffd');
}

/**
 * One line that means nothing in markdown but itself: no HTML, link, image, heading, list or quote, and nothing that
 * could be taken for a decision. Doing it twice changes nothing more. It must stand alone at the end of its line: a lone
 * backtick or asterisk is left as it is.
 */
export function inertLine(text: string, max: number): string {
  return plainLine(text, max)
    .replaceAll('<', '&lt;')
    .replaceAll('](', ']\\(')
    .replace(/^(?=[#>+*=|~`_[-])/, '\\')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^(decision\s*):/i, '$1\\:');
}
