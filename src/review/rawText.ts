/**
 * Texts of a change are held as git has them, a character for each byte (`latin1`): so nothing is lost of a text that is not
 * UTF-8, and a line feed is the only thing that is looked for.
 */

/** The lines of a text with their breaks; the last one may have none. */
export function rawLines(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed + 1;
    lines.push(text.slice(at, end));
    at = end;
  }
  return lines;
}

/** A line without its break, `\n` or `\r\n`. */
export function withoutBreak(line: string): string {
  if (!line.endsWith('\n')) return line;
  return line.endsWith('\r\n') ? line.slice(0, -2) : line.slice(0, -1);
}

const decoder = new TextDecoder('utf-8');

/** The same as text, for reading: what is no UTF-8 becomes a replacement character. Lines stay where they are. */
export function readable(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  // `Uint8Array.from` asks for each character by itself, and takes twenty times as long.
  const own = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) own[at] = bytes.charCodeAt(at);
  return decoder.decode(own);
}
