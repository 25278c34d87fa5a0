import type { InboxEntry, InboxEvent } from '../model/inbox.ts';
import type { RunState } from '../model/runState.ts';
import { isOnlyItem, itemsOf } from '../model/runView.ts';
import { reasonOfItem } from '../model/shapes.ts';
import type { InboxPort } from '../steps/stepWorld.ts';
import { Refused } from './refusal.ts';

interface Held {
  readonly entry: InboxEntry;
  /** When it was closed; open without. */
  readonly closedAt?: number;
}

export interface InboxOptions {
  /** Done when it is on disk. */
  readonly append: (event: InboxEvent) => Promise<void>;
  /** What happened before, oldest first. */
  readonly earlier: readonly InboxEvent[];
  /** Runs that have not ended: what waits in them is in the inbox by itself. */
  readonly live: () => readonly RunState[];
  readonly clock: () => number;
}

/**
 * The inbox of a repository. What a run waits for is read off the run; everything else was raised, and stays until
 * somebody acts on it or what it was about is over.
 */
export class Inbox implements InboxPort {
  readonly #options: InboxOptions;
  readonly #held = new Map<string, Held>();
  /** When entries were put off and until when, by id. */
  readonly #snoozed = new Map<string, { readonly at: number; readonly until: number }>();

  constructor(options: InboxOptions) {
    this.#options = options;
    for (const event of options.earlier) this.#apply(event);
  }

  /** Raised again with nothing newer to tell, it is the same entry: one that was closed stays closed. */
  async raise(entry: InboxEntry): Promise<void> {
    const held = this.#held.get(entry.id);
    if (held !== undefined && (held.closedAt === undefined ? sameText(held.entry, entry) : entry.at <= held.closedAt))
      return;
    await this.#write({ type: 'raised', entry });
  }

  async close({ id, why, at, by }: { id: string; why: string; at: number; by?: string }): Promise<void> {
    const held = this.#held.get(id);
    if (held === undefined || held.closedAt !== undefined) return;
    await this.#write({ type: 'closed', id, at, why, ...(by === undefined ? {} : { by }) });
  }

  async closeOf({ run, item, why, at }: { run: string; item: string; why: string; at: number }): Promise<void> {
    const over = [...this.#held.values()].filter(
      ({ entry, closedAt }) => closedAt === undefined && entry.run === run && entry.item === item && isAboutWork(entry),
    );
    for (const { entry } of over) await this.close({ id: entry.id, why, at });
  }

  /** A person did what entries about a loop itself, not one of its runs, ask for: they close. */
  async actedOn(done: {
    loop: string;
    action: InboxEntry['actions'][number];
    why: string;
    by?: string;
  }): Promise<void> {
    const { loop, action, why, by } = done;
    const over = [...this.#held.values()].filter(
      ({ entry, closedAt }) =>
        closedAt === undefined && entry.loop === loop && entry.run === undefined && entry.actions.includes(action),
    );
    const at = this.#options.clock();
    for (const { entry } of over) await this.close({ id: entry.id, why, at, ...(by === undefined ? {} : { by }) });
  }

  /** Closes what a person has seen and wants no more of. */
  async dismiss(id: string, why: string, by: string): Promise<void> {
    const entry = this.#known(id);
    if (!entry.actions.includes('dismiss')) {
      throw new Refused(
        'not-dismissed',
        `${entry.title} waits for more than to be seen: ${entry.actions.join(' or ')} it.`,
      );
    }
    await this.close({ id, why: why === '' ? 'Dismissed.' : why, at: this.#options.clock(), by });
  }

  async snooze(id: string, until: number, by: string): Promise<void> {
    this.#known(id);
    await this.#write({ type: 'snoozed', id, at: this.#options.clock(), until, by });
  }

  /** An open entry that was raised. */
  #known(id: string): InboxEntry {
    const entry = this.open().find((one) => one.id === id);
    if (entry !== undefined) return entry;
    throw new Refused('unknown-entry', `There is no open entry ${id} in the inbox. \`loopwright inbox\` lists them.`);
  }

  find(id: string): InboxEntry | undefined {
    return this.open().find((one) => one.id === id);
  }

  /** What waits for a person now, most urgent first. */
  open(): readonly InboxEntry[] {
    const now = this.#options.clock();
    const raised = [...this.#held.values()].flatMap(({ entry, closedAt }) => (closedAt === undefined ? [entry] : []));
    const waiting = this.#options.live().flatMap(waitingIn);
    return [...raised, ...waiting].filter((entry) => !this.#isPutOff(entry, now)).sort(byUrgency);
  }

  /** When the next entry that was put off comes back; undefined where none will. */
  get nextBack(): number | undefined {
    const now = this.#options.clock();
    const later = [...this.#snoozed.values()].map(({ until }) => until).filter((until) => until > now);
    return later.length === 0 ? undefined : Math.min(...later);
  }

  /** What is newer than the word of the person who put it off is something else, and not put off. */
  #isPutOff({ id, at }: InboxEntry, now: number): boolean {
    const snoozed = this.#snoozed.get(id);
    return snoozed !== undefined && now < snoozed.until && at <= snoozed.at;
  }

  async #write(event: InboxEvent): Promise<void> {
    await this.#options.append(event);
    this.#apply(event);
  }

  #apply(event: InboxEvent): void {
    if (event.type === 'raised') {
      this.#held.set(event.entry.id, { entry: event.entry });
      return;
    }
    if (event.type === 'snoozed') {
      this.#snoozed.set(event.id, event);
      return;
    }
    const held = this.#held.get(event.id);
    if (held !== undefined) this.#held.set(event.id, { ...held, closedAt: event.at });
  }
}

const sameText = (one: InboxEntry, other: InboxEntry): boolean => one.title === other.title && one.why === other.why;

/** Whether an entry is about work that goes on, and over when that is. */
const isAboutWork = ({ kind, id }: InboxEntry): boolean =>
  kind === 'conflict' || (kind === 'escalation' && id.endsWith(':stall'));

/** What the items of a run wait for. A stalled item has raised an entry itself. */
function waitingIn(state: RunState): readonly InboxEntry[] {
  return itemsOf(state).flatMap((item): readonly InboxEntry[] => {
    const wait = state.items.get(item.id)?.awaits;
    if (item.status !== 'waiting' || item.waitsFor?.kind === 'question' || wait === undefined) return [];
    const { loop, run } = state.start;
    const name = isOnlyItem(item) ? loop : `${loop}: ${item.key}`;
    const atGate = item.waitsFor?.kind === 'gate';
    return [
      {
        id: `gate:${run}:${item.id}`,
        kind: 'gate',
        loop,
        run,
        item: item.id,
        ...(atGate ? { about: item.waitsFor?.about } : {}),
        title: atGate ? `${name} waits at the gate ${item.waitsFor?.about}` : `${name} has a change for you`,
        why: reasonOfItem(state, item),
        at: wait.since,
        severity: 'medium',
        actions: atGate ? ['approve', 'reject', 'snooze'] : ['land', 'reject', 'snooze'],
      },
    ];
  });
}

const severities = ['critical', 'high', 'medium', 'low'];
/** What holds work up comes before what is only to be known. */
const kinds = ['conflict', 'escalation', 'gate', 'question', 'failure', 'held', 'missed', 'finding'];

function byUrgency(a: InboxEntry, b: InboxEntry): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    a.at - b.at
  );
}
