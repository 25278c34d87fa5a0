import { guard } from '../language/guard.ts';
import { type Path, placeAt, read } from '../language/reading.ts';

/** The line, from 1, of the entry at a path of a loop file; null where it is not written. */
export type LineOf = (...path: Path) => number | null;

/** For the text of a loop that has no error. */
export function linesIn(text: string): LineOf {
  const eaten = guard(text).spots.filter(({ code }) => code === 'LW104');
  const reading = read(text, eaten);
  return (...path) => {
    const place = placeAt(reading, path);
    return place === undefined ? null : reading.lines.lineAt((place.key ?? place.at).start) + 1;
  };
}
