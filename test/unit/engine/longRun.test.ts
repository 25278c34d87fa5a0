import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StepHandlers } from '../../../src/engine/durable.ts';
import { runLoop } from '../../../src/engine/runLoop.ts';
import { type JournalRun, openRun } from '../../../src/journal/engine.ts';
import type { JournalFiles } from '../../../src/journal/files.ts';
import type { RecordedEvent } from '../../../src/model/event.ts';
import type { RunOutcome } from '../../../src/model/outcome.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { itemsOf } from '../../../src/model/runView.ts';
import { type Item, type StepInput, type StepKind, stepKinds } from '../../../src/model/steps.ts';
import { SimulatedClock } from '../../support/simulatedClock.ts';
import { person, startOf } from './scene.ts';
import { type Files, lands, loopFrom, workbench } from './workshop.ts';

/**
 * A working day and a night of a loop over five hundred items, on the journal engine and a clock that only the test
 * moves: items take minutes to hours, some are never mended, some wait for people who come late or not at all, and the
 * runner is killed in between.
 */

const minute = 60_000;
const hour = 60 * minute;
const count = 500;

const loop = loopFrom(
  [
    'name: triage',
    'on: manual',
    'items: { from: { run: list }, max: 500, max-parallel: 16 }',
    'roles: { maker: { agent: command, run: make, prompt: "Mend ${{ item.key }}" } }',
    'checks: { tests: npm test }',
    'goal: { until: checks.tests.passed, stall: { after: 2 } }',
    'gates: { owner: { before: deliver, when: item.asks, timeout-hours: 4, on-timeout: reject } }',
    'budget: { timeout-minutes: 10080, per-item: { max-iterations: 4 } }',
    'deliver: { as: branch }',
  ].join('\n'),
);
const start = startOf({ loop: 'triage', deliver: { as: 'branch', into: 'refs/heads/main', squash: true } });

/** Every seventh is never mended, every tenth asks a person, of whom every second comes in time. */
const isHopeless = (n: number): boolean => n % 7 === 3;
const asks = (n: number): boolean => n % 10 === 0;
const comes = (n: number): boolean => n % 20 === 0;
const passesOf = (n: number): number => 1 + (n % 3);
const items: readonly Item[] = Array.from({ length: count }, (_, n) => ({
  id: `item-${n}`,
  key: `item ${n}`,
  data: { key: `item ${n}`, asks: asks(n) },
}));
const numberOf = (id: string): number => Number(id.replace('item-', ''));
const mended = (id: string): Files => ({ 'src/a.js': `right for ${id}` });

/** Milliseconds that a step takes. */
function duration(kind: StepKind, item: string): number {
  const n = numberOf(item);
  if (kind === 'make') return (4 + (n % 11) * 2) * minute;
  if (kind === 'check') return (1 + (n % 3)) * minute;
  return kind === 'commit' || kind === 'prepare' ? 700 : 0;
}

/** The journal of one life of the runner, in memory. */
class MemoryFiles implements JournalFiles {
  readonly #chunks: Buffer[];

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#chunks = [bytes];
  }

  read(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  open() {
    return {
      truncate: (length: number) => this.#chunks.splice(0, this.#chunks.length, this.read().subarray(0, length)),
      write: (bytes: Buffer) => {
        this.#chunks.push(bytes);
        return bytes.length;
      },
      sync: () => undefined,
      syncAside: async () => undefined,
      close: () => undefined,
    };
  }
}

/** The world outlives the runner: worktrees, commits and what was started. */
class Night {
  readonly starts = new Map<string, number>();
  readonly #bench = workbench({
    items,
    make: (files, { input, number }) => {
      const n = numberOf(input.item);
      if (isHopeless(n)) return files;
      return number >= passesOf(n) ? mended(input.item) : { 'src/a.js': `half ${number} of ${input.item}` };
    },
    checks: {
      tests: (files) => {
        const text = files['src/a.js'] ?? '';
        if (text.startsWith('right')) return [];
        const half = /^half (\d)/.exec(text);
        return ['one', 'two', 'three', 'four'].slice(Number(half?.[1] ?? 0));
      },
    },
  });

  handlers(clock: SimulatedClock): StepHandlers {
    const handler =
      (kind: StepKind) =>
      async (input: never, { key }: { readonly key: string }) => {
        this.starts.set(key, (this.starts.get(key) ?? 0) + 1);
        const { item = '' } = input as StepInput<'check'>;
        const takes = duration(kind, item);
        if (takes > 0) await new Promise<void>((resolve) => clock.wake(clock.now() + takes, resolve));
        return this.#bench.world[kind](input, key);
      };
    return Object.fromEntries(stepKinds.map((kind) => [kind, handler(kind)])) as unknown as StepHandlers;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'loopwright-long-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Lived {
  /** Undefined where it was killed before. */
  readonly outcome: RunOutcome | undefined;
  readonly bytes: Buffer;
  readonly events: readonly RecordedEvent[];
  readonly now: number;
}

