import type { DefectEvidence } from '../../model/evidence.ts';
import { reproduced } from '../../model/reproduced.ts';
import type { IterationView } from '../../model/runView.ts';
import { type StepState, stepsOfKind } from '../../model/stepState.ts';
import type { Defect } from '../../model/steps.ts';

export interface DefectHistory {
  readonly defects: readonly DefectEvidence[];
  /** Iterations whose checker gave no verdict that can be read. */
  readonly unreadable: readonly number[];
  /** Iterations in which a checker looked. */
  readonly checked: readonly number[];
}

/**
 * The defects that the checker claimed in any iteration, and what became of each. It is gone with the first later verdict
 * that can be read and does not claim it; where no checker looked again, it stands.
 */
export function defectHistory(iterations: readonly IterationView[]): DefectHistory {
  const known = new Map<string, DefectEvidence>();
  const unreadable: number[] = [];
  const checked: number[] = [];
  for (const { number, defects, steps } of iterations) {
    if (defects === undefined) continue;
    checked.push(number);
    if (defects === null) {
      unreadable.push(number);
      continue;
    }
    const claimed = new Set(defects.map(nameOf));
    for (const [name, before] of known) {
      if (!claimed.has(name) && before.gone === undefined) known.set(name, { ...before, gone: number });
    }
    for (const defect of defects) {
      const raised = known.get(nameOf(defect))?.raised ?? number;
      known.set(nameOf(defect), { ...defect, raised, ...examined(defect, steps) });
    }
  }
  return { defects: [...known.values()], unreadable, checked };
}

/** The same defect in two verdicts: the line may have moved, and how bad it is may be seen otherwise. */
const nameOf = ({ file = '', title }: Defect): string => `${file}\0${title.trim().toLowerCase()}`;

/** What running its command showed in this iteration. */
function examined({ reproduce }: Defect, steps: readonly StepState[]): Pick<DefectEvidence, 'shown' | 'evidence'> {
  const result = stepsOfKind(steps, 'reproduce').find(({ input }) => input.run === reproduce)?.result;
  return result === undefined ? { shown: 'not-tried', evidence: '' } : reproduced(result);
}
