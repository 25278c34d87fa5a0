/** The id of a unit, as the outline names it. */
export const unitId = (path: string, name: string): string => `${path}#${name}`;

/** The file that a unit is of. */
export const pathOf = (unit: string): string => unit.slice(0, unit.indexOf('#'));

/** Its name in its file; empty for what stands outside of every named part. */
export const nameOf = (unit: string): string => unit.slice(unit.indexOf('#') + 1);