/** One life of the runner over a journal: to the end of the run, or until it is killed. */
async function live(
  night: Night,
  {
    bytes,
    now = start.startedAt,
    killAt = Number.POSITIVE_INFINITY,
  }: { bytes?: Buffer; now?: number; killAt?: number } = {},
): Promise<Lived> {
  const clock = new SimulatedClock(now);
  const files = new MemoryFiles(bytes);
  const opened = openRun({
    runId: 'run-1',
    directory: folder,
    handlers: night.handlers(clock),
    command: async () => {
      throw new Error('no commands here');
    },
    clock: clock.now,
    wake: clock.wake,
    files,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const run = opened.value;
  letPeopleCome(run, clock);
  await run.start(start);
  let outcome: RunOutcome | undefined;
  let failure: unknown;
  runLoop(loop, start, run).then(
    (ended) => {
      outcome = ended;
    },
    (error: unknown) => {
      failure = error;
    },
  );
  while (outcome === undefined && clock.now() < killAt) {
    await atRest(run);
    if (failure !== undefined) throw failure;
    const { next } = clock;
    if (outcome !== undefined) break;
    if (next === undefined) throw new Error('The run waits for nothing.');
    await clock.pass(Math.max(0, next - clock.now()));
  }
  return { outcome, bytes: files.read(), events: [...run.events], now: clock.now() };
}

/** Nothing more happens at this moment of the clock. */
async function atRest(run: JournalRun): Promise<void> {
  for (let quiet = 0, before = -1; quiet < 3; ) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = run.events.length === before ? quiet + 1 : 0;
    before = run.events.length;
  }
}

/** Who comes does so two and a half hours after being asked. */
function letPeopleCome(run: JournalRun, clock: SimulatedClock): void {
  const ask = ({ at, event }: RecordedEvent): void => {
    if (event.type !== 'signal.awaited' || !comes(numberOf(event.box))) return;
    const { box, key } = event;
    const say = () => void run.deliver({ id: `yes ${key}`, box, value: lands(mended(box), person) });
    clock.wake(Math.max(clock.now(), at + 2.5 * hour), say);
  };
  for (const recorded of run.events) ask(recorded);
  run.onDurable(ask);
}

const finished = (events: readonly RecordedEvent[]): readonly string[] =>
  events.flatMap(({ event }) => (event.type === 'step.finished' ? [event.key] : []));

const never = (): StepHandlers =>
  Object.fromEntries(
    stepKinds.map((kind) => [
      kind,
      async () => {
        throw new Error(`${kind} was done again`);
      },
    ]),
  ) as unknown as StepHandlers;

/** Runs the interpreter over a whole journal; nothing may be done or written. */
async function replay(bytes: Buffer): Promise<{ outcome: RunOutcome; bytes: Buffer }> {
  const files = new MemoryFiles(bytes);
  const opened = openRun({
    runId: 'run-1',
    directory: folder,
    handlers: never(),
    command: async () => {
      throw new Error('no commands here');
    },
    clock: () => 0,
    wake: () => () => undefined,
    files,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return { outcome: await runLoop(loop, start, opened.value), bytes: files.read() };
}

const expected = (() => {
  const words = { delivered: 0, rejected: 0, 'given up': 0 };
  for (let n = 0; n < count; n += 1) {
    const end = isHopeless(n) ? 'given up' : asks(n) && !comes(n) ? 'rejected' : 'delivered';
    words[end] += 1;
  }
  return `Of ${count} items ${Object.entries(words)
    .map(([word, many]) => `${many} ${word}`)
    .join(', ')}.`;
})();

/** Time that this process has worked since then, whatever else the machine does. */
function cpuMilliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

describe('nineteen hours over five hundred items', () => {
  let whole: Lived | undefined;

  it('take less than thirty seconds', async () => {
    const began = process.cpuUsage();
    whole = await live(new Night());
    const seconds = cpuMilliseconds(began) / 1000;
    const simulated = (whole.now - start.startedAt) / hour;
    const mib = whole.bytes.length / 2 ** 20;
    console.log(
      `${count} items, ${simulated.toFixed(1)} h simulated in ${seconds.toFixed(1)} s: ${finished(whole.events).length} steps, ${whole.events.length} events, ${mib.toFixed(1)} MiB of journal`,
    );
    expect(whole.outcome).toEqual({ status: 'delivered', reason: expected });
    expect(simulated).toBeGreaterThan(19);
    expect(seconds).toBeLessThan(30);
  }, 120_000);

  it('do every step once, and end every item', () => {
    const events = whole?.events ?? [];
    const keys = finished(events);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.endsWith('/conclude/1'))).toHaveLength(count);
    const state = foldAll(events) ?? expect.unreachable();
    const statuses = itemsOf(state).map(({ status }) => status);
    expect(statuses).toHaveLength(count);
    expect(statuses.filter((status) => status === 'running' || status === 'waiting')).toEqual([]);
  });

  it('never work on more than sixteen at once', () => {
    const open = new Set<string>();
    let most = 0;
    for (const { event } of whole?.events ?? []) {
      if (event.type === 'step.started' && event.kind === 'make') open.add(event.key);
      if (event.type === 'step.finished') open.delete(event.key);
      most = Math.max(most, open.size);
    }
    expect(most).toBe(16);
  });

  it('replay to the same end without doing or writing anything', async () => {
    const { bytes, outcome } = whole ?? expect.unreachable();
    const began = performance.now();
    const again = await replay(bytes);
    console.log(`replayed in ${((performance.now() - began) / 1000).toFixed(2)} s`);
    expect(again.outcome).toEqual(outcome);
    expect(again.bytes.equals(bytes)).toBe(true);
  }, 120_000);

  it('fold in linear time', () => {
    const events = whole?.events ?? [];
    const timed = (some: readonly RecordedEvent[]): number => {
      const times = [1, 2, 3].map(() => {
        const began = process.cpuUsage();
        foldAll(some);
        return cpuMilliseconds(began);
      });
      return Math.min(...times);
    };
    const quarter = timed(events.slice(0, Math.floor(events.length / 4)));
    const all = timed(events);
    console.log(`folds ${events.length} events in ${all.toFixed(0)} ms, a quarter of them in ${quarter.toFixed(0)} ms`);
    // Four times where it is linear, sixteen where it is quadratic.
    expect(all / Math.max(quarter, 1)).toBeLessThan(10);
  }, 60_000);

  it('come to the same end whenever the runner is killed, and lose nothing', async () => {
    const night = new Night();
    let lived: Lived = { outcome: undefined, bytes: Buffer.alloc(0), events: [], now: start.startedAt };
    let kills = 0;
    const began = performance.now();
    for (const at of [0.5, 3, 3.01, 7, 11.7, 15, 18]) {
      lived = await live(night, { bytes: lived.bytes, now: lived.now, killAt: start.startedAt + at * hour });
      expect(lived.outcome).toBeUndefined();
      kills += 1;
      // The last write is torn; what was not on disk was never acknowledged, and is done again.
      lived = { ...lived, bytes: lived.bytes.subarray(0, lived.bytes.length - 1 - kills * 97) };
    }
    lived = await live(night, { bytes: lived.bytes, now: lived.now });
    const keys = finished(lived.events);
    const starts = [...night.starts.values()];
    const again = starts.filter((each) => each > 1).length;
    console.log(
      `${kills} kills, ${((performance.now() - began) / 1000).toFixed(1)} s: ${keys.length} steps, ${again} of them begun again, at most ${Math.max(...starts)} times`,
    );
    expect(lived.outcome).toEqual({ status: 'delivered', reason: expected });
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(keys)).toEqual(new Set(finished(whole?.events ?? [])));
    expect(Math.max(...starts)).toBeLessThanOrEqual(1 + kills);
  }, 240_000);

  it('two interpreters over the same torn journal take the same way, to the byte', async () => {
    const { bytes, events } = whole ?? expect.unreachable();
    const torn = bytes.subarray(0, Math.floor(bytes.length * 0.9));
    const now = events[Math.floor(events.length * 0.91)]?.at ?? start.startedAt;
    const one = await live(new Night(), { bytes: torn, now });
    const other = await live(new Night(), { bytes: torn, now });
    expect(one.outcome).toEqual(whole?.outcome);
    expect(other.bytes.equals(one.bytes)).toBe(true);
  }, 240_000);
});
