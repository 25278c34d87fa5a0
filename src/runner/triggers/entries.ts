import type { InboxEntry } from '../../model/inbox.ts';
import { parseDate } from '../../model/localDate.ts';
import type { Firing } from '../../triggers/firing.ts';

/** What the triggers put into the inbox. Healthy firings put nothing there. */

export function heldEntry(loop: string, why: string, at: number): InboxEntry {
  return {
    id: `held:${loop}`,
    kind: 'held',
    loop,
    title: `${loop} does not start by itself any more`,
    why,
    at,
    severity: 'medium',
    actions: ['enable', 'dismiss'],
  };
}

/**
 * Who enabled the loop owes too much for it to start. One entry a day, however often it fires: it is as old as the `day`, so that
 * one that was dismissed comes back with the next.
 */
export function owesEntry(loop: string, why: string, day: string, now: number): InboxEntry {
  return {
    id: `held:${loop}:debt`,
    kind: 'held',
    loop,
    title: `${loop} pauses: too much that landed is not understood`,
    why,
    at: Math.min(parseDate(day) ?? now, now),
    severity: 'medium',
    actions: ['run', 'dismiss', 'snooze'],
  };
}

export function notStartedEntry({ loop, trigger }: Firing, code: string, why: string, at: number): InboxEntry {
  return {
    id: `failure:${loop}:start:${code}`,
    kind: 'failure',
    loop,
    title: `${loop} could not start (${trigger.kind})`,
    why,
    at,
    severity: 'medium',
    actions: ['run', 'dismiss'],
  };
}

export function missedEntry(loop: string, count: string, why: string, at: number): InboxEntry {
  return {
    id: `missed:${loop}`,
    kind: 'missed',
    loop,
    title: `${loop}: ${count} missed`,
    why,
    at,
    severity: 'low',
    actions: ['run', 'dismiss'],
  };
}

/** A source of firings that does not work: the CI cannot be asked, a secret is not set. */
export function deafEntry(loop: string, what: string, why: string, at: number): InboxEntry {
  return {
    id: `failure:${loop}:${what}`,
    kind: 'failure',
    loop,
    title: `${loop} cannot hear its trigger (${what})`,
    why,
    at,
    severity: 'medium',
    actions: ['dismiss'],
  };
}
