import type { RecordedEvent, RunEvent, RunStart } from '../../../src/model/event.ts';
import { onlyItem, runLane } from '../../../src/model/lane.ts';
import type { CheckResult, StepInput, StepResult } from '../../../src/model/steps.ts';
import { quietWorld } from '../../support/quietWorld.ts';
import { eventsOfRun, startOfItems } from '../runOfItems.ts';

/** What live runs write: each a life that goes on for as long as it is asked for more. */

export interface LiveRun {
  readonly id: string;
  readonly events: readonly RecordedEvent[];
  /** Writes what happens next. */
  next(): RecordedEvent;
}

/** Begins the label of the check that says when it was written. */
export const probeMark = 'probe-';

const minute = 60_000;
/** So many iterations are shown in the list, and so many events a minute are few for each. */
const checksOfOne = Array.from({ length: 16 }, (_, n) => `check-${n}`);
const checksOfMany = ['test', 'lint'];
const itemsOfMany = Array.from({ length: 12 }, (_, n) => `item-${n}-0a1b2c3d`);

/** Every other run works on twelve items, the others on a single one without a name, which iterates more often. */
export function liveRun(number: number): LiveRun {
  const start = startOf(`loop-${String(number).padStart(2, '0')}`, Date.now() - number * minute);
  const passes = Number.POSITIVE_INFINITY;
  if (number % 2 === 1)
    return growing(start.run, eventsOfRun({ start, items: [onlyItem], passes, checks: checksOfOne }));
  return growing(start.run, finding(eventsOfRun({ start, items: itemsOfMany, passes, checks: checksOfMany }), start));
}

/** A life that begins with finding its items. */
function* finding(life: Generator<RunEvent>, start: RunStart): Generator<RunEvent> {
  const key = `${runLane}/discover`;
  const { loop, worktrees: worktree, base } = start;
  const rules = { format: 'lines' as const, max: itemsOfMany.length, retry: 'changed' as const };
  const input: StepInput<'discover'> = {
    loop,
    worktree,
    base,
    from: { file: 'todo.txt' },
    ...rules,
    inputs: {},
    at: 1,
  };
  const items = itemsOfMany.map((id) => ({ id, key: id, data: {} }));
  const result: StepResult<'discover'> = { status: 'found', items, found: items.length, left: [] };
  for (const event of life) {
    yield event;
    if (event.type !== 'run.started') continue;
    yield { type: 'step.started', key, kind: 'discover', input };
    yield { type: 'step.finished', key, outcome: { status: 'done', result } };
  }
}

/** A run that says, in the label of the step that runs, when the step's start was written. The newest of all. */
export function probeRun(): LiveRun {
  const start = startOf('probe', Date.now());
  return growing(start.run, probes(start));
}

function startOf(loop: string, startedAt: number): RunStart {
  const run = `${loop}-20260714-060000-x7`;
  return { ...startOfItems, run, loop, file: `.loops/${loop}.loop.yaml`, startedAt };
}

const probesOfIteration = 10;

/** Nothing but checks, each named after the moment at which its start was written. */
function* probes(start: RunStart): Generator<RunEvent> {
  yield { type: 'run.started', start };
  for (let number = 0; ; number += 1) {
    const iteration = 1 + Math.floor(number / probesOfIteration);
    const id = `${probeMark}${Date.now()}`;
    const key = `${onlyItem}/${iteration}/check/${id}`;
    const check = { id, run: 'npm test', env: {}, timeoutSeconds: 600 };
    const input: StepInput<'check'> = { item: onlyItem, worktree: start.worktrees, iteration, check };
    yield { type: 'step.started', key, kind: 'check', input };
    const result: CheckResult = quietWorld.check(input, key);
    yield { type: 'step.finished', key, outcome: { status: 'done', result } };
  }
}

function growing(id: string, life: Generator<RunEvent>): LiveRun {
  const events: RecordedEvent[] = [];
  return {
    id,
    events,
    next: () => {
      const { value } = life.next();
      const recorded: RecordedEvent = { seq: events.length, at: Date.now(), event: value };
      events.push(recorded);
      return recorded;
    },
  };
}
