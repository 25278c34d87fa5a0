import type { RunStart } from '../model/event.ts';
import type { InboxEntry, InboxKind } from '../model/inbox.ts';
import { onlyItem, runLane } from '../model/lane.ts';
import type { RunOutcome } from '../model/outcome.ts';
import type { Durable } from './durable.ts';
import type { Bench } from './workplace.ts';

/** What the engine puts into the inbox. The same thing raised again, after a crash or in a next turn, has the same id. */

type Place = Pick<Bench, 'start' | 'item'>;

const mostText = 2000;

function entryOf(
  { start, item }: Place,
  kind: InboxKind,
  what: string,
): Pick<InboxEntry, 'id' | 'kind' | 'loop' | 'run' | 'item'> {
  return { id: `${kind}:${start.run}:${item.id}${what}`, kind, loop: start.loop, run: start.run, item: item.id };
}

/** The item by its name, where there is more than one. */
const named = ({ start, item }: Place): string => (item.id === onlyItem ? start.loop : `${start.loop}: ${item.key}`);

export function questionEntry(
  place: Place,
  { question, place: where, at }: { readonly question: string; readonly place: string; readonly at: number },
): InboxEntry {
  return {
    ...entryOf(place, 'question', `:${where}`),
    title: `${named(place)} asks`,
    why: question.slice(0, mostText),
    at,
    severity: 'medium',
    actions: ['answer', 'dismiss'],
  };
}

export function stallEntry(place: Place, why: string, at: number): InboxEntry {
  return {
    ...entryOf(place, 'escalation', ':stall'),
    title: `${named(place)} is stalled`,
    why: why.slice(0, mostText),
    at,
    severity: 'high',
    actions: ['continue', 'reject'],
  };
}

export function conflictEntry(place: Place, why: string, at: number): InboxEntry {
  return {
    ...entryOf(place, 'conflict', ''),
    title: `${named(place)} could not be delivered`,
    why: why.slice(0, mostText),
    at,
    severity: 'high',
    actions: ['land', 'reject'],
  };
}

/** For an end that a person should know of; undefined for one that is as it should be. */
export function endEntry(place: Place, outcome: RunOutcome, at: number): InboxEntry | undefined {
  if (outcome.status !== 'gave-up' && outcome.status !== 'failed') return undefined;
  const kind = outcome.status === 'failed' ? 'failure' : 'escalation';
  const end = kind === 'failure' ? 'failed' : 'gave up';
  return {
    ...entryOf(place, kind, ':end'),
    title: `${named(place)} ${end}`,
    why: outcome.reason.slice(0, mostText),
    at,
    severity: kind === 'failure' ? 'high' : 'medium',
    actions: ['run', 'dismiss'],
  };
}

/** A run that ended before it had items. */
export async function raiseFailure(durable: Durable, start: RunStart, reason: string): Promise<void> {
  const at = await durable.now(`${runLane}/failed`);
  await durable.step(`${runLane}/raise`, 'raise', {
    entry: {
      id: `failure:${start.run}`,
      kind: 'failure',
      loop: start.loop,
      run: start.run,
      title: `${start.loop} failed`,
      why: reason.slice(0, mostText),
      at,
      severity: 'high',
      actions: ['run', 'dismiss'],
    },
  });
}
