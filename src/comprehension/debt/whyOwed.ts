import type { Evidence } from './proofs.ts';

export interface WhyOwed {
  readonly lines: number;
  readonly risk: 0.5 | 1 | 2;
  readonly callers: number;
  readonly landings: number;
  readonly evidence: Evidence;
  /** What landed there was known at some time. */
  readonly wasKnown: boolean;
  /** It is about what the asking person owes, not the repository. */
  readonly isOwn: boolean;
  readonly now: number;
}

const day = 86_400_000;

/** Why a unit is owed, for tooltips and lists: what it is made of, then what is known of it. */
export function whyOwed({ lines, risk, callers, landings, ...known }: WhyOwed): string {
  const parts = [
    `${count(lines, 'line')} by ${count(landings, 'landing')}`,
    ...(callers === 0 ? [] : [`used in ${count(callers, 'place')}`]),
    ...(risk === 2
      ? ['risky, so each counts twice']
      : risk === 0.5
        ? ['a test or a document, so each counts half']
        : []),
  ];
  return `${parts.join(', ')}. ${knownOf(known)}`;
}

function knownOf({
  evidence: { evidence, recall, at },
  wasKnown,
  isOwn,
  now,
}: Omit<WhyOwed, 'lines' | 'risk' | 'callers' | 'landings'>): string {
  const nobody = isOwn ? 'You have not' : 'Nobody has';
  if (at === undefined) {
    return wasKnown
      ? `It has changed since ${isOwn ? 'you' : 'somebody'} showed to know it.`
      : `${nobody} shown to know it.`;
  }
  const who = isOwn ? 'You' : 'Its best reader';
  const how = evidence <= 0.2 ? 'looked at it' : 'showed to know it';
  return `${who} ${how} ${ago(at, now)}: ${percent(evidence * recall)} of it is paid.`;
}

function ago(at: number, now: number): string {
  const days = Math.floor(Math.max(0, now - at) / day);
  if (days === 0) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const count = (number: number, of: string): string => `${number} ${of}${number === 1 ? '' : 's'}`;
