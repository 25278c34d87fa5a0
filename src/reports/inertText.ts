import { reportTextLimit } from '../model/testReport.ts';

/** Escape sequences of terminals. Each match begins at an ESC and passes over none, so the cost is linear. */
const escapeSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]?|\][^\u0007\u001b\n]*\u0007?|[ -/]*[0-~]?)/g;
/** C0 and C1 controls but tab and line feed. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const hasControls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
/** Printable ASCII with single spaces within: nothing to take away. */
const plain = /^(?:[!-~]| (?! ))*$/;
/** Characters that change how the text around them is shown, and halves of characters. */
const deceiving = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** The text without escape sequences and controls; tabs and line feeds stay. */
export const withoutControls = (text: string): string =>
  hasControls.test(text) ? text.replace(escapeSequence, '').replace(controls, '') : text;

/** How much of a text is looked at to make a name or a message of it. */
const looked = 4 * reportTextLimit;

/** The text on one line, harmless to show, at most 300 characters: what a report keeps of a name. */
export function inertText(text: string): string {
  if (text.length <= reportTextLimit && plain.test(text)) return text.trim();
  const flat = withoutControls(text.slice(0, looked)).replace(deceiving, '').replace(/\s+/g, ' ').trim();
  if (flat.length <= reportTextLimit) return flat;
  return `${flat.slice(0, reportTextLimit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Colours whose ESC was taken away by whoever wrote the text. Only messages lose them: `[5m]` can be in a name. */
const remnants = /\[\d{1,3}(?:;\d{1,3}){0,5}m/g;

/** The first line that says something, harmless to show. */
export function inertFirstLine(text: string): string {
  const start = text.slice(0, looked).search(/\S/);
  if (start < 0) return '';
  const end = text.indexOf('\n', start);
  return inertText(text.slice(start, end < 0 ? start + looked : end).replace(remnants, ''));
}
