import { createHash } from 'node:crypto';
import type { Change, FileChange } from '../../../src/model/change.ts';
import type { RecordedEvent, RunEvent, RunStart } from '../../../src/model/event.ts';
import { runLane } from '../../../src/model/lane.ts';
import type { RunOutcome } from '../../../src/model/outcome.ts';
import type { Facts, Item, StepInput, StepKind, StepResult } from '../../../src/model/steps.ts';

/** A git object name made from any text. */
export const objectId = (text: string): string => createHash('sha1').update(text).digest('hex');

export const person = { name: 'Ada', email: 'ada@example.com' };

const base = objectId('base');
const startedAt = Date.parse('2026-01-02T03:04:05Z');

export const commandResult = (exitCode: number, tail = '') => ({
  ended: 'exit' as const,
  exitCode,
  startedAt,
  finishedAt: startedAt + 500,
  outputBytes: tail.length,
  tail,
  survivors: 0,
});

/** One modified file whose new content is `content`. */
export const fileChange = (path: string, content: string, more: Partial<FileChange> = {}): FileChange => ({
  path,
  status: 'modified',
  oldMode: '100644',
  newMode: '100644',
  oldBlob: objectId(`${path} before`),
  newBlob: objectId(content),
  added: 1,
  removed: 1,
  binary: false,
  ...more,
});

export const changeOf = (files: readonly FileChange[]): Change => {
  const content = files.map((file) => `${file.path} ${file.newBlob}`).join();
  return { base, head: objectId(`head ${content}`), tree: objectId(`tree ${content}`), files: [...files] };
};

/** What a pass is judged by; nothing is known but what the test says. */
export const factsOf = (more: Partial<Facts> = {}): Facts => ({
  checks: [],
  metrics: {},
  baseline: {},
  best: {},
  run: { iteration: 1, noProgress: 0, tokens: null, costUsd: null, minutes: 0 },
  diff: { lines: 0, files: [] },
  item: null,
  inputs: {},
  ...more,
});

/** An item as discovery names it; `data` is of no matter to the editor. */
export const itemOf = (key: string): Item => ({ id: `${key.replaceAll(/\W+/g, '-')}-1234`, key, data: null });

/** What every role is given, of no matter to the editor. */
export const roleInput = {
  agent: 'command' as const,
  env: {},
  session: 's',
  memory: '',
  limits: [],
  loop: 'keep-tests-green',
};

/** What every role says of its pass. */
export const roleReport = {
  agent: 'command',
  status: 'completed' as const,
  summary: 'done',
  usage: null,
  findings: [],
  lessons: [],
  questions: [],
  problems: [],
  command: commandResult(0),
};

/** Writes the journal of one run, event by event, as a runner would. A step takes half a second. */
export class RecordedRun {
  readonly run: string;
  readonly events: RecordedEvent[] = [];
  readonly #tell: (recorded: RecordedEvent) => void;
  #at: number;
  #steps = 0;

  constructor(run: string, tell: (recorded: RecordedEvent) => void = () => {}, at: number = startedAt) {
    this.run = run;
    this.#tell = tell;
    this.#at = at;
  }

  record(event: RunEvent): void {
    const recorded = { seq: this.events.length, at: this.#at, event };
    this.#at += 500;
    this.events.push(recorded);
    this.#tell(recorded);
  }

