import { branchName } from '../model/branchName.ts';
import type { Change } from '../model/change.ts';
import type { Facts } from '../model/steps.ts';
import { understandingOf } from '../model/understanding.ts';
import type { Ending } from './ending.ts';
import { diffOf } from './facts.ts';
import { landingMessage } from './landingMessage.ts';
import { type Consent, type Merged, type Proposal, proposed } from './proposal.ts';
import { prove } from './prove.ts';
import { inScratch } from './scratch.ts';
import { placeOf } from './workplace.ts';

/** One attempt to land: the ending, or the proposal that waits on (refused, or brought up to a target that moved). */
export async function land(proposal: Proposal, consent: Consent): Promise<Ending | Proposal> {
  const { work, change } = proposal;
  const { start, durable, item } = work;
  const { into, squash } = start.deliver;
  const key = `${item.id}/${consent.key}`;
  const merged = await durable.step(`${key}/merge`, 'merge', {
    item: item.id,
    run: start.run,
    into,
    head: change.head,
    squash,
    message: messageFor(proposal, consent),
    identity: consent.by,
    at: await durable.now(`${key}/now`),
    configuration: work.configuration,
  });
  if (merged.status === 'refused') return { ...proposal, refusal: merged.reason };
  const moved = merged.change.tree !== change.tree;
  const proven = moved ? await proveMerge(proposal, merged, key) : proposal;
  if (moved && !(proven.accepted && sameHunks(change, merged.change))) return bringUp(proven, merged, key);
  const landed = await durable.step(`${key}/land`, 'land', {
    item: item.id,
    run: start.run,
    into,
    candidate: merged.candidate,
    old: merged.old,
    configuration: work.configuration,
  });
  if (landed.status === 'refused') return { ...proposal, number: proven.number, refusal: landed.reason };
  const reason = `Landed ${landed.commit.slice(0, 12)} on ${branchName(into)}.`;
  const outcome = { status: 'delivered', reason, commit: landed.commit } as const;
  return { outcome, iterations: proposal.number, spent: { branch: work.branch, head: change.head } };
}

export function messageFor({ work, change, facts, summary }: Proposal, { by, heard }: Consent): string {
  const understanding = understandingOf(work.start.understand, heard, change.head);
  return landingMessage({
    start: work.start,
    summary,
    goal: work.loop.goal.until,
    checks: facts.checks,
    understanding,
    by,
  });
}

/**
 * Proves the very tree that would land, in a worktree of its own, when the target has moved since. It counts as an
 * iteration: checks and a decision, without a maker. What the judge said of the change stands.
 */
async function proveMerge(proposal: Proposal, merged: Merged, key: string): Promise<Proposal> {
  const { work, before } = proposal;
  const { durable, item, loop } = work;
  const number = proposal.number + 1;
  const worktree = `${work.worktree}-merge`;
  const proven = await inScratch(work, { key, worktree, base: merged.candidate }, () =>
    prove(work, { key, worktree, iteration: number }, { before, change: { base: merged.old, head: merged.candidate } }),
  );
  const facts: Facts = {
    ...proposal.facts,
    ...(proven.ok ? { checks: [...proven.value.checks], metrics: { ...proven.value.metrics } } : { checks: [] }),
    diff: diffOf(merged.change),
    run: { ...proposal.facts.run, iteration: number },
  };
  const { accepted } = await durable.step(`${key}/decide`, 'decide', {
    item: item.id,
    iteration: number,
    goal: loop.goal.until,
    facts,
    objections: proven.ok ? [] : [`The merge could not be tried: ${proven.error}`],
  });
  return { ...proposal, number, facts, accepted };
}

/** Nobody approved what the merge made of the change, or it fails: the merge becomes the change that waits. */
async function bringUp(proposal: Proposal, merged: Merged, key: string): Promise<Proposal> {
  const { work } = proposal;
  const { change } = await work.durable.step(`${key}/rebase`, 'rebase', {
    ...placeOf(work),
    branch: work.branch,
    head: proposal.change.head,
    candidate: merged.candidate,
    old: merged.old,
    iteration: proposal.number,
  });
  const { number, facts, accepted } = proposal;
  return proposed(proposal, { work: { ...work, base: merged.old }, number, change, facts, accepted });
}

/** Whether every file of the reviewed change ends as it was reviewed. */
function sameHunks(reviewed: Change, merged: Change): boolean {
  const ends = new Map(merged.files.map((file) => [file.path, file.newBlob]));
  return reviewed.files.length === ends.size && reviewed.files.every((file) => ends.get(file.path) === file.newBlob);
}
