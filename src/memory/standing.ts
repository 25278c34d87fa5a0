import { type Decision, type Finding, type ItemMemory, type LoopMemory, severities } from '../model/memory.ts';

/**
 * What a finding is to a person now. `open`: it needs one. `chosen`: they said "do it". `declined`: "never", or "not now"
 * and it has not changed since. `later`: its time has not come. `closed`: the runs no longer find it.
 */
export type Standing = 'open' | 'chosen' | 'declined' | 'later' | 'closed';

/** How long "later" is where no date is given. */
export const LATER_MS = 7 * 24 * 60 * 60 * 1000;

/** See {@link Standing}. `now` in epoch milliseconds. A decision holds over closing and finding again. */
export function standingOf(finding: Finding, now: number): Standing {
  const { decision, status } = finding;
  const held = decision === undefined ? 'open' : heldBy(decision, finding, now);
  if (held === 'declined') return held;
  return status === 'closed' ? 'closed' : held;
}

function heldBy(decision: Decision, finding: Finding, now: number): Standing {
  if (decision.what === 'never') return 'declined';
  if (decision.what === 'not-now') return finding.changedAt > decision.at ? 'open' : 'declined';
  if (decision.what === 'do') return 'chosen';
  return now < untilOf(decision) ? 'later' : 'open';
}

/** When a "later" is over. */
export const untilOf = (decision: Decision): number => decision.until ?? decision.at + LATER_MS;

/** The findings that wait for a person or were chosen by one: chosen first, then the most severe, then the newest. */
export function openFindings(memory: LoopMemory, now: number): readonly Finding[] {
  const rank = (finding: Finding): number => {
    const chosen = standingOf(finding, now) === 'chosen' ? 10 : 0;
    return chosen + (finding.severity === undefined ? 0 : severities.indexOf(finding.severity) + 1);
  };
  return memory.findings
    .filter((finding) => ['open', 'chosen'].includes(standingOf(finding, now)))
    .sort((a, b) => rank(b) - rank(a) || b.seenAt - a.seenAt);
}

/** The findings that a decision of a person keeps away: newest decision first. */
export function decidedFindings(memory: LoopMemory, now: number): readonly Finding[] {
  return memory.findings
    .filter((finding) => ['declined', 'later'].includes(standingOf(finding, now)))
    .sort((a, b) => (b.decision?.at ?? 0) - (a.decision?.at ?? 0));
}

export function findingOf(memory: LoopMemory, id: string): Finding | undefined {
  return memory.findings.find((finding) => finding.id === id);
}

export function itemOf(memory: LoopMemory, key: string): ItemMemory | undefined {
  return memory.items.find((item) => item.key === key);
}
