import type { RunDetail } from '../../model/shapes.ts';
import { inert } from './inert.ts';
import { nextStep } from './nextStep.ts';
import type { Paint } from './paint.ts';
import { statusText } from './statusText.ts';
import { changeText, checkText } from './stepText.ts';

/** A run for people: where it is and why, its iterations, its change, and what to do next. */
export function runText(run: RunDetail, paint: Paint): readonly string[] {
  const next = nextStep(run);
  return [
    `${paint.bold(run.loop)}  run ${run.id}  ${statusText(run.status, paint)}`,
    inert(run.reason),
    ...fact('started', `${run.startedAt} by ${inert(run.by)}`, paint),
    ...fact('finished', run.finishedAt, paint),
    ...fact('base', run.base, paint),
    ...fact('branch', run.branch.replace('refs/heads/', ''), paint),
    ...fact('worktree', inert(run.worktree), paint),
    ...fact('lands on', run.into.replace('refs/heads/', ''), paint),
    ...fact('commit', run.commit, paint),
    ...fact('definition', `${inert(run.file)}  ${run.definition}`, paint),
    ...run.items.flatMap((item) => item.iterations.flatMap((iteration) => iterationText(iteration, paint))),
    ...(run.change === undefined ? [] : ['', ...filesText(run.change.files, paint)]),
    ...understandingText(run, paint),
    ...(next === undefined ? [] : ['', `next: ${paint.cyan(next)}`]),
  ];
}

function fact(name: string, value: string | undefined, paint: Paint): readonly string[] {
  return value === undefined ? [] : [`  ${paint.dim(name.padEnd(10))}  ${value}`];
}

function iterationText(iteration: RunDetail['items'][number]['iterations'][number], paint: Paint): readonly string[] {
  const title = iteration.number === 0 ? 'before the first pass' : `iteration ${iteration.number}`;
  const { maker } = iteration;
  const makerLine = maker === undefined ? [] : [`  ${inert(maker.agent)} ${maker.status}: ${inert(maker.summary)}`];
  return [
    '',
    `${paint.bold(title)}  ${iteration.status === 'before' ? '' : iteration.status}`.trimEnd(),
    ...makerLine,
    ...iteration.checks.map((check) => `  ${checkText(check, paint)}`),
    ...iteration.reasons.map((reason) => `  ${paint.yellow(inert(reason))}`),
  ];
}

type Files = NonNullable<RunDetail['change']>['files'];

function filesText(files: Files, paint: Paint): readonly string[] {
  return [
    `${paint.bold('change')}  ${changeText(files)}`,
    ...files.map((file) => `  ${file.status}  ${inert(file.path)}  ${countText(file, paint)}`),
  ];
}

/** `+3 −1`, or `binary`. */
export function countText(
  file: { readonly added: number; readonly removed: number; readonly binary: boolean },
  paint: Paint,
): string {
  if (file.binary) return paint.dim('binary');
  return `${paint.green(`+${file.added}`)} ${paint.red(`−${file.removed}`)}`;
}

function understandingText({ status, understanding }: RunDetail, paint: Paint): readonly string[] {
  if (understanding?.required !== true) return [];
  if (status !== 'waiting' && status !== 'delivered') return [];
  const brush = understanding.holds ? paint.green : paint.yellow;
  return [
    '',
    `${paint.bold('understanding')}  ${brush(understanding.holds ? 'holds' : 'owed')}: ${inert(understanding.reason)}`,
  ];
}
