import type { Change } from '../../../src/model/change.ts';
import type { RecordedEvent, RunEvent, RunStart } from '../../../src/model/event.ts';
import type { RunOutcome } from '../../../src/model/outcome.ts';
import type { Json } from '../../../src/model/result.ts';
import type {
  CheckOutcome,
  CommandResult,
  Facts,
  Item,
  StepInput,
  StepKind,
  StepResult,
} from '../../../src/model/steps.ts';

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
    trigger: { kind: 'manual', id: `manual:${run}`, at: 1_000, about: 'a person' },
    inputs: {},
    base,
    deliver: { as: 'merge', into: 'refs/heads/main', squash: true },
    understand: { questions: 1, pass: 1 },
    branch: `refs/heads/loops/keep-tests-green/${run}`,
    worktrees: `/data/${run}`,
    by: ada,
    startedAt: 1_000,
    ...more,
  };
}

const tests = { id: 'tests', run: 'npm test', env: {}, timeoutSeconds: 60 };

export function command(exitCode: number): CommandResult {
  const times = { startedAt: 1_000, finishedAt: 1_400 };
  return { ended: 'exit', exitCode, ...times, outputBytes: 3, tail: 'out', survivors: 0 };
}

/** What every role is given and reports, where a test does not care. */
const role = () => ({
  agent: 'command' as const,
  env: {},
  session: 's',
  memory: '',
  limits: [],
  loop: 'keep-tests-green',
});
const report = (agent: string, summary: string) => ({
  agent,
  summary,
  status: 'completed' as const,
  usage: null,
  findings: [],
  lessons: [],
  questions: [],
  problems: [],
  command: command(0),
});

export function* step<K extends StepKind>(
  key: string,
  kind: K,
  input: StepInput<K>,
  result: StepResult<K>,
): Iterable<RunEvent> {
  yield { type: 'step.started', key, kind, input: input as Json as never };
  yield { type: 'step.finished', key, outcome: { status: 'done', result: result as Json as never } };
}

export const outcomeOf = (exitCode: number, more: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id: 'tests',
  passed: exitCode === 0,
  exitCode,
  ended: 'exit',
  seconds: 0.4,
  tail: 'out',
  regressions: [],
  flaky: [],
  ...more,
});

export function facts(more: Partial<Facts> = {}): Facts {
  return {
    checks: [outcomeOf(0)],
    metrics: {},
    baseline: {},
    best: {},
    run: { iteration: 1, noProgress: 0, tokens: null, costUsd: null, minutes: 1 },
    diff: { lines: 2, files: ['src/booking.js'] },
    item: null,
    inputs: {},
    ...more,
  };
}

/** What a pass finds out beside its checks. */
export interface Findings {
  readonly facts?: Facts;
  readonly defects?: StepResult<'verify'>['defects'];
}

/** The work on one item: the check before the first pass fails, one pass repairs it, then a person is waited for. */
export function* itemEvents(start: RunStart, item: string, found: Findings = {}): Iterable<RunEvent> {
  const place = { item, worktree: `${start.worktrees}-${item}` };
  const branch = item === 'default' ? start.branch : `${start.branch}/${item}`;
  yield* step(`${item}/prepare`, 'prepare', { ...place, branch, base }, { status: 'ready', configuration: '' });
  yield* step(
    `${item}/0/check/tests`,
    'check',
    { ...place, iteration: 0, check: tests },
    { ...command(1), passed: false },
  );
  yield* step(
    `${item}/1/make`,
    'make',
    {
      ...place,
      ...role(),
      agent: 'repair',
      iteration: 1,
      head: base,
      feedback: '',
      checks: [{ ...tests, passed: false }],
      allowedPaths: [],
      protectedPaths: [],
    },
    { ...report('repair', 'Changed <= to <'), final: false, tried: 4 },
  );
  const authored = { message: 'repair', author: ada, at: 1, configuration: '' };
  yield* step(
    `${item}/1/commit`,
    'commit',
    { ...place, iteration: 1, branch, base, parent: base, ...authored },
    { change, quarantined: [] },
  );
  yield* step(
    `${item}/1/check/tests`,
    'check',
    { ...place, iteration: 1, check: tests },
    { ...command(0), passed: true },
  );
  if (found.defects !== undefined) {
    yield* step(
      `${item}/1/verify`,
      'verify',
      { ...place, ...role(), iteration: 1, base, head, brief: '' },
      { ...report('critic', 'read it'), changed: [], defects: found.defects },
    );
  }
  yield* step(
    `${item}/1/decide`,
    'decide',
    { item, iteration: 1, goal: 'checks.tests.passed', facts: found.facts ?? facts(), objections: [] },
    { goalHolds: true, accepted: true, reasons: [] },
  );
  yield { type: 'signal.awaited', key: `${item}/wait/1`, box: item };
}

/** A run of one item that was repaired and waits. */
export function* repairEvents(start: RunStart): Iterable<RunEvent> {
  yield { type: 'run.started', start };
  yield* itemEvents(start, 'default');
}

/** A run that found items; what is done about them comes later. */
export function* foundEvents(start: RunStart, items: readonly Item[]): Iterable<RunEvent> {
  yield { type: 'run.started', start };
  yield* step(
    'run/discover',
    'discover',
    {
      loop: start.loop,
      worktree: `${start.worktrees}-run`,
      base,
      from: { run: 'node find.mjs', timeoutSeconds: 60 },
      format: 'json',
      max: 100,
      retry: 'changed',
      inputs: {},
      at: 1,
    },
    { status: 'found', items: [...items], found: items.length, left: [] },
  );
}

export const item = (id: string, key: string): Item => ({ id, key, data: null });

/** The end of one item. */
export function concludeEvents(start: RunStart, id: string, outcome: RunOutcome): Iterable<RunEvent> {
  const rest = { findings: [], complete: false, lessons: [], verdicts: [], at: 1 };
  return step(
    `${id}/conclude`,
    'conclude',
    { item: id, loop: start.loop, run: start.run, outcome, iterations: 1, ...rest },
    { openFindings: 0 },
  );
}

/** Numbered as in a journal, a second apart. */
export function recorded(events: Iterable<RunEvent>): RecordedEvent[] {
  return [...events].map((event, seq) => ({ seq, at: 1_000 + seq * 1_000, event }));
}
