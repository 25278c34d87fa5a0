import { isMap } from 'yaml';
import { guard } from '../guard.ts';
import type { Problem } from '../problem.ts';
import { placeAt, read } from '../reading.ts';
import { addition, appended } from './entries.ts';
import { type Change, fix, type QuickFix } from './fix.ts';

/** Stands for the reason, and is none: dots alone are refused, so that nobody ignores without a word. */
const reason = '"…"';

/** Writes an ignore for a warning or an info, whose reason is left to write; none for an error. */
export function ignoreProblem(text: string, { code, severity }: Problem): readonly QuickFix[] {
  if (severity === 'error' || !guard(text).safe) return [];
  const reading = read(text, []);
  if (placeAt(reading, ['lint', 'ignore', code])) return [];
  return fix({ reading }, `Ignore ${code} with a reason`, [change()], false);

  function change(): Change | undefined {
    const line = `${code}: ${reason}`;
    if (isMap(placeAt(reading, ['lint', 'ignore'])?.node)) return addition(reading, ['lint', 'ignore'], [line]);
    return placeAt(reading, ['lint']) ? undefined : appended(reading, `lint:\n  ignore:\n    ${line}`);
  }
}
