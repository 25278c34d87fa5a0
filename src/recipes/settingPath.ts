/** Where a setting stands in a loop file: keys, and numbers for entries of lists. */
export type SettingPath = readonly (string | number)[];

/** A setting of one of the loops that a recipe writes. */
export interface SettingRef {
  /** Name of the loop as the recipe has it. */
  readonly loop: string;
  readonly path: SettingPath;
}

/** Reads `checks.tests`, `on.schedule.0.cron` or `other-loop:checks.tests`. */
export function settingRef(written: string, ownLoop: string): SettingRef {
  const colon = written.indexOf(':');
  return {
    loop: colon < 0 ? ownLoop : written.slice(0, colon),
    path: written
      .slice(colon + 1)
      .split('.')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}
