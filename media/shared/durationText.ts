import { elapsed } from '../../src/model/elapsed.ts';

/** As `elapsed` tells it, and under ten seconds with a tenth: `0.4 s`. Takes milliseconds. */
export const durationText = (ms: number): string =>
  ms > 0 && ms < 10_000 && ms % 1000 !== 0 ? `${(ms / 1000).toFixed(1)} s` : elapsed(ms);
