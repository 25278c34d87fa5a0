/** Control characters, invisible format characters, line and paragraph separators, lone surrogates. */
const unsafe = /[\p{Cc}\p{Cf}\u2028\u2029\p{Cs}]+/gu;

/** Somebody else's text as one line of at most `most` characters, without what could hide or reorder it. */
export function plainLine(text: string, most = 120): string {
  const line = text
    .slice(0, most * 2)
    .replace(unsafe, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line;
}

/** A text for a notification, in which VS Code would make links of `[words](command:…)`. */
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');

/** A label for a pick or a lens, in which VS Code would draw `$(icon)`. */
export const withoutIcons = (text: string): string => text.replaceAll('$(', '$ (');
