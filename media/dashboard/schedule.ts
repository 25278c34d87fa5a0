import type { Insights } from '../../src/model/insights.ts';
import { clockWords } from './cellWords.ts';

const hourMs = 3_600_000;
const hours = 24;
/** Hours between two names on the strip. */
const each = 3;

/** A mark on the strip of the next 24 hours. `at`: part of it, from 0 to 1. */
export interface StripMark {
  readonly at: number;
  readonly words: string;
}

/** The strip: names of whole hours, and a row of marks for each loop, those that are due first on top. */
export interface Strip {
  readonly ticks: readonly StripMark[];
  readonly rows: readonly { readonly loop: string; readonly marks: readonly StripMark[] }[];
}

/** Where everything stands on the strip that begins at `now`. Hours are those of the reader. */
export function stripOf(next: Insights['next'], now: number): Strip {
  const part = (at: number): number => (at - now) / (hours * hourMs);
  const first = new Date(now);
  first.setMinutes(0, 0, 0);
  const whole = Array.from({ length: hours }, (_, index) => first.getTime() + (index + 1) * hourMs);
  const rows = new Map<string, StripMark[]>();
  for (const { loop, at } of next) {
    if (at < now || part(at) > 1) continue;
    const marks = rows.get(loop) ?? [];
    rows.set(loop, [...marks, { at: part(at), words: clockWords(at) }]);
  }
  return {
    ticks: whole
      .filter((at) => new Date(at).getHours() % each === 0 && part(at) <= 1)
      .map((at) => ({ at: part(at), words: clockWords(at) })),
    rows: [...rows].map(([loop, marks]) => ({ loop, marks })),
  };
}
