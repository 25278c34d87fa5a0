import type { RunEvent, RunStart } from '../../../src/model/event.ts';
import type { PersonSays } from '../../../src/model/person.ts';
import type { CheckResult, StepInput } from '../../../src/model/steps.ts';

const objectId = 'a'.repeat(40);
const by = { name: 'Ada', email: 'ada@example.org' };

export const runStart: RunStart = {
  run: 'r1',
  loop: 'fix',
  file: '.loops/fix.loop.yaml',
  source: 'name: fix\n',
  definition: 'sha256:00',
  committed: true,
  trigger: { kind: 'manual', id: 'm1', at: 1, about: '' },
  inputs: {},
  base: objectId,
  deliver: { as: 'merge', into: 'refs/heads/main', squash: false },
  branch: 'loops/fix/r1/item',
  worktrees: '/tmp/worktree',
  by,
  startedAt: 1,
};

export const edited: PersonSays = { kind: 'edited', by };
export const rejected: PersonSays = { kind: 'reject', reason: 'no', by };

export const checkInput = (id: string): StepInput<'check'> => ({
  item: 'item',
  worktree: '/tmp/worktree',
  iteration: 1,
  check: { id, run: `check ${id}`, env: { A: 'ä' }, timeoutSeconds: 10 },
});

export const passedCommand: CheckResult = {
  passed: true,
  ended: 'exit',
  exitCode: 0,
  startedAt: 1,
  finishedAt: 2,
  outputBytes: 3,
  tail: 'ok “fine”\n',
  survivors: 0,
};

/** The events of a small run, in the order a run would write them. */
export const sampleEvents: readonly RunEvent[] = [
  { type: 'run.started', start: runStart },
  { type: 'clock.read', key: 'begin', now: 5 },
  { type: 'step.started', key: 'check/a', kind: 'check', input: { item: 'item', check: { id: 'a', env: { A: 'ä' } } } },
  { type: 'step.finished', key: 'check/a', outcome: { status: 'done', result: passedCommand } },
  { type: 'signal.awaited', key: 'item/wait/1', box: 'item' },
  { type: 'signal.sent', id: 's1', box: 'item', value: edited },
  { type: 'signal.taken', key: 'item/wait/1', id: 's1' },
  { type: 'signal.awaited', key: 'item/wait/2', box: 'item', deadline: 7 },
  { type: 'signal.expired', key: 'item/wait/2' },
  { type: 'run.finished', outcome: { status: 'delivered', reason: 'done' } },
];
