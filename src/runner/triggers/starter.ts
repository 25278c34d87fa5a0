import { createHash } from 'node:crypto';
import type { Receipt, Trigger } from '../../model/firing.ts';
import type { InboxEntry } from '../../model/inbox.ts';
import { dayLimitReached } from '../../triggers/dayLimit.ts';
import type { Firing } from '../../triggers/firing.ts';
import { arrange, type GroupStep, groupOf, type Waiting } from '../../triggers/groups.ts';
import type { Ledger } from '../../triggers/ledger.ts';
import { runIdOf } from '../../triggers/runIdOf.ts';
import { heldEntry, notStartedEntry, owesEntry } from './entries.ts';
import type { ArmedLoop, TriggerWorld } from './world.ts';

type StarterWorld = Pick<
  TriggerWorld,
  'now' | 'dayOf' | 'receipts' | 'start' | 'stop' | 'runs' | 'repositoryRunsPerDay' | 'raise'
>;

/**
 * Turns firings into runs, each at most once, with a receipt for whatever becomes of it. Calls must not overlap: whoever
 * owns it calls one after another.
 */
export class Starter {
  readonly #world: StarterWorld;
  readonly #ledger: Ledger;
  readonly #armed: (loop: string) => ArmedLoop | undefined;
  #waiting: Waiting[] = [];
  /** Runs that were asked to stop for a newer firing. */
  readonly #stopping = new Set<string>();

  constructor(world: StarterWorld, ledger: Ledger, armed: (loop: string) => ArmedLoop | undefined) {
    this.#world = world;
    this.#ledger = ledger;
    this.#armed = armed;
  }

  /** Firings that have not begun, oldest first. */
  get waiting(): readonly Firing[] {
    return this.#waiting.map(({ firing }) => firing);
  }

  /** Takes up what an earlier runner had heard of and not begun. */
  resume(): void {
    for (const { loop, trigger } of this.#ledger.waiting()) this.#enqueue({ loop, trigger });
  }

  /** Hears of firings; one that has a receipt already is not heard twice. `why` goes to the receipt. */
  async offer(firings: readonly { readonly firing: Firing; readonly why?: string }[]): Promise<void> {
    for (const { firing, why = '' } of firings) {
      if (this.#ledger.newest(firing.trigger.id) !== undefined) continue;
      await this.note(firing, 'queued', why);
      this.#enqueue(firing);
    }
    await this.settle();
  }

  /** Begins, replaces and stops until nothing is left to do for now. To be called whenever a run changed its status. */
  async settle(): Promise<void> {
    for (;;) {
      const steps = arrange(this.#world.runs(), this.#waiting).filter(
        (step) => step.do !== 'cancel' || !this.#stopping.has(step.run),
      );
      if (steps.length === 0) return;
      for (const step of steps) await this.#perform(step);
    }
  }

  /** Writes a receipt. */
  async note(firing: Firing, became: Receipt['became'], why: string, run?: string): Promise<void> {
    const receipt: Receipt = {
      at: this.#world.now(),
      loop: firing.loop,
      trigger: firing.trigger,
      became,
      why,
      ...(run === undefined ? {} : { run }),
    };
    await this.#world.receipts.append(receipt);
    this.#ledger.add(receipt);
  }

  #enqueue(firing: Firing): void {
    const armed = this.#armed(firing.loop);
    const cancels = armed?.loop.concurrency['cancel-in-progress'] ?? false;
    const group = armed === undefined ? `loop:${firing.loop}` : groupOf(armed.loop);
    this.#waiting.push({ firing, group, cancels, keeps: keepsItsRun(firing.trigger, armed) });
  }

  async #perform(step: GroupStep): Promise<void> {
    if (step.do === 'cancel') {
      this.#stopping.add(step.run);
      await this.#world.stop(step.run, `A newer firing takes its place: ${step.by.firing.trigger.about}`);
      return;
    }
    // Taken out first: a receipt that cannot be written ends this call, and must not be tried for ever.
    this.#waiting = this.#waiting.filter((one) => one !== step.waiting);
    const { firing } = step.waiting;
    if (step.do === 'replace') await this.note(firing, 'replaced', `A newer one waits: ${step.by.firing.trigger.id}`);
    else await this.#begin(firing);
  }

  async #begin(firing: Firing): Promise<void> {
    const { loop, trigger } = firing;
    const armed = this.#armed(loop);
    if (armed === undefined) return this.note(firing, 'refused', `${loop} is not enabled any more.`);
    const now = this.#world.now();
    const limits = {
      loop: armed.loop.budget['per-day']?.['max-runs'],
      repository: await this.#world.repositoryRunsPerDay(),
    };
    const full = dayLimitReached(this.#ledger, { loop, limits, now });
    if (full !== undefined) return this.note(firing, 'refused', full);
    const run = runIdOf(trigger, createHash('sha256').update(trigger.id).digest('hex'));
    const why = this.#ledger.newest(trigger.id)?.why ?? '';
    const begun = await this.#world.start({ run, loop: armed, trigger });
    if (begun.ok) return this.note(firing, 'started', why, run);
    await this.#refused(firing, begun.error);
  }

  async #refused(
    firing: Firing,
    { code, message }: { readonly code: string; readonly message: string },
  ): Promise<void> {
    await this.#world.raise(this.#entryOf(firing, code, message));
    await this.note(firing, code === 'held' ? 'held' : 'refused', message);
  }

  #entryOf(firing: Firing, code: string, why: string): InboxEntry {
    const now = this.#world.now();
    if (code === 'held') return heldEntry(firing.loop, why, now);
    if (code === 'owes-too-much') return owesEntry(firing.loop, why, this.#world.dayOf(now), now);
    return notStartedEntry(firing, code, why, now);
  }
}

/** Whether its schedule gives every missed time a run of its own. */
function keepsItsRun({ kind, id }: Trigger, armed: ArmedLoop | undefined): boolean {
  const [, index] = /:(\d+):\d+$/.exec(id) ?? [];
  return kind === 'schedule' && armed?.loop.on.schedule?.[Number(index)]?.missed === 'run-all';
}
