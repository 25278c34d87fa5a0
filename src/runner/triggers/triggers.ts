import type { Receipt, Trigger } from '../../model/firing.ts';
import {
  changedAgain,
  debounceMs,
  isQuiet,
  matchesFiles,
  notOwn,
  type OwnLanding,
  type Unsettled,
} from '../../triggers/changedFiles.ts';
import { type EndedRun, matchesConclusion } from '../../triggers/conclusion.ts';
import { dayLimitReached } from '../../triggers/dayLimit.ts';
import { clocksOf, type Due, dueSchedules, type ScheduleClock, type Seen } from '../../triggers/dueSchedules.ts';
import { type Firing, triggerOf } from '../../triggers/firing.ts';
import { Ledger } from '../../triggers/ledger.ts';
import { type Gained, matchesPush, shortBranch } from '../../triggers/push.ts';
import { type FinishedCiRun, finishedAtOf, matchesWorkflow, workflowFiring } from '../../triggers/workflow.ts';
import { heldEntry, missedEntry } from './entries.ts';
import { Starter } from './starter.ts';
import type { ArmedLoop, HeldLoop, TriggerWorld } from './world.ts';

/** The clock is looked at this often at least: a timer does not notice that the machine slept or that the clock was set. */
const lookEvery = 60_000;

/** One schedule that is waited for. */
interface Ticking {
  readonly clock: ScheduleClock;
  /** Everything due until then is dealt with. */
  after: number;
  next: number | undefined;
}

/** One loop that may start, with what it waits for. */
interface Listening {
  readonly armed: ArmedLoop;
  readonly ticking: readonly Ticking[];
  unsettled?: Unsettled | undefined;
}

/**
 * All that starts runs by itself in a repository: hears of times, pushes, file changes, CI runs, webhooks and ended runs,
 * and has the loops run that wait for them. Driven by the calls of the watchers and by one timer. Whoever makes one holds the
 * lock of the repository; were there two, each firing would still start one run, by its id.
 */
export class Triggers {
  readonly #world: TriggerWorld;
  readonly #ledger: Ledger;
  readonly #starter: Starter;
  #listening = new Map<string, Listening>();
  #held: readonly HeldLoop[] = [];
  #landings: readonly OwnLanding[] = [];
  /** What is under way: one thing after another. */
  #busy: Promise<void> = Promise.resolve();
  #lastLook: number;
  #nextLook = Number.POSITIVE_INFINITY;
  #forgetWake: (() => void) | undefined;
  #isClosed = false;

  private constructor(world: TriggerWorld, ledger: Ledger) {
    this.#world = world;
    this.#ledger = ledger;
    this.#starter = new Starter(world, ledger, (loop) => this.#listening.get(loop)?.armed);
    this.#lastLook = world.now();
  }

  /** Reads the receipts and the enabled loops, begins what an earlier runner left, and looks at what was missed. */
  static async open(world: TriggerWorld): Promise<Triggers> {
    const triggers = new Triggers(world, new Ledger(await world.receipts.all(), world.dayOf));
    await triggers.#readLoops();
    triggers.#starter.resume();
    await triggers.#starter.settle();
    await triggers.#look();
    return triggers;
  }

  /** The loops that may start by themselves. A runner with any of them stays. */
  get armed(): readonly ArmedLoop[] {
    return [...this.#listening.values()].map(({ armed }) => armed);
  }

  /** Enabled loops that may not start, as their definition is another one now. */
  get held(): readonly HeldLoop[] {
    return this.#held;
  }

  /** Firings that have not begun, oldest first. */
  get waiting(): readonly Firing[] {
    return this.#starter.waiting;
  }

  receipts(): Promise<readonly Receipt[]> {
    return this.#world.receipts.all();
  }

  /** Whether a firing with this id was heard of. */
  isKnown(firing: string): boolean {
    return this.#ledger.newest(firing) !== undefined;
  }

  /** When the newest CI run finished that started this loop; undefined where none did. */
  newestCiRun(loop: string): number | undefined {
    const times = this.#ledger.idsOf('workflow_run', loop).map((id) => finishedAtOf(id) ?? 0);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  /** Reads the enabled loops anew: one was enabled or disabled, or a base branch has moved. */
  reload(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#readLoops();
      await this.#look();
    });
  }

