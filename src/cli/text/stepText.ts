import { howItEnded, type StepState, stepLabel } from '../../model/stepState.ts';
import { type CheckOutcome, commandPassed, type StepKind, type StepResult } from '../../model/steps.ts';
import { defectsText } from './defectsText.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';
import { secondsText } from './timeText.ts';

const mark = (passed: boolean, paint: Paint) => (passed ? paint.green('✓') : paint.red('✗'));

/** `✗ tests  0.4 s  exit code 1` */
export function checkText(check: CheckOutcome, paint: Paint): string {
  const why = check.passed ? '' : `  ${paint.dim(howItEnded(check))}`;
  return `${mark(check.passed, paint)} ${inert(check.id)}  ${paint.dim(secondsText(check.seconds))}${why}`;
}

/** What an ended step leaves to say, for the kinds that say more than that they passed or failed. */
const results: { readonly [K in StepKind]?: (result: StepResult<K>, paint: Paint) => readonly string[] } = {
  precheck: (result) => [commandPassed(result) ? 'precheck: there is nothing to do' : 'precheck: there is work'],
  hear: ({ taken }) => [`${taken === 1 ? '1 decision' : `${taken} decisions`} taken in`],
  discover: (result) => (result.status === 'found' ? [foundText(result)] : []),
  explore: (report, paint) => [
    inert(report.summary),
    ...(report.rootCause === undefined ? [] : [`root cause: ${inert(report.rootCause)}`]),
    ...putBackText(report.changed, paint),
  ],
  make: (report) => [inert(report.summary)],
  commit: ({ change, quarantined }) => [
    changeText(change.files),
    ...quarantined.map((path) => `moved out of the worktree: ${inert(path)} (a repository of its own)`),
  ],
  measure: ({ value }) => (value === null ? [] : [String(value)]),
  verify: (report, paint) => [...defectsText(report.defects, paint), ...putBackText(report.changed, paint)],
  judge: (report, paint) => [
    ...(report.score === null ? [] : [`${report.score} of 10`]),
    ...report.reasons.map(inert),
    ...putBackText(report.changed, paint),
  ],
  reproduce: (result, paint) => [
    commandPassed(result) ? 'the defect does not show' : paint.yellow(`the defect shows: ${howItEnded(result)}`),
  ],
  decide: (verdict, paint) =>
    verdict.accepted
      ? [paint.green('goal reached')]
      : verdict.reasons.map((reason) => paint.yellow(`not yet: ${inert(reason)}`)),
  account: ({ warnings }, paint) => warnings.map((warning) => paint.yellow(inert(warning))),
  land: (landed, paint) => (landed.status === 'landed' ? [paint.green(`landed as ${landed.commit.slice(0, 10)}`)] : []),
  publish: ({ commit }) => [`on its branch as ${commit.slice(0, 10)}`],
  push: ({ status }, paint) => (status === 'pushed' ? [paint.green('pushed')] : []),
  open: (opened) => [
    opened.status === 'unavailable' ? `its text is kept in ${inert(opened.bodyFile)}` : inert(opened.url),
  ],
  patch: ({ file }) => [`written to ${inert(file)}`],
  report: ({ file }) => [`written to ${inert(file)}`],
};

function foundText({ items, found }: { readonly items: readonly unknown[]; readonly found: number }): string {
  const left = found - items.length;
  return `${found === 1 ? '1 item' : `${found} items`} found${left > 0 ? `, ${items.length} taken up` : ''}`;
}

const putBackText = (changed: readonly string[], paint: Paint): readonly string[] =>
  changed.length === 0
    ? []
    : [paint.yellow(`changed what it may only read; put back: ${changed.map(inert).join(', ')}`)];

/** `2 files changed, +10 −3` */
export function changeText(files: readonly { readonly added: number; readonly removed: number }[]): string {
  if (files.length === 0) return 'nothing changed';
  const sum = (side: 'added' | 'removed') => files.reduce((total, file) => total + file[side], 0);
  return `${files.length === 1 ? '1 file' : `${files.length} files`} changed, +${sum('added')} −${sum('removed')}`;
}

/** Steps that are told with a line of their own although all went well. */
const alwaysShown: ReadonlySet<StepKind> = new Set(['setup', 'explore', 'make', 'check', 'measure', 'verify', 'judge']);

/** The lines about a step that has ended. */
export function endedStepText(step: StepState, paint: Paint): readonly string[] {
  const seconds = ((step.finishedAt ?? step.startedAt) - step.startedAt) / 1000;
  const shown = alwaysShown.has(step.kind);
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
