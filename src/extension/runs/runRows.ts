import { type RunState, statusOf } from '../../model/runState.ts';
import { type ItemView, type IterationView, itemsOf } from '../../model/runView.ts';
import { type StepState, stepLabel } from '../../model/stepState.ts';
import { elapsed } from '../elapsed.ts';
import { type Ability, rowContext } from '../viewTable.ts';
import type { RunEntry } from './runStore.ts';
import { doing, endWords, stepTitle } from './runWords.ts';
import { iterationLook, type Look, runLook, stepLook } from './statusLook.ts';

/** A line of a tooltip: a name and a text that is shown as it is. */
export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** A row of the view Runs as plain data. `id` stays the same for the life of the run. */
export interface RunRow {
  readonly id: string;
  readonly run: string;
  /** Key of the step, of a step's row. */
  readonly step?: string;
  readonly label: string;
  readonly description: string;
  readonly look: Look;
  readonly context?: string;
  readonly facts: readonly Fact[];
  readonly children: readonly RunRow[];
  /** True where its events were not read yet, so that there may be children. */
  readonly unread: boolean;
  /** Its time runs. */
  readonly live: boolean;
}

/** The row of a run with all below it: run → item → iteration → step. `now` is epoch milliseconds. */
export function runRow({ summary, state }: RunEntry, now: number): RunRow {
  const look = runLook[summary.status];
  const ended = summary.finishedAt !== undefined;
  const abilities: Ability[] = ended ? ['clean'] : ['stop'];
  if (summary.status === 'waiting') abilities.push('review');
  return {
    id: summary.id,
    run: summary.id,
    label: summary.loop,
    description: runDescription({ summary, ...(state === undefined ? {} : { state }) }, now),
    look,
    context: rowContext('run', abilities),
    facts: runFacts(summary, state),
    children: state === undefined ? [] : runChildren(state, now),
    unread: state === undefined,
    live: summary.status === 'running',
  };
}

function runDescription({ summary, state }: RunEntry, now: number): string {
  const started = Date.parse(summary.startedAt);
  const until = summary.finishedAt === undefined ? now : Date.parse(summary.finishedAt);
  const time = elapsed(until - started);
  switch (summary.status) {
    case 'running':
      return `${state === undefined ? runLook.running.words : doing(state)} · ${time}`;
    case 'waiting':
      return runLook.waiting.words;
    default:
      return `${endWords(summary)} · ${time}`;
  }
}

