import type { RunEvent, RunStart } from '../../src/model/event.ts';
import type { RunOutcome } from '../../src/model/outcome.ts';
import type { Json } from '../../src/model/result.ts';
import type { Facts, StepInput, StepKind, StepResult } from '../../src/model/steps.ts';
import { quietWorld } from './quietWorld.ts';

const objectId = 'a'.repeat(40);
const by = { name: 'Ada', email: 'ada@example.org' };

/** A run that is over, as its journal tells it: so many passes of a maker and a check, then how it ended. */
export interface PastRun {
  readonly id: string;
  readonly loop: string;
  readonly startedAt: number;
  readonly passes: number;
  readonly outcome: RunOutcome;
  /** What landed of it. */
  readonly landed?: { readonly commit: string; readonly path: string; readonly lines: number };
}

/** Milliseconds of a pass, and of everything that comes after the last. */
export const passMs = 3 * 60_000;

export const endOf = ({ startedAt, passes }: PastRun): number => startedAt + (passes + 1) * passMs;

/** What its journal holds, and when each of it was written. */
export function eventsOfPastRun(past: PastRun): readonly { readonly at: number; readonly event: RunEvent }[] {
  const passes = Array.from({ length: past.passes }, (_, index) => passOf(past, index + 1));
  const { id: run, loop, outcome, passes: iterations } = past;
  const end = endOf(past);
  const found = { findings: [], complete: false, lessons: [], verdicts: [] };
  return [
    { at: past.startedAt, event: { type: 'run.started', start: startOf(past) } },
    ...passes.flat(),
    ...landingOf(past),
    ...step(end, 'default/conclude', 'conclude', {
      ...{ item: 'default', loop, run, outcome, iterations, at: end },
      ...found,
    }),
    { at: end, event: { type: 'run.finished', outcome } },
  ];
}

function startOf({ id, loop, startedAt }: PastRun): RunStart {
  return {
    ...{ run: id, loop, file: `.loops/${loop}.loop.yaml`, source: `name: ${loop}\n`, committed: true },
    definition: `sha256:${'0'.repeat(64)}`,
    trigger: { kind: 'schedule', id: `schedule:${loop}:${startedAt}`, at: startedAt, about: '0 6 * * *' },
    ...{
      inputs: {},
      base: objectId,
      branch: `refs/heads/loops/${loop}/${id}/\${{ item.id }}`,
      worktrees: `/gone/${id}`,
    },
    deliver: { as: 'merge', into: 'refs/heads/main', squash: true },
    ...{ by, startedAt },
  };
}

const factsAfter = (iteration: number, passed: boolean): Facts => ({
  checks: [{ ...quietWorld.check(checkInput(iteration), ''), id: 'tests', passed, regressions: [], flaky: [] }].map(
    ({ id, passed: is, exitCode, ended, tail, regressions, flaky }) => ({
      ...{ id, passed: is, exitCode, ended, tail, regressions, flaky },
      seconds: 3,
    }),
  ),
  ...{ metrics: {}, baseline: {}, best: {}, item: {}, inputs: {} },
  run: { iteration, noProgress: 0, tokens: 1000, costUsd: 0.1, minutes: 3 },
  diff: { lines: 10, files: ['src/a.ts'] },
});

const place = { item: 'default', worktree: '/gone' };
const checkInput = (iteration: number): StepInput<'check'> => ({
  ...{ ...place, iteration },
  check: { id: 'tests', run: 'npm test', env: {}, timeoutSeconds: 600 },
});

function passOf({ startedAt, passes, outcome }: PastRun, iteration: number) {
  const at = startedAt + iteration * passMs;
  const reached = iteration === passes && (outcome.status === 'delivered' || outcome.status === 'rejected');
  const key = (name: string): string => `default/${iteration}/${name}`;
  const commit = {
    branch: 'refs/heads/b',
    base: objectId,
    parent: objectId,
    message: 'm',
    author: by,
    configuration: 'c',
  };
  const decide = { item: 'default', iteration, goal: 'checks.tests.passed', facts: factsAfter(iteration, reached) };
  return [
    ...step(at - passMs / 2, key('commit'), 'commit', { ...place, ...commit, iteration, at }),
    ...step(at - passMs / 3, key('check/tests'), 'check', checkInput(iteration)),
    ...step(
      at,
      key('decide'),
      'decide',
      { ...decide, objections: [] },
      { goalHolds: reached, accepted: reached, reasons: reached ? [] : ['checks.tests.passed is false.'] },
    ),
  ];
}

function landingOf(past: PastRun) {
  const { id: run, landed } = past;
  if (landed === undefined) return [];
  const { commit: candidate, path, lines } = landed;
  const at = endOf(past) - passMs / 2;
  const of = { item: 'default', run, into: 'refs/heads/main', configuration: 'c' };
  const file = { path, status: 'modified' as const, oldMode: '100644', newMode: '100644', added: lines, removed: 0 };
  const files = [{ ...file, oldBlob: objectId, newBlob: objectId, binary: false }];
  return [
    ...step(
      at,
      'default/merge/1',
      'merge',
      { ...of, head: objectId, squash: true, message: 'm', identity: by, at },
      {
        status: 'merged',
        candidate,
        old: objectId,
        change: { base: objectId, head: candidate, tree: objectId, files },
      },
    ),
    ...step(at, 'default/land/1', 'land', { ...of, candidate, old: objectId }),
  ];
}

/** A step that began and was done at once. */
function step<K extends StepKind>(at: number, key: string, kind: K, input: StepInput<K>, result?: StepResult<K>) {
  const done = result ?? quietWorld[kind](input as never, key);
  const outcome = { status: 'done' as const, result: json(done) };
  return [
    { at, event: { type: 'step.started' as const, key, kind, input: json(input) } },
    { at, event: { type: 'step.finished' as const, key, outcome } },
  ];
}

const json = <T>(value: T): Json => JSON.parse(JSON.stringify(value)) as Json;