  /** A run began to work, began to wait for people, or ended. */
  runsChanged(): Promise<void> {
    return this.#inTurn(() => this.#starter.settle());
  }

  /** A branch (full name) gained commits. */
  pushed(ref: string, move: { readonly from?: string; readonly to: string }, gained: Gained): Promise<void> {
    const short = (commit: string | undefined): string => commit?.slice(0, 8) ?? 'new';
    const about = `${shortBranch(ref)} ${short(move.from)} → ${short(move.to)}`;
    const at = this.#world.now();
    return this.#inTurn(async () => {
      for (const { armed } of this.#listening.values()) {
        const { name, loop } = armed;
        if (loop.on.push === undefined) continue;
        const match = matchesPush({ name, push: loop.on.push }, ref, gained);
        const id = `push:${name}:${move.to}:${shortBranch(ref).slice(0, 150)}`;
        const firing = { loop: name, trigger: triggerOf({ kind: 'push', id, at, about }) };
        if (match === 'fires') await this.#starter.offer([{ firing }]);
        if (match === 'own') await this.#skip(firing, 'The loop landed these commits itself (push.own is off).');
      }
    });
  }

  /** Files of the checkout changed: paths from its top, with `/`. */
  changed(paths: readonly string[]): void {
    const now = this.#world.now();
    for (const listening of this.#listening.values()) {
      const { files } = listening.armed.loop.on;
      if (files === undefined) continue;
      const watched = matchesFiles(files, paths);
      listening.unsettled = changedAgain(listening.unsettled, { paths: watched, now, quietMs: quietMsOf(listening) });
    }
    this.#sleep();
  }

  /** A loop landed these files in the checkout, or is about to: their change does not start that loop again. */
  landing(loop: string, paths: readonly string[]): void {
    const at = this.#world.now();
    this.#landings = [...this.#landings.slice(-50), { loop, paths, at }];
  }

  /** Runs of the CI that finished; a run that was told already starts nothing. `loop`: the only one that is to hear of it. */
  ciFinished(runs: readonly FinishedCiRun[], loop?: string): Promise<void> {
    return this.#inTurn(async () => {
      for (const { armed } of this.#listening.values()) {
        const { workflow_run: wanted } = armed.loop.on;
        if (wanted === undefined || (loop !== undefined && loop !== armed.name)) continue;
        const matching = runs.filter((run) => run.finishedAt >= armed.enabledAt && matchesWorkflow(wanted, run));
        await this.#starter.offer(matching.map((run) => ({ firing: workflowFiring(armed.name, run) })));
      }
    });
  }

  /** A run ended. May be told again, also much later: it starts nothing twice, and no loop that was enabled after it. */
  ended(run: EndedRun & { readonly at?: number | undefined }, openFindings: number): Promise<void> {
    const at = this.#world.now();
    return this.#inTurn(async () => {
      for (const { armed } of this.#listening.values()) {
        const wanted = armed.loop.on.loop;
        if (wanted === undefined || !matchesConclusion(wanted, run, openFindings)) continue;
        if (run.at !== undefined && run.at < armed.enabledAt) continue;
        const findings = openFindings === 0 ? '' : `, ${openFindings} open findings`;
        const about = `${run.loop} ${run.id}: ${run.status}${findings}`;
        const trigger = triggerOf({ kind: 'loop', id: `loop:${armed.name}:${run.id}`, at, about });
        await this.#starter.offer([{ firing: { loop: armed.name, trigger } }]);
      }
      await this.#starter.settle();
    });
  }

  /** Firings that were made elsewhere, such as by a webhook. */
  fire(firings: readonly Firing[]): Promise<void> {
    const known = firings.filter(({ loop }) => this.#listening.has(loop));
    return this.#inTurn(() => this.#starter.offer(known.map((firing) => ({ firing }))));
  }

  /** Why a person may not begin a run of this loop today; undefined where they may. */
  async limitReached(loop: string, runsPerDay: number | undefined): Promise<string | undefined> {
    const limits = { loop: runsPerDay, repository: await this.#world.repositoryRunsPerDay() };
    return dayLimitReached(this.#ledger, { loop, limits, now: this.#world.now() });
  }

  /**
   * Has a run begin because a person asked, between two firings, so that neither overlaps the other; it gets a receipt and
   * counts for the day. `begin` answers with the id of the run; what it throws is thrown here.
   */
  beginByHand(loop: string, trigger: Trigger, begin: () => Promise<string>): Promise<string> {
    const begun = this.#busy.then(begin);
    this.#busy = begun.then(
      (run) =>
        this.#starter
          .note({ loop, trigger }, 'started', '', run)
          .catch((error: unknown) => this.#world.warn(`triggers: ${String(error)}`)),
      () => undefined,
    );
    return begun;
  }

  /** A run is there. Its receipt is written where a crash came before it. */
  noteBegun(loop: string, trigger: Trigger, run: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.isKnown(trigger.id)) await this.#starter.note({ loop, trigger }, 'started', '', run);
    });
  }

  /** Done when nothing is under way; tests wait for it. */
  get settled(): Promise<void> {
    return this.#busy;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#forgetWake?.();
    return this.#busy;
  }

  /** Runs one thing after another; what throws is told and does not keep the next from running. */
  #inTurn(action: () => Promise<void>): Promise<void> {
    this.#busy = this.#busy.then(async () => {
      if (this.#isClosed) return;
      await action().catch((error: unknown) => this.#world.warn(`triggers: ${String(error)}`));
    });
    return this.#busy;
  }

  async #readLoops(): Promise<void> {
    const { armed, held } = await this.#world.loops();
    const before = this.#listening;
    this.#listening = new Map(armed.map((loop) => [loop.name, this.#listen(loop, before.get(loop.name))]));
    this.#held = held;
    for (const loop of held) await this.#hold(loop);
  }

  #listen(armed: ArmedLoop, before: Listening | undefined): Listening {
    const isSame = before?.armed.definition === armed.definition && before.armed.enabledAt === armed.enabledAt;
    if (isSame) return before;
    const now = this.#world.now();
    const ticking = clocksOf(armed.name, armed.loop.on.schedule ?? []).map((clock) => {
      const seen = this.#ledger.seen(clock.key, armed.enabledAt, now);
      return { clock, after: seen.after, next: clock.next(seen) };
    });
    return { armed, ticking };
  }

  /** Says once for each changed definition that the loop is held. */
  async #hold({ name, found, why }: HeldLoop): Promise<void> {
    const at = this.#world.now();
    const id = `held:${name}:${found}`;
    if (this.#ledger.newest(id) !== undefined) return;
    await this.#world.raise(heldEntry(name, why, at));
    const trigger = triggerOf({ kind: 'manual', id, at, about: 'The definition is not the one that was enabled.' });
    await this.#starter.note({ loop: name, trigger }, 'held', why);
  }

  async #skip(firing: Firing, why: string): Promise<void> {
    if (!this.isKnown(firing.trigger.id)) await this.#starter.note(firing, 'skipped', why);
  }

  /** The timer rang. Nearly always nothing is due, and nothing is made for it. */
  #wake(): void {
    const now = this.#world.now();
    if (now >= this.#nextLook || now < this.#lastLook) void this.#inTurn(() => this.#look());
    else {
      this.#lastLook = now;
      this.#setTimer(now + lookEvery);
    }
  }

  /** Looks at the clock: what is due, what has gone quiet. */
  async #look(): Promise<void> {
    const now = this.#world.now();
    if (now < this.#lastLook) this.#windBack(now);
    this.#lastLook = now;
    try {
      for (const listening of this.#listening.values()) {
        await this.#lookAtSchedules(listening, now);
        await this.#lookAtFiles(listening, now);
      }
      this.#sleep();
    } catch (error) {
      // Without a receipt nothing starts, and what has one is not repeated: the same look is made again in a minute.
      this.#sleep(now + lookEvery);
      throw error;
    }
  }

  /** The clock was put back: what lies ahead again is waited for again, and what was fired stays fired. */
  #windBack(now: number): void {
    for (const { ticking } of this.#listening.values()) {
      for (const one of ticking) {
        one.after = Math.min(one.after, now);
        one.next = one.clock.next(this.#seen(one, now));
      }
    }
  }

  #seen({ clock, after }: Ticking, now: number): Seen {
    return this.#ledger.seen(clock.key, after, now);
  }

  async #lookAtSchedules({ armed, ticking }: Listening, now: number): Promise<void> {
    const ripe = ticking.filter(({ next }) => next !== undefined && next <= now);
    if (ripe.length === 0) return;
    const byClock = new Map(ripe.map((one) => [one.clock, one]));
    const seenOf = (clock: ScheduleClock): Seen =>
      this.#seen(byClock.get(clock) ?? { clock, after: now, next: now }, now);
    const dues = dueSchedules([...byClock.keys()], seenOf, now);
    await this.#deal(armed.name, dues);
    for (const one of ripe) {
      one.after = now;
      one.next = one.clock.next(this.#seen(one, now));
    }
  }

  async #deal(loop: string, dues: readonly Due[]): Promise<void> {
    const missed = dues.filter(({ fate }) => fate === 'missed');
    for (const { firing, why } of missed) {
      if (!this.isKnown(firing.trigger.id)) await this.#starter.note(firing, 'missed', why);
    }
    const starting = dues.filter(({ fate }) => fate === 'start');
    // Where a run makes up for them, the receipts are enough.
    if (missed.length > 0 && starting.length === 0) {
      const count = missed.length === 1 ? '1 run' : `${missed.length} runs`;
      await this.#world.raise(missedEntry(loop, count, missed.at(-1)?.why ?? '', this.#world.now()));
    }
    await this.#starter.offer(starting);
  }

  async #lookAtFiles(listening: Listening, now: number): Promise<void> {
    const { armed, unsettled } = listening;
    if (unsettled === undefined || !isQuiet(unsettled, { now, quietMs: quietMsOf(listening) })) return;
    listening.unsettled = undefined;
    const paths = notOwn(unsettled, armed.name, this.#landings);
    const id = `files:${armed.name}:${unsettled.since}-${now}`;
    const trigger = (about: string) => triggerOf({ kind: 'files', id, at: now, about });
    const [first] = paths;
    if (first === undefined) {
      const about = `${unsettled.paths.length} files`;
      await this.#skip({ loop: armed.name, trigger: trigger(about) }, 'The loop landed these files itself.');
      return;
    }
    const about = paths.length === 1 ? first : `${first} and ${paths.length - 1} more`;
    await this.#starter.offer([{ firing: { loop: armed.name, trigger: trigger(about) } }]);
  }

  /** Sets the timer for the next thing that can happen; none where nothing waits for a time. */
  #sleep(notBefore = 0): void {
    this.#nextLook = Number.POSITIVE_INFINITY;
    for (const { ticking, unsettled } of this.#listening.values()) {
      for (const { next } of ticking) if (next !== undefined && next < this.#nextLook) this.#nextLook = next;
      if (unsettled !== undefined && unsettled.quietAt < this.#nextLook) this.#nextLook = unsettled.quietAt;
    }
    if (notBefore > this.#nextLook) this.#nextLook = notBefore;
    this.#setTimer(this.#world.now() + lookEvery);
  }

  #setTimer(latest: number): void {
    this.#forgetWake?.();
    this.#forgetWake = undefined;
    if (this.#isClosed || this.#nextLook === Number.POSITIVE_INFINITY) return;
    this.#forgetWake = this.#world.wakeAt(Math.min(this.#nextLook, latest), () => this.#wake());
  }
}

const quietMsOf = ({ armed }: Listening): number => Math.max(100, debounceMs(armed.loop.on.files?.debounce ?? '0ms'));