  start(more: Partial<RunStart> = {}): this {
    const start: RunStart = {
      run: this.run,
      loop: 'keep-tests-green',
      file: '.loops/keep-tests-green.loop.yaml',
      source: 'name: keep-tests-green\n',
      definition: `sha256:${objectId('definition')}`,
      committed: true,
      trigger: { kind: 'manual', id: `manual:${this.run}`, at: this.#at, about: 'a person' },
      inputs: {},
      base,
      deliver: { as: 'merge', into: 'refs/heads/main', squash: true },
      understand: { questions: 1, pass: 1 },
      branch: 'refs/heads/loops/${{ loop.name }}/${{ run.id }}/${{ item.id }}',
      worktrees: '/nowhere',
      by: person,
      startedAt: this.#at,
      ...more,
    };
    this.record({ type: 'run.started', start });
    return this;
  }

  /** The key begins with the lane of the step, as the engine's do; `place` is the rest of it. */
  begin<K extends StepKind>(kind: K, input: StepInput<K>, place?: string): string {
    this.#steps += 1;
    const lane = 'item' in input && input.item !== undefined ? input.item : runLane;
    const iteration = 'iteration' in input && input.iteration !== undefined ? `${input.iteration}/` : '';
    const key = `${lane}/${place ?? `${iteration}${kind}-${this.#steps}`}`;
    this.record({ type: 'step.started', key, kind, input: JSON.parse(JSON.stringify(input)) });
    return key;
  }

  finish(key: string, result: StepResult<StepKind>): void {
    this.record({
      type: 'step.finished',
      key,
      outcome: { status: 'done', result: JSON.parse(JSON.stringify(result)) },
    });
  }

  /** Begins a step and ends it with this result. */
  did<K extends StepKind>(kind: K, input: StepInput<K>, result: StepResult<K>, place?: string): this {
    this.finish(this.begin(kind, input, place), result);
    return this;
  }

  /** What the run takes up. */
  found(items: readonly Item[]): this {
    return this.did(
      'discover',
      {
        loop: 'keep-tests-green',
        worktree: '/nowhere',
        base,
        from: { run: 'npm run flaky', timeoutSeconds: 60 },
        format: 'json',
        max: 10,
        retry: 'changed',
        inputs: {},
        at: this.#at,
      },
      { status: 'found', items: [...items], found: items.length, left: [] },
    );
  }

  prepare(item = 'default'): this {
    const branch = `refs/heads/loops/keep-tests-green/${this.run}/${item}`;
    const input = { item, worktree: `/nowhere-${item}`, branch, base };
    return this.did('prepare', input, { status: 'ready', configuration: 'none' });
  }

  check(iteration: number, exitCode: number, id = 'tests', item = 'default'): this {
    const check = { id, run: 'npm test', env: {}, timeoutSeconds: 60 };
    const input = { item, worktree: '/nowhere', iteration, check };
    return this.did('check', input, { ...commandResult(exitCode), passed: exitCode === 0 });
  }

  commit(iteration: number, change: Change, item = 'default'): this {
    const input = {
      item,
      worktree: '/nowhere',
      iteration,
      branch: 'refs/heads/loops/x',
      base,
      parent: base,
      message: 'pass',
      author: person,
      at: this.#at,
      configuration: 'none',
    };
    return this.did('commit', input, { change, quarantined: [] });
  }

  /** Judges a pass by these facts; without checks of their own it goes by those that were run. */
  decide(
    iteration: number,
    accepted: boolean,
    {
      item = 'default',
      reasons = [],
      facts,
    }: { readonly item?: string; readonly reasons?: string[]; readonly facts?: Partial<Facts> } = {},
  ): this {
    const goal = 'checks.tests.passed';
    const input = { item, iteration, goal, facts: factsOf(facts), objections: [] };
    return this.did('decide', input, { goalHolds: accepted, accepted, reasons });
  }

  /** Waits for what a person says of the finished change. */
  await(item = 'default'): this {
    return this.awaitAt(`wait/${this.events.length}`, item);
  }

  /** Waits at `gate/<gate>/0/1`, `ask/1/1` or `wait/1`. */
  awaitAt(place: string, item = 'default'): this {
    this.record({ type: 'signal.awaited', key: `${item}/${place}`, box: item });
    return this;
  }

  /** The looks before, one pass that reaches the goal, and the wait for a person. */
  untilWaiting(change: Change, more: Partial<RunStart> = {}): this {
    return this.start(more).pass(change).await();
  }

  /** The looks before and one pass that reaches the goal. */
  pass(change: Change, item = 'default'): this {
    return this.check(0, 1, 'tests', item).commit(1, change, item).check(1, 0, 'tests', item).decide(1, true, { item });
  }

  /** The end of an item. */
  conclude(outcome: RunOutcome, item = 'default'): this {
    const input = {
      item,
      loop: 'keep-tests-green',
      run: this.run,
      outcome,
      iterations: 1,
      findings: [],
      complete: false,
      lessons: [],
      verdicts: [],
      at: this.#at,
    };
    return this.did('conclude', input, { openFindings: 0 });
  }

  end(outcome: RunOutcome): this {
    this.record({ type: 'run.finished', outcome });
    return this;
  }
}
