import { randomUUID } from 'node:crypto';
import { iterationsOfItem, type Loop } from '../model/loopFile.ts';
import { type Note, type Raised, raisedKeys } from '../model/order.ts';
import type { RunState } from '../model/runState.ts';
import { itemsOf } from '../model/runView.ts';
import type { Identity } from '../model/steps.ts';
import { itemOf } from './landing.ts';
import type { LiveRun } from './liveRun.ts';
import { Refused } from './refusal.ts';
import { type DayLimits, whatStopsIt } from './spendingLimits.ts';

/** Nothing new begins in the run until it is resumed; done when that is on disk. */
export async function pause(run: LiveRun, by: Identity): Promise<void> {
  const { paused, stopRequested } = run.state;
  if (stopRequested) throw new Refused('stopping', `Run ${run.id} is being stopped, so there is nothing to pause.`);
  if (paused !== undefined) {
    throw new Refused(
      'already-paused',
      `Run ${run.id} is paused already, by ${paused.by.name}. Let it go on with \`loopwright resume ${run.id}\`.`,
    );
  }
  await run.order({ type: 'pause.requested', by });
}

/** Lets a paused run go on where it holds. */
export async function resume(run: LiveRun, by: Identity): Promise<void> {
  if (run.state.paused === undefined) {
    throw new Refused(
      'not-paused',
      `Run ${run.id} is not paused. \`loopwright show ${run.id}\` tells what it does or waits for.`,
    );
  }
  await run.order({ type: 'resume.requested', by });
}

/** Most characters of the notes that wait for one item: they all go into one prompt. */
const mostWaiting = 16_384;

/** Writes a note for the next iteration of an item, or of every item. */
export async function note(
  run: LiveRun,
  { item: named, text }: { readonly item?: string | undefined; readonly text: string },
  by: Identity,
): Promise<void> {
  const item = named === undefined ? undefined : openItem(run.state, named);
  if (text.trim() === '')
    throw new Refused('empty-note', 'The note is empty. Write what the maker is to bear in mind.');
  refuseTooMuch(run.state, item, text);
  const written: Note = { id: randomUUID(), ...(item === undefined ? {} : { item }), text, by };
  await run.order({ type: 'note.written', note: written });
}

/** The id of an item that may still have an iteration. */
function openItem(state: RunState, named: string): string {
  const { id, key, outcome } = itemOf(state, named);
  if (outcome === undefined) return id;
  const { run } = state.start;
  throw new Refused(
    'item-ended',
    `${key} has ended (${outcome.status}), so no iteration would read the note. \`loopwright retry ${run}\` takes it up again, with a note.`,
  );
}

function refuseTooMuch(state: RunState, item: string | undefined, text: string): void {
  const items = itemsOf(state).filter(({ id, outcome }) => outcome === undefined && (item ?? id) === id);
  const waiting = items.map(({ notes }) =>
    notes.reduce((sum, one) => (one.iteration === undefined ? sum + one.text.length : sum), 0),
  );
  if (Math.max(0, ...waiting) + text.length <= mostWaiting) return;
  throw new Refused(
    'too-many-notes',
    `The notes that wait for the next iteration would be longer than ${mostWaiting} characters together. Wait until they are read, or say it shorter.`,
  );
}

/** Raises limits of the run's own; all of them, or none where one is refused. */
export async function raise(run: LiveRun, to: Raised, by: Identity, days: DayLimits): Promise<void> {
  const named = raisedKeys.filter((key) => to[key] !== undefined);
  if (named.length === 0) {
    throw new Refused('nothing-to-raise', 'Name what to raise: tokens, cost, minutes or iterations.');
  }
  for (const key of named) refuseNotHigher(run, key, to[key] ?? 0);
  const stops = await whatStopsIt(run, to, days);
  if (stops !== undefined) throw new Refused('other-limit', stops);
  const values = Object.fromEntries(named.map((key) => [key, to[key]]));
  await run.order({ type: 'limits.raised', to: values, by });
}

function refuseNotHigher(run: LiveRun, key: keyof Raised, to: number): void {
  const { words, where, of } = limitWords[key];
  const standing = run.state.raised[key] ?? of(run.loop);
  if (standing === undefined) throw new Refused('no-limit', noLimitWords(run, key));
  if (to > standing) return;
  throw new Refused(
    'not-higher',
    `${to} ${words} is not more than the ${standing} that run ${run.id} may use now (${where}). Name a higher number; a limit is never lowered while a run goes on.`,
  );
}

/** Where only its items have such a limit, that is what was meant, and no raise reaches it. */
function noLimitWords({ id, loop }: LiveRun, key: keyof Raised): string {
  const { words, where } = limitWords[key];
  const none = `Run ${id} has no limit of ${words} (${where}), so there is nothing to raise.`;
  const [, name = ''] = where.split('.');
  const ofItem = Object.entries(loop.budget['per-item'] ?? {}).find(([limit]) => limit === name)?.[1];
  if (ofItem === undefined) return none;
  return `${none} The ${ofItem} ${words} of each item (budget.per-item.${name}) stay as they are while a run goes on: write a higher number into the loop, commit it and start a new run.`;
}

const limitWords: {
  readonly [K in keyof Required<Raised>]: {
    readonly words: string;
    readonly where: string;
    /** What the loop declares. */
    readonly of: (loop: Loop) => number | undefined;
  };
} = {
  tokens: { words: 'tokens', where: 'budget.max-tokens', of: ({ budget }) => budget['max-tokens'] },
  costUsd: { words: 'dollars', where: 'budget.max-cost-usd', of: ({ budget }) => budget['max-cost-usd'] },
  minutes: { words: 'minutes', where: 'budget.timeout-minutes', of: ({ budget }) => budget['timeout-minutes'] },
  iterations: {
    words: 'iterations of an item',
    where: 'budget.max-iterations, or that of budget.per-item',
    of: iterationsOfItem,
  },
};
