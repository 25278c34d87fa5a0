/** The first `max` characters of a text, as a reader counts them, and `…` where it was longer. */
export function shorten(text, max) {
  return text.length <= max ? text : `${text.slice(0, max)}…`;
}
