/** Everything but printable text, tab and line feed: C0 and C1 controls, and what turns the direction of text around. */
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Output of a step as a terminal may get it. The runner has made it harmless already; a terminal obeys what it is sent,
 * so that promise is kept once more here.
 */
export function terminalText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unprintable, '\u{fffd}').replaceAll('\n', '\r\n');
}
