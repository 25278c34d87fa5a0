import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { crashPoints } from '../../../src/journal/crashPoint.ts';
import { readJournal } from '../../../src/journal/journalFile.ts';
import { journalFile } from '../../../src/journal/stepFolder.ts';
import type { RecordedEvent } from '../../../src/model/event.ts';
import { laneOf } from '../../../src/model/lane.ts';
import { builtPrograms, stepSource } from './builtPrograms.ts';
import { eventually, withCommandLine } from './livingProcesses.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const program = builtPrograms({ step: stepSource, runner: 'test/unit/journal/conformanceRunner.ts' });
const folder = temporaryFolders();

/** One run, driven by runners that are killed. */
class KilledRun {
  readonly directory = join(folder(), 'run');
  readonly #starts = join(folder(), 'starts');
  readonly #settings: Readonly<Record<string, string>>;
  readonly lanes: number;
  readonly isStopped: boolean;
  /** Steps that have to be completed; those that tidy up after a stop too. */
  readonly steps: number;
  kills = 0;

  constructor(steps: number, settings: Readonly<Record<string, string>> = {}) {
    this.lanes = Number(settings['LANES'] ?? '1');
    this.isStopped = settings['STOP'] !== undefined;
    this.steps = steps + (this.isStopped ? this.lanes : 0);
    this.#settings = { STEPS: String(steps), ...settings };
  }

  /** Starts a runner, lets it be interrupted, and tells whether it got through. */
  async live(
    crashAt: string,
    interrupt: (runner: ChildProcess) => Promise<void> = async () => undefined,
  ): Promise<boolean> {
    const env = {
      PATH: process.env['PATH'],
      DIRECTORY: this.directory,
      STARTS: this.#starts,
      WRAPPER: program('step'),
      CRASH_AT: crashAt,
      ...this.#settings,
    };
    const runner = spawn(process.execPath, [program('runner')], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    runner.stderr?.on('data', (bytes) => {
      said += bytes;
    });
    const over = new Promise<number | null>((resolve) => runner.once('exit', resolve));
    await interrupt(runner);
    const code = await over;
    if (code !== null && code !== 0) throw new Error(said);
    if (code === null) this.kills += 1;
    return code === 0;
  }

  starts(): number {
    return existsSync(this.#starts) ? readFileSync(this.#starts, 'utf8').trim().split('\n').length : 0;
  }

  events(): readonly RecordedEvent[] {
    const read = readJournal(journalFile(this.directory));
    if (!read.ok) throw new Error(read.error.message);
    return read.value;
  }

  /** How often each step finished well, by the journal. */
  completions(): ReadonlyMap<string, number> {
    const done = new Map<string, number>();
    for (const { event } of this.events()) {
      if (event.type !== 'step.finished' || event.outcome.status !== 'done') continue;
      done.set(event.key, (done.get(event.key) ?? 0) + 1);
    }
    return done;
  }

  /** The lane of each thing that a stop ended. */
  #told(): readonly string[] {
    const told = this.events().flatMap(({ event }) => {
      if (event.type === 'step.finished') return event.outcome.status === 'stopped' ? [laneOf(event.key)] : [];
      return event.type === 'signal.taken' && event.id === null ? [laneOf(event.key)] : [];
    });
    return told.sort();
  }

  check(): string {
    const completions = this.completions();
    expect([...completions.values()].filter((count) => count !== 1)).toEqual([]);
    expect(completions.size).toBe(this.steps);
    expect(this.starts()).toBeGreaterThanOrEqual(this.steps);
    // Of the lanes that are stopped every other one has begun a command that is not completed.
    const begun = this.steps + (this.isStopped ? Math.ceil(this.lanes / 2) : 0);
    expect(this.starts()).toBeLessThanOrEqual(begun + this.kills * this.lanes);
    const events = this.events().map(({ event }) => event);
    const count = (type: string): number => events.filter((event) => event.type === type).length;
    expect(['run.started', 'signal.sent', 'run.finished'].map(count)).toEqual([1, this.lanes, 1]);
    expect(events.filter((event) => event.type === 'signal.taken' && event.id !== null)).toHaveLength(this.lanes);
    expect(this.#told()).toEqual(this.isStopped ? Array.from({ length: this.lanes }, (_, n) => `lane${n + 1}`) : []);
    return `${this.kills} kills, ${this.steps} steps: completed ${completions.size}, missing ${this.steps - completions.size}, starts ${this.starts()}`;
  }
}

const noOrphans = (): Promise<boolean> =>
  eventually(() => withCommandLine(program('step').replace(/step\.cjs$/, '')).length === 0);

/** Numbers from 0 to below 1 that are the same every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

describe.runIf(process.platform === 'linux')('a run whose runner is killed', () => {
  for (const point of crashPoints) {
    it(`completes every step once: killed at ${point}`, async () => {
      const run = new KilledRun(20);
      while (!(await run.live(`${point}:5`)));
      expect(run.kills).toBeGreaterThan(2);
      console.log(`${point}: ${run.check()}`);
      expect(await noOrphans()).toBe(true);
    }, 120_000);
  }

  for (const point of crashPoints) {
    it(`tells each of four lanes of a stop once: killed at ${point}`, async () => {
      const run = new KilledRun(24, { LANES: '4', STOP: 'yes' });
      // More than the lanes that may be there at once, or no life gets further than the one before.
      while (!(await run.live(`${point}:7`)));
      expect(run.kills).toBeGreaterThan(2);
      console.log(`${point}, four lanes, stopped: ${run.check()}`);
      expect(await noOrphans()).toBe(true);
    }, 120_000);
  }

  it('completes every step once: killed at 40 random moments', async () => {
    const random = seeded(20_25);
    let kills = 0;
    while (kills < 40) {
      const run = new KilledRun(20, kills % 2 === 0 ? {} : { LANES: '4', STOP: 'yes' });
      const killLater = async (runner: ChildProcess): Promise<void> => {
        // Not before it has done something, or nothing is tested.
        const { length } = run.events();
        await Promise.race([
          eventually(() => run.events().length > length),
          new Promise((resolve) => runner.once('exit', resolve)),
        ]);
        const delay = 150 * random();
        await Promise.race([sleep(delay), new Promise((resolve) => runner.once('exit', resolve))]);
        runner.kill('SIGKILL');
      };
      while (!(await run.live('', killLater)));
      kills += run.kills;
      console.log(`random: ${run.check()}`);
    }
    expect(await noOrphans()).toBe(true);
  }, 300_000);

  it('has its commands adopted: 20 kills, nothing started twice', async () => {
    const run = new KilledRun(22, { ONLY_COMMANDS: 'yes', SLEEP: '0.3' });
    const killDuring = (step: number) => async (runner: ChildProcess) => {
      expect(await eventually(() => run.starts() >= step)).toBe(true);
      runner.kill('SIGKILL');
    };
    for (let step = 1; step <= 20; step += 1) await run.live('', killDuring(step));
    expect(run.kills).toBe(20);
    while (!(await run.live('')));
    console.log(`adoption: 20 kills, 22 steps, starts ${run.starts()}, completed ${run.completions().size}`);
    expect(run.starts()).toBe(22);
    expect([...run.completions().values()]).toEqual(Array.from({ length: 22 }, () => 1));
    expect(await noOrphans()).toBe(true);
  }, 180_000);
});
