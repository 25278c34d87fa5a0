import { createHash } from 'node:crypto';
import type { Change, FileChange } from '../../../src/model/change.ts';
import type { RecordedEvent, RunEvent, RunStart } from '../../../src/model/event.ts';
import type { CommandResult, StepInput, StepKind, StepResult } from '../../../src/model/steps.ts';

/** A git object name made from any text. */
export const objectId = (text: string): string => createHash('sha1').update(text).digest('hex');

export const person = { name: 'Ada', email: 'ada@example.com' };

const base = objectId('base');
const startedAt = Date.parse('2026-01-02T03:04:05Z');

export const commandResult = (exitCode: number, tail = ''): CommandResult => ({
  ended: 'exit',
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
      base,
      deliver: { as: 'merge', into: 'refs/heads/main', squash: true },
      understand: { questions: 1, pass: 1 },
      branch: `refs/heads/loops/keep-tests-green/${this.run}`,
      worktree: '/nowhere',
      by: person,
      startedAt: this.#at,
      ...more,
    };
    this.record({ type: 'run.started', start });
    return this;
  }

  begin<K extends StepKind>(kind: K, input: StepInput<K>): string {
    this.#steps += 1;
    const key = `${this.#steps}-${kind}`;
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

  check(iteration: number, exitCode: number, id = 'tests'): this {
    const check = { id, run: 'npm test', env: {}, timeoutSeconds: 60 };
    const key = this.begin('check', { item: 'default', worktree: '/nowhere', iteration, check });
    this.finish(key, commandResult(exitCode));
    return this;
  }

  commit(iteration: number, change: Change): this {
    const key = this.begin('commit', {
      item: 'default',
      worktree: '/nowhere',
      iteration,
      branch: 'refs/heads/loops/x',
      base,
      parent: base,
      message: 'pass',
      author: person,
      at: this.#at,
      configuration: 'none',
    });
    this.finish(key, { change, quarantined: [] });
    return this;
  }

  decide(iteration: number, accepted: boolean, reasons: string[] = []): this {
    const key = this.begin('decide', {
      item: 'default',
      iteration,
      goal: 'checks.tests.passed',
      checks: [],
      objections: [],
    });
    this.finish(key, { goalHolds: accepted, accepted, reasons });
    return this;
  }

  await(): this {
    this.record({ type: 'signal.awaited', key: `wait-${this.events.length}`, name: 'person' });
    return this;
  }

  /** The looks before, one pass that reaches the goal, and the wait for a person. */
  untilWaiting(change: Change): this {
    return this.start().check(0, 1).commit(1, change).check(1, 0).decide(1, true).await();
  }
}
