import type { Receipt } from '../../../src/model/firing.ts';
import type { InboxEntry } from '../../../src/model/inbox.ts';
import { type Loop, loopFileSchema, toLoop } from '../../../src/model/loopFile.ts';
import { err, ok } from '../../../src/model/result.ts';
import { Triggers } from '../../../src/runner/triggers/triggers.ts';
import type { ArmedLoop, HeldLoop, StartOrder, TriggerWorld } from '../../../src/runner/triggers/world.ts';
import { type GroupRun, groupOf } from '../../../src/triggers/groups.ts';

/** A loop with these fields beside what every loop has. */
export function loopWith(fields: Record<string, unknown>): Loop {
  const base = {
    name: 'nightly',
    roles: { maker: { agent: 'repair' } },
    checks: { tests: 'npm test' },
    goal: 'checks.tests.passed',
  };
  return toLoop(loopFileSchema.parse({ ...base, ...fields }));
}

export const daily = (cron: string, rest: Record<string, unknown> = {}): Record<string, unknown> => ({
  on: { schedule: [{ cron, ...rest }] },
});

/** What is on the disk of a repository: outlives every runner, and two may write to it. */
export class Disk {
  readonly receipts: Receipt[] = [];
  /** Runs that were begun, by id. */
  readonly runs = new Map<string, { order: StartOrder; isWorking: boolean; ended: boolean }>();
}

/** Whatever works on after its timer rang. */
interface Settling {
  readonly settled: Promise<void>;
}

/** A machine with a clock of its own. Timers run by a second clock that stands still while it sleeps, as real ones do. */
export class Machine implements TriggerWorld {
  readonly disk: Disk;
  readonly raised: InboxEntry[] = [];
  readonly warnings: string[] = [];
  readonly stopped: string[] = [];
  /** How often a timer rang. */
  rings = 0;
  armed: ArmedLoop[] = [];
  held: HeldLoop[] = [];
  repositoryRuns: number | undefined;
  /** Runs end as soon as they begin. */
  runsEndAtOnce = true;
  refusal: { code: string; message: string } | undefined;
  /** Called before a receipt is written; what it throws is a crash or a full disk. */
  beforeReceipt: (receipt: Receipt) => void = () => undefined;
  #wall: number;
  #ticks = 0;
  readonly #settled = new WeakMap<Settling, Promise<void>>();
  #timers = new Set<{ at: number; wake: () => void }>();

  constructor(start: string | number, disk = new Disk()) {
    this.#wall = typeof start === 'number' ? start : Date.parse(start);
    this.disk = disk;
  }

  readonly receipts = {
    append: async (receipt: Receipt): Promise<void> => {
      this.beforeReceipt(receipt);
      this.disk.receipts.push(receipt);
    },
    all: async (): Promise<readonly Receipt[]> => [...this.disk.receipts],
  };

  enable(loop: Loop, enabledAt = this.#wall): void {
    const others = this.armed.filter(({ name }) => name !== loop.name);
    const at = { name: loop.name, file: `.loops/${loop.name}.loop.yaml`, base: 'refs/heads/main' };
    this.armed = [...others, { ...at, definition: 'sha256:1', enabledAt, by: 'Ada <ada@example.com>', loop }];
  }

  now = (): number => this.#wall;

  /** A machine in London in winter, wherever the tests run. */
  dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

  wakeAt(at: number, wake: () => void): () => void {
    const timer = { at: this.#ticks + Math.max(0, at - this.#wall), wake };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async loops(): Promise<{ armed: readonly ArmedLoop[]; held: readonly HeldLoop[] }> {
    return { armed: this.armed, held: this.held };
  }

  async start(order: StartOrder) {
    if (this.refusal !== undefined) return err(this.refusal);
    const there = this.disk.runs.get(order.run);
    if (there !== undefined && there.order.trigger.id !== order.trigger.id)
      return err({ code: 'id-taken', message: 'taken' });
    if (there === undefined) {
      this.disk.runs.set(order.run, { order, isWorking: !this.runsEndAtOnce, ended: this.runsEndAtOnce });
    }
    return ok(undefined);
  }

  async stop(run: string): Promise<void> {
    this.stopped.push(run);
  }

  runs(): readonly GroupRun[] {
    const live = [...this.disk.runs].filter(([, run]) => !run.ended);
    return live.map(([run, { order, isWorking }]) => ({ run, group: groupOf(order.loop.loop), isWorking }));
  }

  async repositoryRunsPerDay(): Promise<number | undefined> {
    return this.repositoryRuns;
  }

  async raise(entry: InboxEntry): Promise<void> {
    this.raised.push(entry);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  /** The clock is set, or the machine slept: time goes by for the wall alone. */
  setClock(to: string | number): void {
    this.#wall = typeof to === 'number' ? to : Date.parse(to);
  }

  /** Lives on until then, with every timer that rings on the way. */
  async until(to: string | number, triggers: Settling | readonly Settling[]): Promise<void> {
    const all = Array.isArray(triggers) ? (triggers as readonly Settling[]) : [triggers as Settling];
    const end = this.#ticks + (typeof to === 'number' ? to : Date.parse(to)) - this.#wall;
    for (;;) {
      await this.#settle(all);
      let next: { at: number; wake: () => void } | undefined;
      for (const timer of this.#timers) if (next === undefined || timer.at < next.at) next = timer;
      if (next === undefined || next.at > end) break;
      this.#pass(next.at);
      this.#timers.delete(next);
      this.rings++;
      next.wake();
    }
    this.#pass(end);
  }

  /** Waits only where something is under way: a year has half a million looks at the clock. */
  async #settle(all: readonly Settling[]): Promise<void> {
    for (const one of all) {
      while (this.#settled.get(one) !== one.settled) {
        const { settled } = one;
        await settled;
        this.#settled.set(one, settled);
      }
    }
  }

  #pass(ticks: number): void {
    this.#wall += ticks - this.#ticks;
    this.#ticks = ticks;
  }

  /** When runs were begun, by the due time of their firing, as ISO minutes in UTC. */
  get begun(): readonly string[] {
    return [...this.disk.runs.values()].map(({ order }) => minute(order.trigger.at)).sort();
  }

  end(run: string): void {
    const found = this.disk.runs.get(run);
    if (found !== undefined) Object.assign(found, { ended: true });
  }

  /** `<due minute> <what became of it>` of the newest receipt of each firing, in the order of time. */
  became(): readonly string[] {
    const newest = new Map(this.disk.receipts.map((receipt) => [receipt.trigger.id, receipt]));
    const sorted = [...newest.values()].sort((a, b) => a.trigger.at - b.trigger.at);
    return sorted.map(({ trigger, became }) => `${minute(trigger.at)} ${became}`);
  }
}

export const minute = (at: number): string => new Date(at).toISOString().slice(0, 16);
export const minutesOf = (times: readonly number[]): readonly string[] => times.map(minute);
export const openTriggers = (machine: Machine): Promise<Triggers> => Triggers.open(machine);
