import * as z from 'zod';
import { changeSchema, fileChangeSchema } from './change.ts';
import type { RunState } from './runState.ts';
import { statusOf } from './runState.ts';
import { type ItemView, type IterationView, itemsOf } from './runView.ts';
import { type StepState, stepLabel } from './stepState.ts';
import { checkOutcomeSchema } from './steps.ts';
import { understandingOf } from './understanding.ts';

/** What `--json` prints, as schemas. docs/command-line.md shows them. Times are ISO 8601 in UTC. */

export const runStatusSchema = z.enum([
  'running',
  'waiting',
  'delivered',
  'nothing-found',
  'rejected',
  'gave-up',
  'stopped',
  'failed',
]);

export const runSummarySchema = z.strictObject({
  id: z.string(),
  loop: z.string(),
  status: runStatusSchema,
  /** Why it ended or what it waits for, in a sentence. */
  reason: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** Iterations begun so far. */
  iterationCount: z.number().int(),
  /** The delivered commit. */
  commit: z.string().optional(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

const stepShape = z.strictObject({
  key: z.string(),
  kind: z.string(),
  label: z.string(),
  status: z.enum(['running', 'passed', 'failed', 'stopped']),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  detail: z.string().optional(),
});

const iterationShape = z.strictObject({
  /** 0 is the look at the checks before the first pass. */
  number: z.number().int(),
  status: z.enum(['before', 'running', 'accepted', 'failed', 'stopped']),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  checks: z.array(checkOutcomeSchema),
  /** What the maker says of its pass: a claim. */
  maker: z
    .strictObject({
      agent: z.string(),
      status: z.enum(['completed', 'failed']),
      summary: z.string(),
      /** Edits tried, where the agent counts them. */
      tried: z.number().int().optional(),
    })
    .optional(),
  reasons: z.array(z.string()),
  steps: z.array(stepShape),
});

const itemShape = z.strictObject({
  id: z.string(),
  iterations: z.array(iterationShape),
  steps: z.array(stepShape),
  change: changeSchema.optional(),
  accepted: z.boolean(),
  /** Why the newest attempt to land did not. */
  refusal: z.string().optional(),
});

export const runDetailSchema = runSummarySchema.extend({
  file: z.string(),
  definition: z.string(),
  base: z.string(),
  branch: z.string(),
  worktree: z.string(),
  into: z.string(),
  /** Name and email of who started it. */
  by: z.string(),
  items: z.array(itemShape),
  /** The iterations of the item. */
  iterations: z.array(iterationShape),
  /** The checks of the newest pass. */
  checks: z.array(checkOutcomeSchema),
  /** The newest change: base, head, tree, files. */
  change: z.strictObject({ ...changeSchema.shape, files: z.array(fileChangeSchema) }).optional(),
  understanding: z
    .strictObject({
      required: z.boolean(),
      holds: z.boolean(),
      right: z.number().int(),
      wrong: z.number().int(),
      reason: z.string(),
    })
    .optional(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

export const runnerStatusSchema = z.strictObject({
  running: z.literal(true),
  pid: z.number().int(),
  protocol: z.number().int(),
  build: z.string(),
  startedAt: z.string(),
  repository: z.string(),
  socket: z.string(),
  /** Ids of runs that it works on or that wait. */
  runs: z.array(z.string()),
  memoryBytes: z.number().int(),
});
export type RunnerStatus = z.infer<typeof runnerStatusSchema>;

const iso = (at: number): string => new Date(at).toISOString();
const finished = (at: number | undefined): { finishedAt?: string } => (at === undefined ? {} : { finishedAt: iso(at) });

export function summaryOf(state: RunState): RunSummary {
  const iterations = new Set(state.steps.flatMap((step) => ('iteration' in step.input ? [step.input.iteration] : [])));
  iterations.delete(0);
  return {
    id: state.start.run,
    loop: state.start.loop,
    status: statusOf(state),
    reason: reasonOf(state),
    startedAt: iso(state.start.startedAt),
    ...finished(state.finishedAt),
    iterationCount: iterations.size,
    ...(state.outcome?.commit === undefined ? {} : { commit: state.outcome.commit }),
  };
}

/** Why a run is where it is, in a sentence: its end, what it waits for, or what it does now. */
export function reasonOf(state: RunState): string {
  if (state.outcome !== undefined) return state.outcome.reason;
  if (state.awaits !== undefined) return waitReason(state);
  const now = state.steps.findLast((step) => step.status === 'running');
  return now === undefined ? 'Starting.' : `Doing: ${now.kind} (${stepLabel(now)}).`;
}

function waitReason(state: RunState): string {
  const item = itemsOf(state)[0];
  if (item?.change === undefined) return 'Waits for a person.';
  const { holds, reason } = understandingOf(state.start.understand, state.said, item.change.head);
  if (!item.accepted) return 'Your edit does not reach the goal yet. Edit again, or reject the change.';
  if (item.refusal !== undefined) return `Not landed: ${item.refusal}`;
  return holds ? 'Proven; waits for a person to land or reject it.' : `Proven; waits for a person. ${reason}`;
}

export function detailOf(state: RunState): RunDetail {
  const items = itemsOf(state);
  const item = items[0];
  const change = item?.change;
  return {
    ...summaryOf(state),
    file: state.start.file,
    definition: state.start.definition,
    base: state.start.base,
    branch: state.start.branch,
    worktree: state.start.worktree,
    into: state.start.deliver.into,
    by: `${state.start.by.name} <${state.start.by.email}>`,
    items: items.map(itemShapeOf),
    iterations: item?.iterations.map(iterationShapeOf) ?? [],
    checks: [...(item?.iterations.findLast((one) => one.checks.length > 0)?.checks ?? [])],
    ...(change === undefined ? {} : { change, understanding: understandingShapeOf(state, change.head) }),
  };
}

function understandingShapeOf(state: RunState, head: string): NonNullable<RunDetail['understanding']> {
  const { holds, right, wrong, reason } = understandingOf(state.start.understand, state.said, head);
  return { required: state.start.understand !== undefined, holds, right, wrong, reason };
}

function itemShapeOf(item: ItemView): RunDetail['items'][number] {
  return {
    id: item.id,
    iterations: item.iterations.map(iterationShapeOf),
    steps: item.steps.map(stepShapeOf),
    accepted: item.accepted,
    ...(item.change === undefined ? {} : { change: item.change }),
    ...(item.refusal === undefined ? {} : { refusal: item.refusal }),
  };
}

function iterationShapeOf(iteration: IterationView): RunDetail['items'][number]['iterations'][number] {
  return {
    number: iteration.number,
    status: iteration.status,
    startedAt: iso(iteration.startedAt),
    ...finished(iteration.finishedAt),
    checks: [...iteration.checks],
    ...(iteration.maker === undefined ? {} : { maker: makerShapeOf(iteration.maker) }),
    reasons: [...iteration.reasons],
    steps: iteration.steps.map(stepShapeOf),
  };
}

function makerShapeOf({ agent, status, summary, tried }: NonNullable<IterationView['maker']>) {
  return { agent, status, summary, ...(tried === undefined ? {} : { tried }) };
}

function stepShapeOf(step: StepState): z.infer<typeof stepShape> {
  return {
    key: step.key,
    kind: step.kind,
    label: stepLabel(step),
    status: step.status,
    startedAt: iso(step.startedAt),
    ...finished(step.finishedAt),
    ...(step.detail === undefined ? {} : { detail: step.detail }),
  };
}
