import { formatVersion } from '../model/loopFile.ts';
import type { Spot } from './problem.ts';
import { isEaten, placeAt, type Reading } from './reading.ts';

/** Another version of the format than this one. */
export interface OtherVersion {
  readonly spot: Extract<Spot, { readonly code: 'LW352' }>;
  /** What such a file means is not known here, so nothing else is to be said of it. */
  readonly newer: boolean;
}

/** What is wrong with the version that a file is written for; undefined where nothing is, or it is no version at all. */
export function otherVersion(reading: Reading): OtherVersion | undefined {
  const place = placeAt(reading, ['version']);
  if (!place || isEaten(place, reading) || place.value === formatVersion) return undefined;
  const { value, at } = place;
  if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') return undefined;
  const newer = typeof value === 'number' && Number.isInteger(value) && value > formatVersion;
  const data = { written: String(value).slice(0, 60), known: formatVersion, newer };
  return { newer, spot: { code: 'LW352', start: at.start, end: at.end, data } };
}
