import type { RecordedEvent, RunOutcome, RunStart } from './event.ts';
import type { PersonSays } from './person.ts';
import { finishStep, type StepState, startStep } from './stepState.ts';

export type RunStatus = 'running' | 'waiting' | RunOutcome['status'];

/** All that is known of a run: a fold over its journal, the same in the runner, the command line and the editor. */
export interface RunState {
  readonly start: RunStart;
  /** In the order they were started. */
  readonly steps: readonly StepState[];
  /** What people said, in the order it arrived. */
  readonly said: readonly PersonSays[];
  /** Ids of what the run has heard of it. */
  readonly taken: readonly string[];
  readonly lastSaid?: { readonly id: string; readonly kind: PersonSays['kind'] };
  /** Key of the wait for a person that goes on: an answer to a prompt does not end it. */
  readonly awaits?: string;
  readonly stopRequested: boolean;
  readonly outcome?: RunOutcome;
  readonly finishedAt?: number;
  /** Number of the last event folded in, and its time. */
  readonly seq: number;
  readonly at: number;
}

export function statusOf(state: RunState): RunStatus {
  if (state.outcome !== undefined) return state.outcome.status;
  return state.awaits === undefined ? 'running' : 'waiting';
}

/** The state after `recorded`; the first event of a run must be `run.started`. Events already folded in change nothing. */
export function fold(state: RunState | undefined, recorded: RecordedEvent): RunState {
  const { seq, at, event } = recorded;
  if (state === undefined) {
    if (event.type !== 'run.started') throw new Error(`a journal must begin with run.started, not ${event.type}`);
    return { start: event.start, steps: [], said: [], taken: [], stopRequested: false, seq, at };
  }
  if (seq <= state.seq) return state;
  return { ...apply(state, recorded), seq, at };
}

export function foldAll(events: Iterable<RecordedEvent>): RunState | undefined {
  let state: RunState | undefined;
  for (const event of events) state = fold(state, event);
  return state;
}

function apply(state: RunState, { at, event }: RecordedEvent): RunState {
  switch (event.type) {
    case 'step.started':
      return withStep(state, startStep(event.key, event.kind, event.input, at));
    case 'step.finished': {
      const step = state.steps.find((one) => one.key === event.key);
      return step === undefined ? state : withStep(state, finishStep(step, event.outcome, at));
    }
    case 'signal.awaited':
      return { ...state, awaits: event.key };
    case 'signal.sent':
      return { ...state, said: [...state.said, event.value], lastSaid: { id: event.id, kind: event.value.kind } };
    case 'signal.taken':
      return afterTaking(state, event.id);
    case 'stop.requested':
      return { ...state, stopRequested: true };
    case 'run.finished':
      return { ...state, outcome: event.outcome, finishedAt: at };
    case 'run.started':
    case 'clock.read':
      return state;
  }
}

/** The engine waits on at once after an answer, so nobody should see the run work in between. */
function afterTaking(state: RunState, id: string | null): RunState {
  const taken = id === null ? state.taken : [...state.taken, id];
  const { lastSaid } = state;
  const isAnswer = lastSaid?.id === id && (lastSaid?.kind === 'answered' || lastSaid?.kind === 'no-prompt');
  if (isAnswer) return { ...state, taken };
  const { awaits: _over, ...rest } = state;
  return { ...rest, taken };
}

/** A step that is started again after a crash takes the place of its first start. */
function withStep(state: RunState, step: StepState): RunState {
  const index = state.steps.findIndex((one) => one.key === step.key);
  const steps = index < 0 ? [...state.steps, step] : state.steps.with(index, step);
  return { ...state, steps };
}
