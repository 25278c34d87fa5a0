import type { LandingRecord } from '../../model/debt.ts';
import { plainLine } from '../plainText.ts';

/** Landings that are told of one place at most. */
const mostLandings = 3;
const mostInLine = 300;

/** What the landings that wrote a line left to be known of it; each landing is a list of plain lines, newest first. */
export function whyWords(records: readonly LandingRecord[]): readonly (readonly string[])[] {
  return records.slice(0, mostLandings).map((record) => {
    const { loop, at, what, why, units, takenOut, remarks, overridden } = record;
    const isOther = units.length > 0 && units.every(({ asLanded }) => !asLanded);
    return [
      `${loop} landed this on ${new Date(at).toLocaleDateString()}${isOther ? '; it was changed since.' : '.'}`,
      ...(what === '' ? [] : [`What: ${what}`]),
      ...(why === '' ? [] : [`Why: ${why}`]),
      ...remarks.map((remark) => `Remark: ${remark}`),
      ...takenOut.map((reason) => `Taken out: ${reason}`),
      ...(overridden === undefined ? [] : [`Landed without understanding: ${overridden}`]),
    ].map((line) => plainLine(line, mostInLine));
  });
}
