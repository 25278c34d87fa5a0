/**
 * The words of a command that is started without a shell: parted at white space, single and double quotes keep a word
 * together, and nothing is expanded. A quote that is never closed ends with the text.
 */
export function commandWords(text: string): readonly string[] {
  const pieces = text.matchAll(/(?:'[^']*'?|"[^"]*"?|[^\s'"])+/g);
  return [...pieces].map(([word]) => word.replace(/'([^']*)'?|"([^"]*)"?/g, (_, single, double) => single ?? double));
}
