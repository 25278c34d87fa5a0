/**
 * Control characters but tab, bidirectional controls, zero-width and other invisible format characters, line and
 * paragraph separators, lone surrogates, tags.
 */
const unsafe = /[\p{Cc}\p{Cf}\u2028\u2029\p{Cs}]/gu;

/**
 * A line that somebody else wrote, safe to print on a terminal: what could move the cursor, hide or reorder text is
 * shown as `\u{…}`. Tabs stay.
 */
export function inert(line: string): string {
  return line.replace(unsafe, (character) =>
    character === '\t' ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** {@link inert} for a text of several lines. */
export function inertLines(text: string): readonly string[] {
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map(inert);
}
