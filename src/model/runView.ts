import type { Change } from './change.ts';
import type { RunState } from './runState.ts';
import { iterationOf, type StepState, stepsOfKind } from './stepState.ts';
import { type CheckOutcome, type CommandResult, commandPassed, type MakerReport } from './steps.ts';

/** Everything below is derived from the fold: how people look at a run. */

export interface IterationView {
  /** 0 is the look at the checks before the first pass. */
  readonly number: number;
  readonly status: 'running' | 'accepted' | 'failed' | 'stopped' | 'before';
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly steps: readonly StepState[];
  readonly checks: readonly CheckOutcome[];
  readonly maker?: MakerReport;
  /** Why the goal was not reached. */
  readonly reasons: readonly string[];
}

export interface ItemView {
  readonly id: string;
  readonly iterations: readonly IterationView[];
  /** Steps outside an iteration: worktree, setup, landing, clean-up. */
  readonly steps: readonly StepState[];
  readonly change?: Change;
  /** Whether the newest change reached the goal and broke no policy. */
  readonly accepted: boolean;
  /** Why the newest attempt to land did not. */
  readonly refusal?: string;
}

export function itemsOf(state: RunState): readonly ItemView[] {
  const ids = [...new Set(state.steps.map((step) => step.input.item))];
  return ids.map((id) =>
    itemOf(
      id,
      state.steps.filter((step) => step.input.item === id),
    ),
  );
}

function itemOf(id: string, steps: readonly StepState[]): ItemView {
  const numbers = [...new Set(steps.map(iterationOf).filter((n) => n !== undefined))];
  const change = changeOf(steps);
  const decided = stepsOfKind(steps, 'decide').at(-1);
  const refusal = refusalOf(steps);
  return {
    id,
    iterations: numbers.map((n) =>
      iterationView(
        n,
        steps.filter((step) => iterationOf(step) === n),
      ),
    ),
    steps: steps.filter((step) => iterationOf(step) === undefined),
    ...(change === undefined ? {} : { change }),
    accepted: decided?.result?.accepted ?? false,
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** The newest change that an item committed. */
export function changeOf(steps: readonly StepState[]): Change | undefined {
  for (const step of steps.toReversed()) {
    if ((step.kind === 'commit' || step.kind === 'rebase') && step.result !== undefined) return step.result.change;
  }
  return undefined;
}

function refusalOf(steps: readonly StepState[]): string | undefined {
  const tried = steps.findLast((step) => step.kind === 'merge' || step.kind === 'land');
  return tried?.status === 'failed' ? tried.detail : undefined;
}

function iterationView(number: number, steps: readonly StepState[]): IterationView {
  const first = steps[0];
  const last = steps.at(-1);
  const maker = stepsOfKind(steps, 'make').at(-1)?.result;
  const verdict = stepsOfKind(steps, 'decide').at(-1)?.result;
  const ended = last?.finishedAt;
  return {
    number,
    status: iterationStatus(number, steps, verdict?.accepted),
    startedAt: first?.startedAt ?? 0,
    ...(ended === undefined ? {} : { finishedAt: ended }),
    steps,
    checks: stepsOfKind(steps, 'check').flatMap((step) =>
      step.result === undefined ? [] : [checkOutcome(step.input.check.id, step.result)],
    ),
    ...(maker === undefined ? {} : { maker }),
    reasons: verdict?.reasons ?? [],
  };
}

function iterationStatus(
  number: number,
  steps: readonly StepState[],
  accepted: boolean | undefined,
): IterationView['status'] {
  if (accepted !== undefined && number > 0) return accepted ? 'accepted' : 'failed';
  if (steps.some((step) => step.status === 'stopped')) return 'stopped';
  if (steps.some((step) => step.status === 'running')) return 'running';
  return number === 0 ? 'before' : 'running';
}

export function checkOutcome(id: string, result: CommandResult): CheckOutcome {
  return {
    id,
    passed: commandPassed(result),
    exitCode: result.exitCode,
    ended: result.ended,
    seconds: (result.finishedAt - result.startedAt) / 1000,
    tail: result.tail,
  };
}