function runFacts(summary: RunEntry['summary'], state: RunState | undefined): readonly Fact[] {
  const name = { running: 'Now', waiting: 'Waits' }[summary.status as string] ?? 'Ended';
  return [
    { name, text: summary.reason },
    { name: 'Iterations', text: String(summary.iterationCount) },
    { name: 'Started', text: new Date(summary.startedAt).toLocaleString() },
    ...(state === undefined
      ? []
      : [
          { name: 'By', text: state.start.by.name },
          { name: 'Branch', text: state.start.branch.replace(/^refs\/heads\//, '') },
        ]),
    { name: 'Run', text: summary.id },
  ];
}

/** The level of items is left out where a run has a single one: it would say the same twice. */
function runChildren(state: RunState, now: number): readonly RunRow[] {
  const items = itemsOf(state);
  const [only] = items;
  if (items.length === 1 && only !== undefined) return itemChildren(state, only, now);
  return items.map((item) => itemRow(state, item, now));
}

function itemRow(state: RunState, item: ItemView, now: number): RunRow {
  const last = item.iterations.at(-1);
  const status = last?.status ?? 'running';
  const over = statusOf(state) !== 'running';
  const look = over && status === 'running' ? iterationLook.stopped : iterationLook[status];
  return {
    id: `${state.start.run}/${item.id}`,
    run: state.start.run,
    label: item.id,
    description: look.words,
    look,
    facts: [
      { name: 'Iterations', text: String(item.iterations.filter((one) => one.number > 0).length) },
      ...(item.refusal === undefined ? [] : [{ name: 'Not landed', text: item.refusal }]),
    ],
    children: itemChildren(state, item, now),
    unread: false,
    live: !over && status === 'running',
  };
}

/** Iterations and the steps outside of them (worktree, setup, landing), in the order they began. */
function itemChildren(state: RunState, item: ItemView, now: number): readonly RunRow[] {
  const parts = [
    ...item.steps.map((step) => ({ at: step.startedAt, row: stepRow(state, step, now) })),
    ...item.iterations.map((one) => ({ at: one.startedAt, row: iterationRow(state, item.id, one, now) })),
  ];
  return parts.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

function iterationRow(state: RunState, item: string, iteration: IterationView, now: number): RunRow {
  const open = iteration.steps.some((step) => step.status === 'running');
  const look = iterationLook[iteration.status];
  const time = elapsed((open ? now : (iteration.finishedAt ?? iteration.startedAt)) - iteration.startedAt);
  return {
    id: `${state.start.run}/${item}/${iteration.number}`,
    run: state.start.run,
    label: iteration.number === 0 ? 'Before the first pass' : `Iteration ${iteration.number}`,
    description: `${iterationWords(iteration)} · ${time}`,
    look,
    facts: iterationFacts(iteration),
    children: iteration.steps.map((step) => stepRow(state, step, now)),
    unread: false,
    live: open,
  };
}

function iterationWords(iteration: IterationView): string {
  if (iteration.number > 0 || iteration.status !== 'before') return iterationLook[iteration.status].words;
  const failing = iteration.checks.filter((check) => !check.passed).map((check) => check.id);
  return failing.length === 0 ? 'every check passes' : `failing: ${failing.join(', ')}`;
}

function iterationFacts({ maker, checks, reasons }: IterationView): readonly Fact[] {
  return [
    ...(maker === undefined ? [] : [{ name: 'Maker', text: maker.summary }]),
    ...checks.map((check) => ({ name: `Check ${check.id}`, text: check.passed ? 'passed' : 'failed' })),
    ...reasons.map((text) => ({ name: 'Goal not reached', text })),
  ];
}

/** Kinds of step that run a command and so have output. */
const withOutput: ReadonlySet<StepState['kind']> = new Set(['setup', 'make', 'check']);

export const hasOutput = (step: StepState): boolean => withOutput.has(step.kind);

function stepRow(state: RunState, step: StepState, now: number): RunRow {
  const look = stepLook[step.status];
  const words = step.status === 'passed' ? [] : [step.status === 'failed' ? (step.detail ?? look.words) : look.words];
  return {
    id: `${state.start.run}/step/${step.key}`,
    run: state.start.run,
    step: step.key,
    label: stepTitle(step),
    description: [...words, ...timeWorthTelling(step, now)].join(' · '),
    look,
    context: rowContext('step', hasOutput(step) ? ['output'] : []),
    facts: stepFacts(step),
    children: [],
    unread: false,
    live: step.status === 'running',
  };
}

/** A step that took no time to speak of says nothing of it. */
function timeWorthTelling({ startedAt, finishedAt }: StepState, now: number): readonly string[] {
  const took = (finishedAt ?? now) - startedAt;
  return finishedAt !== undefined && took < 1000 ? [] : [elapsed(took)];
}

function stepFacts(step: StepState): readonly Fact[] {
  const command = step.kind === 'setup' ? step.input.run : step.kind === 'check' ? step.input.check.run : undefined;
  const report = step.kind === 'make' ? step.result?.summary : undefined;
  return [
    { name: 'State', text: stepLook[step.status].words },
    ...(command === undefined ? [{ name: 'About', text: stepLabel(step) }] : [{ name: 'Command', text: command }]),
    ...(report === undefined ? [] : [{ name: 'Report', text: report }]),
    ...(step.detail === undefined ? [] : [{ name: 'Why', text: step.detail }]),
  ];
}
