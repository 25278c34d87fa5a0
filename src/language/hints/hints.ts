import { guard } from '../guard.ts';
import { read } from '../reading.ts';
import type { Here, Hint } from './hint.ts';
import { scheduleHints } from './schedule.ts';
import { worstCostHints } from './worstCost.ts';

/** What a loop file does not say and a reader wants to know, in the order of the text. */
export function hintsOf(text: string, here: Here): readonly Hint[] {
  if (!guard(text).safe) return [];
  const reading = read(text, []);
  return [...scheduleHints(reading, here), ...worstCostHints(reading)].sort((a, b) => a.offset - b.offset);
}
