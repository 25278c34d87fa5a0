import * as z from 'zod';
import { cageStandingSchema } from './cage.ts';
import { changeSchema, fileChangeSchema } from './change.ts';
import type { ChangeRequest } from './changeRequests.ts';
import { toldFateSchema } from './fate.ts';
import { triggerSchema } from './firing.ts';
import { nameAndEmail } from './nameAndEmail.ts';
import { noteSchema, raisedSchema } from './order.ts';
import type { PersonSays } from './person.ts';
import { type RunState, statusOf, stepsOf } from './runState.ts';
import { type RunSummary, runStatusSchema, runSummarySchema } from './runSummary.ts';
import {
  foundItems,
  type ItemView,
  type IterationView,
  itemMeant,
  itemsOf,
  type NoteView,
  newestAccountOf,
} from './runView.ts';
import { drivenTurnOf, type StepState, stepLabel, stepsOfKind } from './stepState.ts';
import { checkOutcomeSchema, defectSchema, verdictSchema } from './steps.ts';
import { drivenTurnSchema } from './turn.ts';
import { understandingOf } from './understanding.ts';

/** What `--json` prints, as schemas. docs/command-line.md shows them. Times are ISO 8601 in UTC. */

export { type RunSummary, runStatusSchema, runSummarySchema };

const stepShape = z.strictObject({
  key: z.string(),
  kind: z.string(),
  label: z.string(),
  status: z.enum(['running', 'passed', 'failed', 'stopped']),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  detail: z.string().optional(),
  /** The coding agent that did it, once it is over. */
  agent: z.strictObject({ name: z.string(), ...drivenTurnSchema.shape }).optional(),
});

