import type { RecordedEvent } from '../../model/event.ts';
import { type RunState, statusOf } from '../../model/runState.ts';
import { reasonOf } from '../../model/shapes.ts';
import { iterationOf, type StepState } from '../../model/stepState.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';
import { statusText } from './statusText.ts';
import { endedStepText } from './stepText.ts';

/** What a person who watches a run reads at an event; `state` is the state after it. */
export function progressText({ event }: RecordedEvent, state: RunState, paint: Paint): readonly string[] {
  switch (event.type) {
    case 'run.started':
      return [
        `${paint.bold(event.start.loop)}  run ${event.start.run}`,
        paint.dim(`from ${event.start.base.slice(0, 10)}, on branch ${event.start.branch.replace('refs/heads/', '')}`),
      ];
    case 'step.started':
      return startedText(state, event.key, paint);
    case 'step.finished': {
      const step = state.steps.find((one) => one.key === event.key);
      return step === undefined ? [] : indent(endedStepText(step, paint));
    }
    case 'signal.awaited':
      return [paint.yellow(inert(reasonOf(state)))];
    case 'stop.requested':
      return [`stop was asked for by ${inert(event.by)}`];
    case 'run.finished':
      return [`${statusText(statusOf(state), paint)}: ${inert(event.outcome.reason)}`];
    case 'clock.read':
    case 'signal.sent':
    case 'signal.taken':
      return [];
  }
}

function startedText(state: RunState, key: string, paint: Paint): readonly string[] {
  const step = state.steps.find((one) => one.key === key);
  if (step === undefined) return [];
  const heading = isFirstOfIteration(state, step) ? [iterationText(iterationOf(step) ?? 0, paint)] : [];
  return step.kind === 'make' ? [...heading, ...indent([paint.dim('the maker works …')])] : heading;
}

function isFirstOfIteration(state: RunState, step: StepState): boolean {
  const number = iterationOf(step);
  return number !== undefined && state.steps.find((one) => iterationOf(one) === number)?.key === step.key;
}

const iterationText = (number: number, paint: Paint) =>
  paint.bold(number === 0 ? 'before the first pass' : `iteration ${number}`);

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
