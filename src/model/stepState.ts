import type { StepOutcome } from './event.ts';
import type { CommandResult } from './steps.ts';
import { commandPassed, type StepInput, type StepKind, type StepResult, stepSchemas } from './steps.ts';

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

/** Why a result is not what the step was for, by kind; undefined where it is. */
const objections: { readonly [K in StepKind]: (result: StepResult<K>) => string | undefined } = {
  prepare: (prepared) => (prepared.status === 'refused' ? prepared.reason : undefined),
  setup: commandObjection,
  make: (report) => (report.status === 'failed' ? report.summary : undefined),
  commit: () => undefined,
  check: commandObjection,
  decide: (verdict) => (verdict.accepted ? undefined : verdict.reasons.join('; ')),
  merge: (merged) => (merged.status === 'refused' ? merged.reason : undefined),
  land: (landed) => (landed.status === 'refused' ? landed.reason : undefined),
  tidy: () => undefined,
  rebase: () => undefined,
  publish: () => undefined,
  reclaim: (reclaimed) => reclaimed.reason,
};

function objectionTo(kind: StepKind, result: unknown): string | undefined {
  return (objections[kind] as (result: unknown) => string | undefined)(result);
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

/** What a step is about, in a word or two. */
export function stepLabel(step: StepState): string {
  switch (step.kind) {
    case 'check':
      return step.input.check.id;
    case 'make':
      return step.result?.agent ?? step.input.agent;
    case 'setup':
      return step.input.run;
    case 'prepare':
      return 'worktree';
    case 'commit':
      return 'commit';
    case 'tidy':
      return 'tidy up';
    case 'decide':
      return 'goal';
    case 'merge':
      return 'merge';
    case 'land':
      return 'land';
    case 'rebase':
      return 'bring up to date';
    case 'publish':
      return 'branch';
    case 'reclaim':
      return 'clean up';
  }
}

/** The iteration that a step belongs to; undefined for preparation, landing and clean-up. */
export function iterationOf(step: StepState): number | undefined {
  return 'iteration' in step.input ? step.input.iteration : undefined;
}
