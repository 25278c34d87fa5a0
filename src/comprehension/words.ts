/**
 * The words that names and sentences are made of, in lower case and without a plural's `s`: `parseURL`, `parse_urls` and "parses
 * an URL" share theirs. Words of one or two letters tell nothing and are left out.
 */
export function wordsOf(text: string): Set<string> {
  const parts = text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+/gu) ?? [];
  return new Set(parts.filter((part) => part.length > 2).map((part) => part.toLowerCase().replace(/(?<=..)s$/, '')));
}
