import type { Attempt, Candidate, Decision, Finding, ItemMemory, LoopMemory } from '../model/memory.ts';
import { day, moment } from './day.ts';
import { plainLine } from './inertText.ts';
import { standingOf, untilOf } from './standing.ts';

/**
 * When an item that was tried without success is attempted again: never, once `afterRuns` other runs of the loop have
 * been since, or when its fingerprint is another. What is done is done.
 */
export type Retry = 'never' | 'when-changed' | { readonly afterRuns: number };

export interface ItemPlanOptions<C extends Candidate = Candidate> {
  readonly retry: Retry;
  /** Most items to attempt. */
  readonly max?: number;
  /** Why a candidate is not worth an attempt without being asked for; undefined where it is. */
  readonly threshold?: (candidate: C) => string | undefined;
}

export type LeftOutWhy = 'duplicate' | 'done' | 'tried' | 'waiting' | 'declined' | 'later' | 'threshold' | 'max';

export interface LeftOut<C extends Candidate = Candidate> {
  readonly candidate: C;
  readonly why: LeftOutWhy;
  /** A sentence for people, one line. */
  readonly reason: string;
}

export interface ItemPlan<C extends Candidate = Candidate> {
  /** In the order of the attempts: those that a person chose first. */
  readonly attempt: readonly { readonly candidate: C; readonly chosen: boolean }[];
  readonly leftOut: readonly LeftOut<C>[];
}

type Excuse = { readonly why: LeftOutWhy; readonly reason: string };

/** Which candidates are to be attempted now, and why the others are not. Each candidate is in exactly one of the two lists. */
export function itemPlan<C extends Candidate>(
  memory: LoopMemory,
  candidates: readonly C[],
  now: number,
  options: ItemPlanOptions<C>,
): ItemPlan<C> {
  const leftOut: LeftOut<C>[] = [];
  const chosen: { readonly candidate: C; readonly at: number }[] = [];
  const others: C[] = [];
  const seen = new Set<string>();
  const known = byKey(memory);
  for (const candidate of candidates) {
    const finding = findingFor(known, candidate);
    const order = orderFor(known, candidate, finding);
    const excuse = seen.has(candidate.key)
      ? duplicate
      : order === undefined
        ? excuseFor(known, candidate, finding, now, options)
        : undefined;
    seen.add(candidate.key);
    if (excuse !== undefined) leftOut.push({ candidate, ...excuse });
    else if (order !== undefined) chosen.push({ candidate, at: order.at });
    else others.push(candidate);
  }
  const attempt = [
    ...chosen.sort((a, b) => a.at - b.at).map(({ candidate }) => ({ candidate, chosen: true })),
    ...others.map((candidate) => ({ candidate, chosen: false })),
  ];
  const { max = attempt.length } = options;
  const over = attempt.slice(max).map(({ candidate }) => ({ candidate, ...tooMany(max) }));
  return { attempt: attempt.slice(0, max), leftOut: [...leftOut, ...over] };
}

const duplicate: Excuse = { why: 'duplicate', reason: 'Another item of this run has the same key.' };
const tooMany = (max: number): Excuse => ({
  why: 'max',
  reason: `A run attempts at most ${max}; the next one goes on.`,
});

/** The memory as it is looked up: candidates and items may be thousands. */
interface Known {
  readonly items: ReadonlyMap<string, ItemMemory>;
  readonly ids: ReadonlyMap<string, Finding>;
  readonly keys: ReadonlyMap<string, Finding>;
  readonly runs: LoopMemory['runs'];
}

const byKey = ({ items, findings, runs }: LoopMemory): Known => ({
  items: new Map(items.map((item) => [item.key, item])),
  ids: new Map(findings.map((finding) => [finding.id, finding])),
  keys: new Map(findings.map((finding) => [finding.key, finding])),
  runs,
});

const findingFor = ({ ids, keys }: Known, { finding, key }: Candidate): Finding | undefined =>
  finding === undefined ? keys.get(key) : ids.get(finding);

/** The "do it" that still waits to be done: nothing was attempted since. */
function orderFor({ items }: Known, { key }: Candidate, finding: Finding | undefined): Decision | undefined {
  const decision = finding?.decision;
  if (decision?.what !== 'do') return undefined;
  return (items.get(key)?.lastTried ?? 0) < decision.at ? decision : undefined;
}

function excuseFor<C extends Candidate>(
  known: Known,
  candidate: C,
  finding: Finding | undefined,
  now: number,
  { retry, threshold }: ItemPlanOptions<C>,
): Excuse | undefined {
  const decided = finding === undefined ? undefined : decidedAgainst(finding, now);
  if (decided !== undefined) return decided;
  const item = known.items.get(candidate.key);
  const settled = item === undefined ? undefined : alreadySeen(known, item, candidate, retry);
  if (settled !== undefined) return settled;
  const below = threshold?.(candidate);
  return below === undefined ? undefined : { why: 'threshold', reason: plainLine(below, 500) };
}

const decisionWords = { do: 'do it', 'not-now': 'not now', never: 'never', later: 'later' } as const;

function decidedAgainst(finding: Finding, now: number): Excuse | undefined {
  const { decision } = finding;
  const standing = standingOf(finding, now);
  if (decision === undefined || (standing !== 'declined' && standing !== 'later')) return undefined;
  const note = decision.note === undefined ? '' : `: ${decision.note}`;
  const said = `${decision.by} said "${decisionWords[decision.what]}" on ${day(decision.at)}${note}.`;
  const until = standing === 'later' ? ` It comes back on ${moment(untilOf(decision))}.` : '';
  return { why: standing, reason: plainLine(`${said}${until}`, 500) };
}

function alreadySeen(known: Known, item: ItemMemory, candidate: Candidate, retry: Retry): Excuse | undefined {
  const last = item.attempts.at(-1);
  const told = last === undefined ? `on ${day(item.lastTried)}` : toldOf(last);
  if (item.status === 'done') return { why: 'done', reason: plainLine(`Done already ${told}`, 500) };
  if (item.status === 'waiting')
    return { why: 'waiting', reason: plainLine(`It waits for a person since ${told}`, 500) };
  if (item.status === 'declined') {
    return { why: 'declined', reason: plainLine(`A person declined what was made ${told}`, 500) };
  }
  if (mayRetry(known, item, last, candidate, retry)) return undefined;
  return { why: 'tried', reason: plainLine(`Tried ${told} ${whenAgain(retry)}`, 500) };
}

const toldOf = ({ run, at, outcome, reason }: Attempt): string =>
  `${day(at)} by run ${run} (${outcome}${reason === '' ? '' : `: ${reason}`}).`;

function mayRetry(
  { runs }: Known,
  item: ItemMemory,
  last: Attempt | undefined,
  { fingerprint }: Candidate,
  retry: Retry,
): boolean {
  if (retry === 'never') return false;
  if (retry === 'when-changed') return fingerprint !== undefined && fingerprint !== last?.fingerprint;
  const since = runs.filter(({ run, at }) => at >= item.lastTried && run !== last?.run);
  return since.length >= retry.afterRuns;
}

function whenAgain(retry: Retry): string {
  if (retry === 'never') return 'It is not tried again unless a person says so.';
  if (retry === 'when-changed') return 'It is tried again when it has changed.';
  return `It is tried again after ${retry.afterRuns} ${retry.afterRuns === 1 ? 'run' : 'runs'} without it.`;
}
