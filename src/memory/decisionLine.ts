import type { Decision } from '../model/memory.ts';
import { moment, parseMoment } from './day.ts';
import { inertLine, plainLine } from './inertText.ts';
import { untilOf } from './standing.ts';

/** What a decision line says, by whom and when is known otherwise. */
export type Said = Pick<Decision, 'what' | 'until' | 'note'>;

const words = { do: 'do it', 'not-now': 'not now', never: 'never', later: 'later' } as const;

/** A decision as it stands after `- decision: `, and as {@link parseDecision} reads it. */
export function decisionText(decision: Decision): string {
  const until = decision.what === 'later' ? ` until ${moment(untilOf(decision))}` : '';
  const note = decision.note === undefined || decision.note === '' ? '' : `, ${inertLine(decision.note, 4000)}`;
  return `${words[decision.what]}${until}${note}`;
}

const line = /^\s*(?:[-*+]\s+)?\**decision\**\s*:\**(.*)$/i;

/** What stands after `decision:`, trimmed; undefined where the line is no decision line. */
export function decisionValue(text: string): string | undefined {
  return line.exec(text)?.[1]?.trim();
}

/** Each form ends the text, or is followed by a mark and a note. `do not …` and `never mind` are none of them. */
const note = '(?:\\s*(?:[,;:.!—–]|\\s-(?=\\s))\\s*(.*))?$';
const forms = {
  do: new RegExp(`^do(?:[ -]it)?${note}`, 'isu'),
  'not-now': new RegExp(`^not[ -]now${note}`, 'isu'),
  never: new RegExp(`^never${note}`, 'isu'),
} as const;
const later = new RegExp(
  `^later(?:\\s+(?:until\\s+)?(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2})(?:\\s*UTC|Z)?)?)?${note}`,
  'isu',
);

/** What the person decided, or undefined where that is not clear. */
export function parseDecision(value: string): Said | undefined {
  for (const what of ['do', 'not-now', 'never'] as const) {
    const match = forms[what].exec(value);
    if (match !== null) return { what, ...noted(match[1]) };
  }
  const match = later.exec(value);
  if (match === null) return undefined;
  const [, date, time, rest] = match;
  // A date that is only in the note would not be kept to.
  if (date === undefined) return /\d{4}-\d{2}/.test(rest ?? '') ? undefined : { what: 'later', ...noted(rest) };
  const until = parseMoment(date, time);
  return until === undefined ? undefined : { what: 'later', until, ...noted(rest) };
}

function noted(text: string | undefined): { note?: string } {
  const said = plainLine(text ?? '', 1_000_000);
  return said === '' ? {} : { note: said };
}
