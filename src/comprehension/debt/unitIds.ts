import type { CodeUnit } from '../codeReading.ts';

/** A unit of a file with its id, as the outline names it: the second of a name has `~2`. */
export interface NamedUnit extends CodeUnit {
  readonly unit: string;
}

export function unitsOf(path: string, units: readonly CodeUnit[]): readonly NamedUnit[] {
  const times = new Map<string, number>();
  return units.map((one) => {
    const time = (times.get(one.name) ?? 0) + 1;
    times.set(one.name, time);
    return { ...one, unit: `${path}#${one.name}${time === 1 ? '' : `~${time}`}` };
  });
}

export const pathOf = (unit: string): string => unit.slice(0, unit.indexOf('#'));
