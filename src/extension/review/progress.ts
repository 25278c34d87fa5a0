import type { ReviewOutline } from '../../model/reviewOutline.ts';

/** How far somebody has read, in lines. */
export interface Progress {
  readonly read: number;
  readonly of: number;
}

/**
 * Lines that are read well in an hour: the middle of the 300 to 500 at which reviewers still find defects
 * (SmartBear and Cisco, "Best Kept Secrets of Peer Code Review").
 */
export const linesAnHour = 400;

/** Lines in units that are viewed, of all that are to be read. */
export function progressOf({ files, lines }: ReviewOutline, viewed: readonly string[]): Progress {
  const seen = new Set(viewed);
  const read = files
    .filter(({ folded }) => folded === undefined)
    .flatMap(({ units }) => units)
    .reduce((sum, unit) => sum + (seen.has(unit.digest) ? unit.lines : 0), 0);
  return { read: Math.min(read, lines), of: lines };
}

/** `120 of 410 lines read`. */
export const readWords = ({ read, of }: Progress): string =>
  of === 1 ? `${read} of 1 line read` : `${read} of ${of} lines read`;

/** `120 of 410 lines read · about 44 minutes left`. */
export function progressWords(progress: Progress): string {
  const { read, of } = progress;
  if (of === 0) return 'Nothing in it has to be read line by line';
  if (read >= of) return `All ${of === 1 ? '1 line is' : `${of} lines are`} read`;
  const minutes = Math.ceil(((of - read) / linesAnHour) * 60);
  return `${readWords(progress)} · about ${minutes === 1 ? '1 minute' : `${minutes} minutes`} left`;
}
