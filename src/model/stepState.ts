import type { StepOutcome } from './event.ts';
import type { CommandResult } from './steps.ts';
import { commandPassed, type StepInput, type StepKind, type StepResult, stepSchemas } from './steps.ts';
import type { DrivenTurn } from './turn.ts';

/** A step whose kind, input and result belong together. */
type StepOfKind<K extends StepKind> = {
  readonly key: string;
  readonly kind: K;
  readonly input: StepInput<K>;
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly status: 'running' | 'passed' | 'failed' | 'stopped';
  /** Only of a step that was done; a step that failed by an error has none. */
  readonly result?: StepResult<K>;
  /** Why it failed, in a line. */
  readonly detail?: string;
};

/** A step as the fold knows it. Times are epoch milliseconds. */
export type StepState = { [K in StepKind]: StepOfKind<K> }[StepKind];

/** The steps of one kind, typed. */
export function stepsOfKind<K extends StepKind>(steps: readonly StepState[], kind: K): readonly StepOfKind<K>[] {
  return steps.filter((step) => step.kind === kind) as unknown as readonly StepOfKind<K>[];
}

/** The last step of a kind, typed: of a long run it is sought from the end, and nothing is copied. */
export function lastOfKind<K extends StepKind>(steps: readonly StepState[], kind: K): StepOfKind<K> | undefined {
  return steps.findLast((step) => step.kind === kind) as unknown as StepOfKind<K> | undefined;
}

export function startStep(key: string, kind: StepKind, input: unknown, at: number): StepState {
  return { key, kind, input: stepSchemas[kind].input.parse(input), startedAt: at, status: 'running' } as StepState;
}

export function finishStep(step: StepState, outcome: StepOutcome, at: number): StepState {
  const ended = { ...step, finishedAt: at };
  switch (outcome.status) {
    case 'stopped':
      return { ...ended, status: 'stopped' };
    case 'failed':
      return { ...ended, status: 'failed', detail: outcome.message };
    case 'done': {
      const result = stepSchemas[step.kind].result.parse(outcome.result);
      const detail = objectionTo(step.kind, result);
      const verdict = detail === undefined ? ({ status: 'passed' } as const) : ({ status: 'failed', detail } as const);
      return { ...ended, ...verdict, result } as StepState;
    }
  }
}

type Objection<K extends StepKind> = (result: StepResult<K>) => string | undefined;

/** Why a result is not what the step was for, by kind; undefined where it is. */
const objections: { readonly [K in StepKind]: Objection<K> } = {
  prepare: (prepared) => (prepared.status === 'refused' ? prepared.reason : undefined),
  precheck: () => undefined,
  hear: ({ command, problems }) => commandObjection(command) ?? problems[0],
  discover: (discovered) => (discovered.status === 'failed' ? discovered.reason : undefined),
  recall: () => undefined,
  setup: commandObjection,
  explore: roleObjection,
  make: roleObjection,
  commit: () => undefined,
  check: (result) => result.contradiction ?? (result.passed ? undefined : howItEnded(result)),
  measure: ({ value, problem }) => (value === null ? (problem ?? 'no value') : undefined),
  weave: () => undefined,
  verify: (report) => roleObjection(report) ?? (report.defects === null ? 'no valid verdict' : undefined),
  // A command that shows a defect fails: that is what it is for.
  reproduce: () => undefined,
  judge: (report) => roleObjection(report) ?? (report.score === null ? 'no valid score' : undefined),
  tidy: () => undefined,
  discard: () => undefined,
  decide: (verdict) => (verdict.accepted ? undefined : verdict.reasons.join('; ')),
  gate: ({ problem }) => problem,
  account: ({ over }) => over,
  raise: () => undefined,
  settle: () => undefined,
  merge: refusal,
  land: refusal,
  rebase: () => undefined,
  publish: () => undefined,
  push: refusal,
  open: (opened) => (opened.status === 'unavailable' ? opened.why : undefined),
  patch: () => undefined,
  report: () => undefined,
  conclude: ({ problem }) => problem,
  reclaim: (reclaimed) => reclaimed.reason,
};

function objectionTo(kind: StepKind, result: unknown): string | undefined {
  return (objections[kind] as (result: unknown) => string | undefined)(result);
}

function refusal(result: { readonly status: string; readonly reason?: string }): string | undefined {
  return result.status === 'refused' ? result.reason : undefined;
}

function roleObjection(report: {
  readonly status: 'completed' | 'failed';
  readonly summary: string;
  readonly overBudget?: string | undefined;
}): string | undefined {
  return report.overBudget ?? (report.status === 'failed' ? report.summary : undefined);
}

function commandObjection(result: CommandResult): string | undefined {
  return commandPassed(result) ? undefined : howItEnded(result);
}

/** How a command ended, in words. */
export function howItEnded(result: Pick<CommandResult, 'ended' | 'exitCode'>): string {
  switch (result.ended) {
    case 'exit':
      return `exit code ${result.exitCode ?? 'unknown (ended by a signal)'}`;
    case 'timeout':
      return 'stopped: it ran longer than its time-out';
    case 'output-limit':
      return 'stopped: it printed more than the output limit';
    case 'stopped':
      return 'stopped by a person';
    case 'not-started':
      return 'could not be started';
  }
}

/** What a step is about, in a word or two, where its input says more than its kind. */
export function stepLabel(step: StepState): string {
  switch (step.kind) {
    case 'check':
      return step.input.check.id;
    case 'measure':
      return step.input.metric.id;
    case 'make':
    case 'explore':
    case 'verify':
      return step.result?.agent ?? step.input.agent;
    case 'judge':
      return `judge ${step.input.seat}`;
    case 'setup':
      return step.input.run;
    case 'gate':
      return step.input.gate;
    default:
      return labels[step.kind];
  }
}

const labels = {
  prepare: 'worktree',
  precheck: 'precheck',
  hear: 'decisions',
  discover: 'items',
  recall: 'memory',
  commit: 'commit',
  weave: 'proof',
  reproduce: 'reproduce',
  tidy: 'tidy up',
  discard: 'keep the best',
  decide: 'goal',
  account: 'budget',
  raise: 'inbox',
  settle: 'inbox',
  merge: 'merge',
  land: 'land',
  rebase: 'bring up to date',
  publish: 'branch',
  push: 'push',
  open: 'pull request',
  patch: 'patch',
  report: 'report',
  conclude: 'memory',
  reclaim: 'clean up',
} as const;

/** The iteration that a step belongs to; undefined for preparation, landing and clean-up. */
export function iterationOf(step: StepState): number | undefined {
  return 'iteration' in step.input ? step.input.iteration : undefined;
}

/** Which coding agent performed a role, and what is known of its pass; undefined before its end, and of other steps. */
export function drivenTurnOf(step: StepState): { readonly agent: string; readonly turn: DrivenTurn } | undefined {
  switch (step.kind) {
    case 'explore':
    case 'make':
    case 'verify':
    case 'judge':
      return step.result?.turn === undefined ? undefined : { agent: step.result.agent, turn: step.result.turn };
    default:
      return undefined;
  }
}