const iterationShape = z.strictObject({
  /** 0 is the look at the checks before the first pass. */
  number: z.number().int(),
  status: z.enum(['before', 'running', 'accepted', 'failed', 'stopped']),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  checks: z.array(checkOutcomeSchema),
  metrics: z.record(z.string(), z.number()),
  /** What the checker claims; null when its verdict could not be read. */
  defects: z.array(defectSchema).nullable().optional(),
  verdict: verdictSchema.optional(),
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

const understandingShape = z.strictObject({
  required: z.boolean(),
  holds: z.boolean(),
  right: z.number().int(),
  wrong: z.number().int(),
  reason: z.string(),
  /** Another prompt is to be asked, though nothing may wait for it. A runner from before this was told leaves it out. */
  mayAsk: z.boolean().optional(),
  /** Who answers for it although the answers do not open the gate (`Name <email>`), and why. */
  overridden: z.strictObject({ by: z.string(), reason: z.string() }).optional(),
});

const itemShape = z.strictObject({
  id: z.string(),
  /** Its name in the world. */
  key: z.string(),
  status: runStatusSchema,
  /** Why it ended or what it waits for. */
  reason: z.string(),
  branch: z.string().optional(),
  worktree: z.string().optional(),
  /** The gate or question that it waits at, where that is not the finished change. */
  waitsFor: z.strictObject({ kind: z.enum(['gate', 'question']), about: z.string() }).optional(),
  understanding: understandingShape.optional(),
  /** What people wrote for its next iteration; `iteration`: the one that was told. */
  notes: z
    .array(
      z.strictObject({ text: noteSchema.shape.text, by: z.string(), at: z.string(), iteration: z.number().optional() }),
    )
    .optional(),
  /** Changes that people requested; `iteration`: the one that began with it. */
  requests: z
    .array(
      z.strictObject({
        by: z.string(),
        at: z.string(),
        iteration: z.number().int(),
        remarks: z.number().int(),
        takenOut: z.number().int(),
        note: z.string().optional(),
      }),
    )
    .optional(),
  iterations: z.array(iterationShape),
  steps: z.array(stepShape),
  change: changeSchema.optional(),
  accepted: z.boolean(),
  /** Of a change that landed: what became of it within 14 days, as far as the runner has looked. */
  fate: toldFateSchema.optional(),
  /** Why the newest attempt to land did not. */
  refusal: z.string().optional(),
});

export const runDetailSchema = runSummarySchema.extend({
  file: z.string(),
  definition: z.string(),
  base: z.string(),
  into: z.string(),
  trigger: triggerSchema,
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Name and email of who started it. */
  by: z.string(),
  /** How its commands and agents are kept. */
  cage: cageStandingSchema.optional(),
  /** Limits that people have raised, to their newest values. */
  raised: raisedSchema.optional(),
  /** The run whose item it takes up, and where: 0 is the base. */
  retry: z.strictObject({ run: z.string(), item: z.string(), iteration: z.number().int() }).optional(),
  /** What it will probably have used in the end, in words; while it works and something is known. */
  forecast: z.string().optional(),
  /** Steps of the run itself. */
  steps: z.array(stepShape),
  items: z.array(itemShape),
  /** What follows is of one item: the one that waits, else the first with a change. */
  item: z.string().optional(),
  branch: z.string(),
  worktree: z.string(),
  iterations: z.array(iterationShape),
  /** The checks of the newest pass. */
  checks: z.array(checkOutcomeSchema),
  /** The newest change: base, head, tree, files. */
  change: z.strictObject({ ...changeSchema.shape, files: z.array(fileChangeSchema) }).optional(),
  understanding: understandingShape.optional(),
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
  const items = itemsOf(state);
  const waiting = items.filter((item) => item.status === 'waiting').length;
  const done = items.filter((item) => item.outcome !== undefined).length;
  const spend = spendOf(state);
  return {
    id: state.start.run,
    loop: state.start.loop,
    status: statusOf(state),
    reason: reasonOf(state),
    startedAt: iso(state.start.startedAt),
    ...finished(state.finishedAt),
    iterationCount: items.reduce((sum, item) => sum + item.iterations.filter(({ number }) => number > 0).length, 0),
    ...(looksForItems(state) ? { itemCount: items.length, doneCount: done, waitingCount: waiting } : {}),
    ...(spend === undefined ? {} : { spend }),
    ...openFindingsOf(state),
    ...(state.outcome?.commit === undefined ? {} : { commit: state.outcome.commit }),
    ...pausedOf(state),
  };
}

/** The end of a run is the end of its pause. */
function pausedOf({ paused, outcome }: RunState): Pick<RunSummary, 'paused'> {
  if (paused === undefined || outcome !== undefined) return {};
  return { paused: { by: nameAndEmail(paused.by), since: iso(paused.since) } };
}

function openFindingsOf(state: RunState): Pick<RunSummary, 'openFindings'> {
  const concluded = stepsOfKind(stepsOf(state), 'conclude').flatMap(({ result }) => result?.openFindings ?? []);
  const last = concluded.at(-1);
  return last === undefined ? {} : { openFindings: last };
}

const looksForItems = (state: RunState): boolean =>
  stepsOfKind(state.steps, 'discover').length > 0 || foundItems(state).length > 0;

const spendOf = (state: RunState): RunSummary['spend'] => newestAccountOf(state)?.result?.run;

/** Why a run is where it is, in a sentence: its end, what it waits for, or what it does now. */
export function reasonOf(state: RunState): string {
  if (state.outcome !== undefined) return state.outcome.reason;
  const items = itemsOf(state);
  const status = statusOf(state);
  const waiting = items.filter((item) => item.status === 'waiting');
  const [first] = waiting;
  if (status === 'waiting' && first !== undefined) {
    return waiting.length === 1 ? reasonOfItem(state, first) : `${waiting.length} items wait for a person.`;
  }
  const doing = status === 'paused' ? pauseWords(state) : doingOf(state);
  return looksForItems(state) && items.length > 0 ? `${progress(items)} ${doing}` : doing;
}

function doingOf(state: RunState): string {
  const now = stepsOf(state).findLast((step) => step.status === 'running');
  const doing = now === undefined ? 'Starting.' : `Doing: ${now.kind} (${stepLabel(now)}).`;
  return state.paused === undefined ? doing : `${doing} ${pauseWords(state)}`;
}

const pauseWords = ({ paused }: RunState): string =>
  paused === undefined ? '' : `Paused by ${paused.by.name}: nothing new begins until somebody resumes it.`;

function progress(items: readonly ItemView[]): string {
  const done = items.filter((item) => item.outcome !== undefined).length;
  const waiting = items.filter((item) => item.status === 'waiting').length;
  return `${done} of ${items.length} items done${waiting === 0 ? '' : `, ${waiting} waiting`}.`;
}

/** Why an item waits, in a sentence. */
export function reasonOfItem(state: RunState, item: ItemView): string {
  if (item.waitsFor?.kind === 'gate') return `Waits at the gate ${item.waitsFor.about}.`;
  if (item.waitsFor?.kind === 'question') return 'Stalled; asks a person how to go on.';
  if (item.change === undefined) return 'Waits for a person.';
  const { holds, reason } = understandingOf(state.start.understand, saidTo(state, item.id), item.change.head);
  if (!item.accepted) return editWords(saidTo(state, item.id));
  if (item.refusal !== undefined) return `Not landed: ${item.refusal}`;
  return holds ? 'Proven; waits for a person to land or reject it.' : `Proven; waits for a person. ${reason}`;
}

function editWords(said: readonly PersonSays[]): string {
  const edit = said.findLast(({ kind }) => kind === 'edited');
  if (edit?.kind !== 'edited' || edit.takenOut === undefined) {
    return 'Your edit does not reach the goal yet. Edit again, or reject the change.';
  }
  return 'What was kept does not reach the goal without what was taken out. Edit it, request changes, or reject the change.';
}

/** What people said to one item. */
export const saidTo = (state: RunState, item: string): readonly PersonSays[] => state.items.get(item)?.said ?? [];

export function detailOf(state: RunState): RunDetail {
  const items = itemsOf(state);
  const item = itemMeant(state, undefined);
  const change = item?.change;
  return {
    ...summaryOf(state),
    file: state.start.file,
    definition: state.start.definition,
    base: state.start.base,
    into: state.start.deliver.into,
    trigger: state.start.trigger,
    inputs: state.start.inputs,
    by: nameAndEmail(state.start.by),
    ...(state.start.cage === undefined ? {} : { cage: state.start.cage }),
    ...(Object.keys(state.raised).length === 0 ? {} : { raised: state.raised }),
    ...retryOf(state.start.retry),
    steps: state.steps.map(stepShapeOf),
    items: items.map((one) => itemShapeOf(state, one)),
    ...(item === undefined ? {} : { item: item.id }),
    branch: item?.branch ?? '',
    worktree: item?.worktree ?? '',
    iterations: item?.iterations.map(iterationShapeOf) ?? [],
    checks: [...(item?.iterations.findLast((one) => one.checks.length > 0)?.checks ?? [])],
    ...(item === undefined || change === undefined
      ? {}
      : { change, understanding: understandingShapeOf(state, item.id, change.head) }),
  };
}

function retryOf(retry: RunState['start']['retry']): Pick<RunDetail, 'retry'> {
  if (retry === undefined) return {};
  const { run, item, iteration } = retry;
  return { retry: { run, item: item.key, iteration } };
}

function understandingShapeOf(state: RunState, item: string, head: string): NonNullable<RunDetail['understanding']> {
  const of = understandingOf(state.start.understand, saidTo(state, item), head);
  const { holds, right, wrong, reason, mayAsk, overridden } = of;
  const required = state.start.understand !== undefined;
  return { required, holds, right, wrong, reason, mayAsk, ...(overridden === undefined ? {} : { overridden }) };
}

function itemShapeOf(state: RunState, item: ItemView): RunDetail['items'][number] {
  const { change } = item;
  return {
    id: item.id,
    key: item.key,
    status: item.status,
    reason: item.outcome?.reason ?? whyItStands(state, item),
    ...(item.branch === undefined ? {} : { branch: item.branch }),
    ...(item.worktree === undefined ? {} : { worktree: item.worktree }),
    ...(item.waitsFor === undefined ? {} : { waitsFor: item.waitsFor }),
    ...(item.notes.length === 0 ? {} : { notes: item.notes.map(noteShapeOf) }),
    ...(item.requests.length === 0 ? {} : { requests: item.requests.map(requestShapeOf) }),
    iterations: item.iterations.map(iterationShapeOf),
    steps: item.steps.map(stepShapeOf),
    accepted: item.accepted,
    ...(change === undefined ? {} : { change, understanding: understandingShapeOf(state, item.id, change.head) }),
    ...(item.refusal === undefined ? {} : { refusal: item.refusal }),
  };
}

function whyItStands(state: RunState, item: ItemView): string {
  if (item.status === 'waiting') return reasonOfItem(state, item);
  return item.status === 'paused' ? pauseWords(state) : '';
}

function noteShapeOf({ text, by, at, iteration }: NoteView) {
  return { text, by: nameAndEmail(by), at: iso(at), ...(iteration === undefined ? {} : { iteration }) };
}

function requestShapeOf({ request, at, iteration }: ChangeRequest) {
  const { by, remarks, takenOut, note } = request;
  const counts = { remarks: remarks.length, takenOut: takenOut.length };
  return { by: nameAndEmail(by), at: iso(at), iteration, ...counts, ...(note === undefined ? {} : { note }) };
}

function iterationShapeOf(iteration: IterationView): RunDetail['items'][number]['iterations'][number] {
  return {
    number: iteration.number,
    status: iteration.status,
    startedAt: iso(iteration.startedAt),
    ...finished(iteration.finishedAt),
    checks: [...iteration.checks],
    metrics: { ...iteration.metrics },
    ...(iteration.defects === undefined ? {} : { defects: iteration.defects === null ? null : [...iteration.defects] }),
    ...(iteration.verdict === undefined ? {} : { verdict: iteration.verdict }),
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
    ...agentOf(step),
  };
}

function agentOf(step: StepState): Pick<z.infer<typeof stepShape>, 'agent'> {
  const known = drivenTurnOf(step);
  return known === undefined ? {} : { agent: { name: known.agent, ...known.turn } };
}
