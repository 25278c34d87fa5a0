import type { IterationView } from '../../model/runView.ts';
import { howItEnded } from '../../model/stepState.ts';
import type { CheckOutcome } from '../../model/steps.ts';
import type { CheckRow } from '../../protocol/runPageView.ts';
import { proofWords } from '../runs/iterationFacts.ts';

/** Names of tests that are told of one check. */
const mostNames = 50;

/** The checks of an iteration: what broke first, then what fails, then what is set apart, then the rest. */
export function checksOf(iteration: IterationView | undefined, before: IterationView | undefined): readonly CheckRow[] {
  const rows =
    iteration?.checks.map((check) =>
      rowOf(
        check,
        before?.checks.find(({ id }) => id === check.id),
      ),
    ) ?? [];
  return [...rows].sort((a, b) => urgency(b) - urgency(a));
}

function urgency({ regressions, passed, apart }: CheckRow): number {
  if (regressions.length > 0) return 3;
  if (!passed) return 2;
  return apart.length > 0 ? 1 : 0;
}

function rowOf(check: CheckOutcome, before: CheckOutcome | undefined): CheckRow {
  const { id, passed, seconds, tail, regressions, flaky, failing = [], contradiction, proof } = check;
  return {
    id,
    passed,
    seconds,
    tail,
    was: before?.passed ?? null,
    ended: howItEnded(check),
    count: countWords(check),
    failing: failing.slice(0, mostNames),
    regressions: regressions.slice(0, mostNames),
    // A check passes with a flaky test only where the loop sets those apart.
    apart: passed ? flaky.slice(0, mostNames) : [],
    remarks: [
      ...(contradiction === undefined ? [] : [contradiction]),
      ...(proof === undefined ? [] : [`Proof: ${proofWords(proof)}.`]),
      ...(passed || flaky.length === 0 ? [] : [`Flaky: ${flaky.slice(0, mostNames).join(', ')}.`]),
    ],
  };
}

function countWords({ failing, failedTests }: CheckOutcome): string {
  const count = failedTests ?? failing?.length;
  if (count === undefined) return '';
  if (count === 0) return 'none fails';
  return count === 1 ? '1 test fails' : `${count} tests fail`;
}
