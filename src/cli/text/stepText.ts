import { howItEnded, type StepState, stepLabel } from '../../model/stepState.ts';
import type { CheckOutcome, StepKind, StepResult } from '../../model/steps.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';
import { secondsText } from './timeText.ts';

const mark = (passed: boolean, paint: Paint) => (passed ? paint.green('✓') : paint.red('✗'));

/** `✗ tests  0.4 s  exit code 1` */
export function checkText(check: CheckOutcome, paint: Paint): string {
  const why = check.passed ? '' : `  ${paint.dim(howItEnded(check))}`;
  return `${mark(check.passed, paint)} ${check.id}  ${paint.dim(secondsText(check.seconds))}${why}`;
}

/** What an ended step leaves to say, for the kinds that say more than that they passed or failed. */
const results: { readonly [K in StepKind]?: (result: StepResult<K>, paint: Paint) => readonly string[] } = {
  make: (report) => [inert(report.summary)],
  commit: ({ change, quarantined }) => [
    changeText(change.files),
    ...quarantined.map((path) => `moved out of the worktree: ${inert(path)} (a repository of its own)`),
  ],
  decide: (verdict, paint) =>
    verdict.accepted
      ? [paint.green('goal reached')]
      : verdict.reasons.map((reason) => paint.yellow(`not yet: ${inert(reason)}`)),
  land: (landed, paint) => (landed.status === 'landed' ? [paint.green(`landed as ${landed.commit.slice(0, 10)}`)] : []),
};

/** `2 files changed, +10 −3` */
export function changeText(files: readonly { readonly added: number; readonly removed: number }[]): string {
  if (files.length === 0) return 'nothing changed';
  const sum = (side: 'added' | 'removed') => files.reduce((total, file) => total + file[side], 0);
  return `${files.length === 1 ? '1 file' : `${files.length} files`} changed, +${sum('added')} −${sum('removed')}`;
}

/** The lines about a step that has ended. */
export function endedStepText(step: StepState, paint: Paint): readonly string[] {
  const seconds = ((step.finishedAt ?? step.startedAt) - step.startedAt) / 1000;
  const shown = step.kind === 'check' || step.kind === 'setup' || step.kind === 'make';
  const trouble = step.status !== 'passed' && step.kind !== 'decide';
  const why = trouble && step.detail !== undefined && step.kind !== 'make' ? `  ${paint.dim(inert(step.detail))}` : '';
  const headline =
    shown || trouble
      ? [`${mark(step.status === 'passed', paint)} ${inert(stepLabel(step))}  ${paint.dim(secondsText(seconds))}${why}`]
      : [];
  const said = step.result === undefined ? [] : resultText(step, paint);
  return [...headline, ...said.map((line) => (shown ? `  ${line}` : line))];
}

function resultText(step: StepState, paint: Paint): readonly string[] {
  const tell = results[step.kind] as ((result: unknown, paint: Paint) => readonly string[]) | undefined;
  return tell?.(step.result, paint) ?? [];
}
