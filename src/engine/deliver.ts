import type { Change } from '../model/change.ts';
import type { Approval, PersonSays } from '../model/person.ts';
import type { CheckOutcome, Identity, StepResult } from '../model/steps.ts';
import { understandingOf } from '../model/understanding.ts';
import type { Ending } from './ending.ts';
import { landingMessage } from './landingMessage.ts';
import { judgePass, type MadePass, runChecks } from './pass.ts';
import { setUp } from './setUp.ts';
import type { Workplace } from './workplace.ts';

/** A change that may be waiting for a person, and what proves it. */
interface Proposal {
  readonly work: Workplace;
  /** Number of the iteration that it came from. */
  readonly number: number;
  readonly change: Change;
  readonly checks: readonly CheckOutcome[];
  readonly accepted: boolean;
  /** The maker's own words for it. */
  readonly summary: string;
}

type Proven = Pick<Proposal, 'accepted' | 'checks' | 'number'>;
type Merged = Extract<StepResult<'merge'>, { status: 'merged' }>;

/**
 * Brings a proven change to where the loop delivers it. A merge happens only when a person says so about this very
 * content; a branch is left as it is unless the loop asks for understanding first.
 */
export async function deliver(work: Workplace, pass: MadePass): Promise<Ending> {
  const { number, change, checks } = pass;
  const proposal: Proposal = { work, number, change, checks, accepted: true, summary: pass.report.summary };
  const { deliver: delivery, understand } = work.start;
  if (delivery.as === 'branch' && understand === undefined) return publish(proposal, work.start.by, [], 'publish');
  return waitForPerson(proposal);
}

async function waitForPerson(first: Proposal): Promise<Ending> {
  const { start, durable, item } = first.work;
  const heard: PersonSays[] = [];
  let proposal = first;
  for (let turn = 1; ; turn++) {
    const said = await durable.signal(`${item}/wait/${turn}`, 'person');
    heard.push(said);
    switch (said.kind) {
      case 'answered':
      case 'no-prompt':
        break;
      case 'reject':
        return { outcome: { status: 'rejected', reason: `Rejected by ${said.by.name}: ${said.reason}` } };
      case 'edited':
        proposal = await judgeEdit(proposal, said.by);
        break;
      case 'land': {
        if (!mayLand(proposal, said.approval, heard)) break;
        const key = `${item}/land/${turn}`;
        const next =
          start.deliver.as === 'branch'
            ? await publish(proposal, said.by, heard, key)
            : await land(proposal, said.by, heard, key);
        if ('outcome' in next) return next;
        proposal = next;
      }
    }
  }
}

/** Whether an approval names this very proposal, and the gate holds for it. */
function mayLand({ work, change, accepted }: Proposal, approval: Approval, heard: readonly PersonSays[]): boolean {
  const { start } = work;
  const exact =
    approval.base === change.base &&
    approval.head === change.head &&
    approval.tree === change.tree &&
    approval.definition === start.definition;
  return exact && accepted && understandingOf(start.understand, heard, change.head).holds;
}

async function judgeEdit(proposal: Proposal, by: Identity): Promise<Proposal> {
  const number = proposal.number + 1;
  const message = `${proposal.work.start.loop}: edited by hand\n`;
  const pass = await judgePass(proposal.work, number, proposal.change.head, { message, author: by });
  return { ...proposal, number, change: pass.change, checks: pass.checks, accepted: pass.verdict.accepted };
}

