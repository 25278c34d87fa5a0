/** Untrusted text on one line of markdown: it can neither begin a block nor forge a trailer, a table cell or a link. */
export function inline(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 500)
    .replace(/[\\`*_{}[\]<>|#]/gu, (mark) => `\\${mark}`)
    .replace(/@(?=[A-Za-z0-9])/gu, '@\u200B');
}
