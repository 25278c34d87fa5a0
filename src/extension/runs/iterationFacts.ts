import { reproduced } from '../../model/reproduced.ts';
import type { IterationView } from '../../model/runView.ts';
import { type StepState, stepsOfKind } from '../../model/stepState.ts';
import type { CheckOutcome, Defect, Proof, Verdict } from '../../model/steps.ts';
import { spendWords } from '../spendWords.ts';
import { type Fact, factOf } from './row.ts';

const mostNames = 5;

/** What a pass came to: only what is there is told. */
export function iterationFacts(iteration: IterationView): readonly Fact[] {
  const { maker, checks, metrics, defects, verdict, reasons, account } = iteration;
  return [
    ...factOf('Maker', maker?.summary),
    ...reasons.map((text) => ({ name: 'Goal not reached', text })),
    ...checks.flatMap(checkFacts),
    ...Object.entries(metrics).map(([id, value]) => ({ name: `Metric ${id}`, text: String(value) })),
    ...(defects === undefined ? [] : checkerFacts(defects, iteration.steps)),
    ...(verdict === undefined ? [] : judgeFacts(verdict)),
    ...factOf('Used so far', account && spendWords(account.item)),
    ...(account?.warnings ?? []).map((text) => ({ name: 'Budget', text })),
  ];
}

/** What a pass has to show beside its checks, in few words for its row: `bundle_kb 412 · judge 8 of 10 · 2 defects`. */
export function iterationMarks({ metrics, defects, verdict }: IterationView): readonly string[] {
  const claimed = defects?.length ?? 0;
  return [
    ...Object.entries(metrics).map(([id, value]) => `${id} ${value}`),
    ...(verdict === undefined ? [] : [`judge ${verdict.score} of 10`]),
    ...(claimed === 0 ? [] : [claimed === 1 ? '1 defect' : `${claimed} defects`]),
  ];
}

function checkFacts({ id, passed, regressions, flaky, contradiction, proof }: CheckOutcome): readonly Fact[] {
  const more = [
    ...namesOf('newly failing', regressions),
    ...namesOf('flaky', flaky),
    ...((contradiction ?? '') ? [contradiction] : []),
  ];
  return [
    { name: `Check ${id}`, text: [passed ? 'passed' : 'failed', ...more].join('; ') },
    ...(proof === undefined ? [] : [{ name: `Proof of ${id}`, text: proofWords(proof) }]),
  ];
}

function namesOf(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return [`${what}: ${names.slice(0, mostNames).join(', ')}${more}`];
}

export function proofWords({ holds, why, t1s0 }: Proof): string {
  const red = {
    failed: 'fail on the old sources',
    errored: 'end with an error on the old sources',
    passed: 'pass on the old sources too',
  };
  if (holds) return `holds: the new tests ${red[t1s0]} and pass on the new ones`;
  return `does not hold: ${why === '' ? `the new tests ${red[t1s0]}` : why}`;
}

function checkerFacts(defects: readonly Defect[] | null, steps: readonly StepState[]): readonly Fact[] {
  if (defects === null) return [{ name: 'Checker', text: 'gave no valid verdict' }];
  if (defects.length === 0) return [{ name: 'Checker', text: 'claims no defect' }];
  return defects.map((defect) => ({ name: `Defect (${defect.severity})`, text: defectWords(defect, steps) }));
}

function defectWords(defect: Defect, steps: readonly StepState[]): string {
  const place = placeOf(defect);
  return `${place === '' ? '' : `${place} `}${defect.title} (${shownWords(defect, steps)})`;
}

/** Where a defect is said to be: `src/a.js:3`; empty where that is not said. */
export function placeOf({ file, line }: Defect): string {
  return file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`;
}

/** Whether the command that is said to show a defect does. */
export function shownWords({ reproduce }: Defect, steps: readonly StepState[]): string {
  if (reproduce === undefined) return 'claimed without a command that shows it';
  const tried = stepsOfKind(steps, 'reproduce').find((step) => step.input.run === reproduce)?.result;
  if (tried === undefined) return 'not tried yet';
  return reproduced(tried).shown === 'reproduced' ? 'reproduced' : 'not reproduced';
}

/** `8 of 10 (7, 8, 9), passes it` */
export function judgeWords({ passed, score, scores }: Verdict): string {
  const each = scores.length > 1 ? ` (${scores.join(', ')})` : '';
  return `${score} of 10${each}, ${passed ? 'passes it' : 'does not pass it'}`;
}

function judgeFacts(verdict: Verdict): readonly Fact[] {
  const { scores, reasons } = verdict;
  return [
    { name: scores.length > 1 ? 'Judges' : 'Judge', text: judgeWords(verdict) },
    ...reasons.map((text) => ({ name: 'Judged', text })),
  ];
}
