import type { Range } from '../../model/problem.ts';
import type { Reading } from '../reading.ts';
import { occurrenceAt, occurrencesOf, readSafely } from './occurrences.ts';
import { fileStart, type Place, type Surroundings } from './place.ts';
import { isOfRepository, type Thing } from './thing.ts';

export interface Definition {
  /** What was asked about. */
  readonly origin: Range;
  /** More than one where a name is given twice. */
  readonly places: readonly Place[];
}

/**
 * Where what stands at an offset is made: the key of an id, the file of a skill or of an agent's definition, the key of a
 * server, the name in the file of a loop. Undefined where nothing is named, or there is no such thing. Never throws.
 */
export function definitionAt(text: string, offset: number, around: Surroundings = {}): Definition | undefined {
  const reading = readSafely(text);
  const found = reading && occurrenceAt(reading, offset);
  if (!reading || !found) return undefined;
  const places = placesOf(reading, found.thing, around);
  return places.length === 0 ? undefined : { origin: reading.lines.rangeOf(found.span.start, found.span.end), places };
}

/** Where a thing is made. */
export function placesOf(reading: Reading, thing: Thing, { index, file }: Surroundings): readonly Place[] {
  const own = declared(reading, thing);
  if (!isOfRepository(thing)) return own.map((range) => ({ range }));
  const { name, kind } = thing;
  if (kind === 'loop') {
    const others = (index?.loops ?? []).filter((loop) => loop.name === name && loop.file !== file);
    const there = others.flatMap((loop): readonly Place[] => {
      const other = readSafely(loop.text);
      const ranges = other ? declared(other, thing) : [];
      return (ranges.length > 0 ? ranges : [fileStart]).map((range) => ({ file: loop.file, range }));
    });
    return [...own.map((range) => ({ range })), ...there];
  }
  const files =
    kind === 'skill'
      ? index?.skills.filter((skill) => skill.name === name)
      : kind === 'agent'
        ? index?.agents.filter((each) => `${each.agent}:${each.name}` === name)
        : index?.servers.filter((server) => server.name === name);
  return (files ?? []).map((each) => ({ file: each.file, range: 'range' in each ? each.range : fileStart }));
}

const declared = (reading: Reading, thing: Thing): readonly Range[] =>
  occurrencesOf(reading, thing)
    .filter(({ declares }) => declares)
    .map(({ span }) => reading.lines.rangeOf(span.start, span.end));
