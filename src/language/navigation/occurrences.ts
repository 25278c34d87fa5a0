import { guard } from '../guard.ts';
import { type Reading, read } from '../reading.ts';
import { idOccurrences } from './idOccurrences.ts';
import { repositoryOccurrences } from './repositoryOccurrences.ts';
import { isOfRepository, isSame, type Occurrence, type Thing } from './thing.ts';

/** A text as far as it can be read; undefined where it must not be given to a parser. */
export const readSafely = (text: string): Reading | undefined => (guard(text).safe ? read(text, []) : undefined);

/** Everything that a loop names, in no order. */
export const occurrencesIn = (reading: Reading): readonly Occurrence[] => [
  ...idOccurrences(reading),
  ...repositoryOccurrences(reading),
];

/** What is named at an offset; its end counts, because there a cursor stands after typing. */
export function occurrenceAt(reading: Reading, offset: number): Occurrence | undefined {
  return occurrencesIn(reading).find(({ span }) => offset >= span.start && offset <= span.end);
}

/** Where a loop names one thing, in the order written. */
export function occurrencesOf(reading: Reading, thing: Thing): readonly Occurrence[] {
  const all = isOfRepository(thing) ? repositoryOccurrences(reading) : idOccurrences(reading);
  return all.filter((each) => isSame(each.thing, thing)).sort((a, b) => a.span.start - b.span.start);
}
