import type { Change } from '../../../src/model/change.ts';
import type { RecordedEvent, RunEvent, RunStart } from '../../../src/model/event.ts';
import type { Json } from '../../../src/model/result.ts';
import type { CommandResult, StepInput, StepKind, StepResult } from '../../../src/model/steps.ts';

/** Journals as a runner writes them, for tests. */

export const base = 'a'.repeat(40);
export const head = 'b'.repeat(40);
export const tree = 'c'.repeat(40);
export const landed = 'd'.repeat(40);
export const ada = { name: 'Ada', email: 'ada@example.com' };

export const change: Change = {
  base,
  head,
  tree,
  files: [file('src/booking.js', 1, 1)],
};

export function file(path: string, added: number, removed: number): Change['files'][number] {
  const modes = { oldMode: '100644', newMode: '100644', oldBlob: base, newBlob: head };
  return { path, status: 'modified', ...modes, added, removed, binary: false };
}

export function runStart(run: string, more: Partial<RunStart> = {}): RunStart {
  return {
    run,
    loop: 'keep-tests-green',
    file: '.loops/keep-tests-green.loop.yaml',
    source: '',
    definition: 'sha256:0123',
    committed: true,
    base,
    deliver: { as: 'merge', into: 'refs/heads/main', squash: true },
    understand: { questions: 1, pass: 1 },
    branch: `refs/heads/loops/keep-tests-green/${run}`,
    worktree: `/data/${run}`,
    by: ada,
    startedAt: 1_000,
    ...more,
  };
}

const place = { item: 'default', worktree: '/data/w' };
const tests = { id: 'tests', run: 'npm test', env: {}, timeoutSeconds: 60 };

export function command(exitCode: number): CommandResult {
  const times = { startedAt: 1_000, finishedAt: 1_400 };
  return { ended: 'exit', exitCode, ...times, outputBytes: 3, tail: 'out', survivors: 0 };
}

function* step<K extends StepKind>(
  key: string,
  kind: K,
  input: StepInput<K>,
  result: StepResult<K>,
): Iterable<RunEvent> {
  yield { type: 'step.started', key, kind, input: input as Json as never };
  yield { type: 'step.finished', key, outcome: { status: 'done', result: result as Json as never } };
}

/** The check before the first pass fails; one pass repairs it; then a person is waited for. */
export function* repairEvents(start: RunStart): Iterable<RunEvent> {
  yield { type: 'run.started', start };
  yield* step('0/check/tests', 'check', { ...place, iteration: 0, check: tests }, command(1));
  yield* step(
    '1/make',
    'make',
    {
      ...place,
      iteration: 1,
      head: base,
      agent: 'repair',
      feedback: '',
      checks: [{ ...tests, passed: false }],
      allowedPaths: [],
      protectedPaths: [],
    },
    { agent: 'repair', status: 'completed', final: false, summary: 'Changed <= to <', tried: 4, command: command(0) },
  );
  yield* step(
    '1/commit',
    'commit',
    {
      ...place,
      iteration: 1,
      branch: start.branch,
      base,
      parent: base,
      message: 'repair',
      author: ada,
      at: 1,
      configuration: '',
    },
    { change, quarantined: [] },
  );
  yield* step('1/check/tests', 'check', { ...place, iteration: 1, check: tests }, command(0));
  yield* step(
    '1/decide',
    'decide',
    { item: 'default', iteration: 1, goal: 'checks.tests.passed', checks: [], objections: [] },
    { goalHolds: true, accepted: true, reasons: [] },
  );
  yield { type: 'signal.awaited', key: 'person/1', name: 'person' };
}

/** Numbered as in a journal, a second apart. */
export function recorded(events: Iterable<RunEvent>): RecordedEvent[] {
  return [...events].map((event, seq) => ({ seq, at: 1_000 + seq * 1_000, event }));
}
