import type { Range } from '../../model/problem.ts';
import type { Reading } from '../reading.ts';
import type { IndexedLoop } from '../workspaceIndex.ts';
import { placesOf } from './definition.ts';
import { occurrenceAt, occurrencesOf, readSafely } from './occurrences.ts';
import type { Place, Surroundings } from './place.ts';
import { isOfRepository, type Occurrence, type Thing } from './thing.ts';

/**
 * Where what stands at an offset is named: an id in its own file, a thing of the repository in every loop. With
 * `declaration` also where it is made. Never throws.
 */
export function referencesAt(
  text: string,
  offset: number,
  { declaration, ...around }: Surroundings & { readonly declaration: boolean },
): readonly Place[] {
  const reading = readSafely(text);
  const thing = reading && occurrenceAt(reading, offset)?.thing;
  if (!reading || !thing) return [];
  const uses = [{ reading, file: undefined }, ...othersThatName(thing, around)].flatMap(
    ({ reading: each, file }): readonly Place[] =>
      occurrencesOf(each, thing)
        .filter(({ declares }) => !declares)
        .map((occurrence) => ({ ...(file === undefined ? {} : { file }), range: rangeOf(each, occurrence) })),
  );
  return declaration ? [...placesOf(reading, thing, around), ...uses] : uses;
}

/** The other loops that may name a thing of the repository, read; for an id none. */
export function othersThatName(
  thing: Thing,
  { index, file }: Surroundings,
): readonly { readonly reading: Reading; readonly file: string }[] {
  if (!isOfRepository(thing)) return [];
  const mayName = (loop: IndexedLoop): boolean => loop.file !== file && loop.text.includes(thing.name);
  return (index?.loops ?? []).filter(mayName).flatMap((loop) => {
    const reading = readSafely(loop.text);
    return reading ? [{ reading, file: loop.file }] : [];
  });
}

/** A place that shows the same thing as the one that the cursor is at. */
export interface Highlight {
  readonly range: Range;
  readonly declares: boolean;
}

/** Every place of a text that names what stands at an offset. Never throws. */
export function highlightsAt(text: string, offset: number): readonly Highlight[] {
  const reading = readSafely(text);
  const thing = reading && occurrenceAt(reading, offset)?.thing;
  if (!reading || !thing) return [];
  return occurrencesOf(reading, thing).map((each) => ({ range: rangeOf(reading, each), declares: each.declares }));
}

const rangeOf = ({ lines }: Reading, { span }: Occurrence): Range => lines.rangeOf(span.start, span.end);
