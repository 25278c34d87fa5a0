/**
 * Makes output inert (threat 13): what a terminal or an editor could act on, or what a person could not see, is taken
 * out or shown as an escape. Colours and cursor movements (CSI) are noise and go; every other control, bidi, zero-width
 * or otherwise invisible character is shown, as `\x1b` or `\u202e`. A lone carriage return (a progress bar) ends a line.
 */
export class Sanitiser {
  #held = '';

  /** Takes the next piece of output; an unfinished sequence at its end is kept for the next. */
  push(text: string): string {
    const all = this.#held + text;
    const held = unfinished.exec(all)?.[0] ?? '';
    this.#held = held;
    return sanitise(held === '' ? all : all.slice(0, all.length - held.length));
  }

  /** What was still kept. */
  end(): string {
    const held = this.#held;
    this.#held = '';
    return sanitise(held);
  }
}

/** Carriage returns, or an escape sequence, that may go on in the next piece. */
const unfinished = /(?:\r+|\x1b(?:\[[0-?]{0,64}[ -/]{0,4}|[ -/]{0,2})?)$/;

const controls = '\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f';
/** Soft hyphen, bidi marks and overrides, zero-width and filler characters, line separators, annotations. */
const invisible =
  '\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\ufff0-\\ufffb';
/** Tag characters and the variation selectors above the first plane: letters that nobody sees. */
const invisibleAstral = '\\u{e0000}-\\u{e0fff}\\u{1d173}-\\u{1d17a}';

const suspect = new RegExp(`[\\r${controls}${invisible}]|\\udb40|\\ud834`);
const unwanted = new RegExp(
  `\\x1b\\[[0-?]{0,64}[ -/]{0,4}[@-~]|\\x1b[ -/]{1,2}[0-~]|\\r+\\n?|[${controls}${invisible}${invisibleAstral}]`,
  'gu',
);

/** {@link Sanitiser} over a whole text. */
export function sanitise(text: string): string {
  return suspect.test(text) ? text.replaceAll(unwanted, visible) : text;
}

function visible(found: string): string {
  if (found.startsWith('\r')) return '\n';
  if (found.length > 1 && found.startsWith('\x1b')) return '';
  const code = found.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
