import { branchName } from '../../model/branchName.ts';
import { cageText } from '../../model/cage.ts';
import type { RunDetail } from '../../model/shapes.ts';
import { spendText } from '../../model/spendText.ts';
import { hasNames, type ItemDetail } from '../findItem.ts';
import { inert } from './inert.ts';
import { itemsText } from './itemText.ts';
import { agentLines, iterationText } from './iterationText.ts';
import { nextOfItem, nextStep } from './nextStep.ts';
import type { Paint } from './paint.ts';
import { requestText } from './requestText.ts';
import { statusText } from './statusText.ts';
import { changeText } from './stepText.ts';

/** A run for people: where it is and why, its items, one item whole (where one is meant), and what to do next. */
export function runText(run: RunDetail, item: ItemDetail | undefined, paint: Paint): readonly string[] {
  const named = hasNames(run);
  const waits = item?.status === 'waiting' && run.finishedAt === undefined;
  const next = waits ? nextOfItem(run.id, item) : nextStep(run);
  return [
    `${paint.bold(inert(run.loop))}  run ${run.id}  ${statusText(run.status, paint)}`,
    inert(run.reason),
    ...factsOf(run, paint),
    ...(named ? ['', ...itemsText(run, paint)] : []),
    ...(item === undefined ? whichItem(run, named) : itemText(item, named, paint)),
    ...(next === undefined ? [] : ['', `next: ${paint.cyan(next)}`]),
  ];
}

function factsOf(run: RunDetail, paint: Paint): readonly string[] {
  const inputs = Object.entries(run.inputs).map(([name, value]) => `${inert(name)}=${inert(String(value))}`);
  const { kind, about } = run.trigger;
  return [
    ...fact('started', `${run.startedAt} by ${inert(run.by)}`, paint),
    ...fact('trigger', kind === 'manual' ? undefined : `${kind}  ${inert(about)}`, paint),
    ...fact('inputs', inputs.length === 0 ? undefined : inputs.join('  '), paint),
    ...fact('finished', run.finishedAt, paint),
    ...fact('used', run.spend === undefined ? undefined : spendText(run.spend), paint),
    ...fact('forecast', run.forecast === undefined ? undefined : inert(run.forecast), paint),
    ...fact('cage', run.cage === undefined ? undefined : cageLine(run.cage, paint), paint),
    ...fact('base', run.base, paint),
    ...fact('into', shortName(run.into), paint),
    ...fact('commit', run.commit, paint),
    ...fact('definition', `${inert(run.file)}  ${run.definition}`, paint),
  ];
}

const cageLine = (cage: NonNullable<RunDetail['cage']>, paint: Paint): string =>
  cage.lacks === undefined ? cageText(cage) : paint.yellow(inert(cageText(cage)));

const shortName = (ref: string) => inert(branchName(ref));

function fact(name: string, value: string | undefined, paint: Paint): readonly string[] {
  return value === undefined || value === '' ? [] : [`  ${paint.dim(name.padEnd(10))}  ${value}`];
}

function whichItem({ id, items }: RunDetail, named: boolean): readonly string[] {
  return named && items.length > 0 ? ['', `One of them: loopwright show ${id} --item <key>`] : [];
}

/** One item whole; with a heading where items have names. */
function itemText(item: ItemDetail, named: boolean, paint: Paint): readonly string[] {
  const heading = `${paint.bold(inert(item.key))}  ${statusText(item.status, paint)}`;
  return [
    ...(named ? ['', heading, ...(item.reason === '' ? [] : [inert(item.reason)]), ...fact('id', item.id, paint)] : []),
    ...fact('branch', item.branch === undefined ? undefined : shortName(item.branch), paint),
    ...fact('worktree', item.worktree === undefined ? undefined : inert(item.worktree), paint),
    ...fact('since then', item.fate === undefined ? undefined : inert(item.fate.words), paint),
    ...fact('refused', item.refusal === undefined ? undefined : paint.yellow(inert(item.refusal)), paint),
    ...(item.requests ?? []).flatMap((one) =>
      fact('requested', `${inert(one.by)}  ${one.at}  iteration ${one.iteration}: ${requestText(one)}`, paint),
    ),
    ...agentLines(item.steps, paint).map((line) => `  ${line}`),
    ...item.iterations.flatMap((iteration) => iterationText(iteration, paint)),
    ...(item.change === undefined ? [] : ['', ...filesText(item.change.files, paint)]),
    ...understandingText(item, paint),
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

function understandingText({ status, understanding }: ItemDetail, paint: Paint): readonly string[] {
  if (understanding?.required !== true) return [];
  if (status !== 'waiting' && status !== 'delivered') return [];
  const brush = understanding.holds ? paint.green : paint.yellow;
  return [
    '',
    `${paint.bold('understanding')}  ${brush(understanding.holds ? 'holds' : 'owed')}: ${inert(understanding.reason)}`,
  ];
}