/** One attempt to land: the ending, or the proposal that waits on (refused, or brought up to a target that moved). */
async function land(
  proposal: Proposal,
  by: Identity,
  heard: readonly PersonSays[],
  key: string,
): Promise<Ending | Proposal> {
  const { work } = proposal;
  const { start, durable, item } = work;
  const { into, squash } = start.deliver;
  const merged = await durable.step(`${key}/merge`, 'merge', {
    item,
    run: start.run,
    into,
    head: proposal.change.head,
    squash,
    message: message(proposal, by, heard),
    identity: by,
    at: await durable.now(`${key}/now`),
    configuration: work.configuration,
  });
  if (merged.status === 'refused') return proposal;
  const moved = merged.change.tree !== proposal.change.tree;
  const proven = moved ? await proveMerge(proposal, merged, key) : proposal;
  if (moved && !(proven.accepted && sameHunks(proposal.change, merged.change))) {
    return bringUp({ ...proposal, ...proven }, merged, key);
  }
  const landed = await durable.step(`${key}/land`, 'land', {
    item,
    run: start.run,
    into,
    candidate: merged.candidate,
    old: merged.old,
    configuration: work.configuration,
  });
  if (landed.status === 'refused') return { ...proposal, number: proven.number };
  const reason = `Landed ${landed.commit.slice(0, 12)} on ${into.replace(/^refs\/heads\//, '')}.`;
  return { outcome: { status: 'delivered', reason, commit: landed.commit }, spent: proposal.change.head };
}

/**
 * Proves the very tree that would land, in a worktree of its own, when the target has moved since. It counts as an
 * iteration: checks and a decision, without a maker.
 */
async function proveMerge({ work, number }: Proposal, merged: Merged, key: string): Promise<Proven> {
  const { durable, item, loop, start } = work;
  const iteration = number + 1;
  const worktree = `${start.worktree}-merge`;
  const obstacle = await prepareMerge(work, { worktree, candidate: merged.candidate, key });
  const checks = obstacle === undefined ? await runChecks(work, { key, worktree, iteration }) : [];
  const { accepted } = await durable.step(`${key}/decide`, 'decide', {
    item,
    iteration,
    goal: loop.goal,
    checks: [...checks],
    objections: obstacle === undefined ? [] : [obstacle],
  });
  await durable.step(`${key}/reclaim`, 'reclaim', { item, worktree });
  return { accepted, checks, number: iteration };
}

/** Why the merge cannot be tried, if so. */
async function prepareMerge(
  { durable, item, loop }: Workplace,
  { worktree, candidate, key }: { worktree: string; candidate: string; key: string },
): Promise<string | undefined> {
  const prepared = await durable.step(`${key}/prepare`, 'prepare', { item, worktree, base: candidate });
  if (prepared.status === 'refused') return `No worktree to try the merge in: ${prepared.reason}`;
  return setUp(durable, { item, worktree, commands: loop.isolation.setup, key });
}

/** Nobody approved what the merge made of the change, or it fails: the merge becomes the change that waits. */
async function bringUp(proposal: Proposal, merged: Merged, key: string): Promise<Proposal> {
  const { durable, item, start } = proposal.work;
  const { change } = await durable.step(`${key}/rebase`, 'rebase', {
    item,
    worktree: start.worktree,
    branch: start.branch,
    head: proposal.change.head,
    candidate: merged.candidate,
    old: merged.old,
    iteration: proposal.number,
  });
  return { ...proposal, work: { ...proposal.work, base: merged.old }, change };
}

/** Whether every file of the reviewed change ends as it was reviewed. */
function sameHunks(reviewed: Change, merged: Change): boolean {
  const ends = new Map(merged.files.map((file) => [file.path, file.newBlob]));
  return reviewed.files.length === ends.size && reviewed.files.every((file) => ends.get(file.path) === file.newBlob);
}

async function publish(proposal: Proposal, by: Identity, heard: readonly PersonSays[], key: string): Promise<Ending> {
  const { work, change } = proposal;
  const { start, durable, item } = work;
  const { commit } = await durable.step(`${key}/publish`, 'publish', {
    item,
    branch: start.branch,
    base: change.base,
    head: change.head,
    squash: start.deliver.squash,
    message: message(proposal, by, heard),
    identity: by,
    at: await durable.now(`${key}/now`),
    configuration: work.configuration,
  });
  const reason = `Delivered ${commit.slice(0, 12)} as branch ${start.branch.replace(/^refs\/heads\//, '')}.`;
  return { outcome: { status: 'delivered', reason, commit } };
}

function message(proposal: Proposal, by: Identity, heard: readonly PersonSays[]): string {
  const { work, change, checks, summary } = proposal;
  const understanding = understandingOf(work.start.understand, heard, change.head);
  return landingMessage({ start: work.start, summary, goal: work.loop.goal, checks, understanding, by });
}
