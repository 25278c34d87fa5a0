import type { ObjectionEvidence } from '../../model/evidence.ts';
import type { IterationView } from '../../model/runView.ts';
import { stepsOfKind } from '../../model/stepState.ts';

/**
 * Every objection of every iteration, and the first later iteration that was judged without it. An iteration that policy
 * objects to is not reviewed, so what is objected to in one that was comes from checker or judge.
 */
export function objectionHistory(iterations: readonly IterationView[]): readonly ObjectionEvidence[] {
  const known = new Map<string, ObjectionEvidence>();
  for (const { number, steps } of iterations) {
    const decided = stepsOfKind(steps, 'decide').at(-1);
    if (decided === undefined) continue;
    const { objections } = decided.input;
    for (const [text, before] of known) {
      if (!objections.includes(text) && before.gone === undefined) known.set(text, { ...before, gone: number });
    }
    const from = steps.some(({ kind }) => kind === 'verify' || kind === 'judge') ? 'review' : 'policy';
    for (const text of objections) known.set(text, { raised: known.get(text)?.raised ?? number, from, text });
  }
  return [...known.values()];
}
