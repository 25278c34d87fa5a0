import type { Gate } from '../model/loop/gates.ts';
import type { Approval, PersonSays } from '../model/person.ts';
import type { Identity } from '../model/steps.ts';
import { understandingOf } from '../model/understanding.ts';
import { lessonsOf } from './askedText.ts';
import { hand } from './delivery.ts';
import type { Ending } from './ending.ts';
import type { Proven } from './facts.ts';
import { approversOf, askingGates, deadlineOf, hours } from './gates.ts';
import { conflictEntry } from './inboxEntries.ts';
import { land } from './land.ts';
import { commitAndProve, judge, type MadePass } from './pass.ts';
import { type Consent, type Proposal, proposed } from './proposal.ts';
import { neverSat, type Requested, type Sat } from './requested.ts';
import type { Workplace } from './workplace.ts';

/**
 * Brings a proven change to where the loop delivers it. A merge happens only when a person says so about this very
 * content; other deliveries wait only where a gate asks. `sat`: what was said when an earlier change of the item waited.
 */
export async function deliver(
  work: Workplace,
  pass: MadePass,
  before: Proven,
  sat: Sat = neverSat,
): Promise<Ending | Requested> {
  const proposal: Proposal = {
    work,
    number: pass.number,
    change: pass.state.change,
    facts: pass.facts,
    defects: pass.review.defects,
    accepted: true,
    summary: pass.report.summary,
    before,
  };
  return waitForPeople(proposal, sat);
}

/** What has been said and asked about a proposal so far. */
interface Sitting {
  readonly proposal: Proposal;
  /** Gates that ask before this content is delivered. */
  readonly gates: readonly Gate[];
  readonly heard: readonly PersonSays[];
  /** Gates that were let open by their time-out, because the loop says so. */
  readonly expired: ReadonlySet<string>;
}

async function waitForPeople(first: Proposal, { turns, heard }: Sat): Promise<Ending | Requested> {
  const { durable, item, slots } = first.work;
  const began = await durable.now(`${item.id}/deliver/${turns === 0 ? '' : `since/${turns}/`}now`);
  const gates = await gatesFor(first, turns);
  // Whoever approved what was to be worked on has not approved what came of it, even if that is the same.
  let sitting: Sitting = { proposal: first, gates, heard: heard.filter(isNoApproval), expired: new Set() };
  for (let turn = turns + 1; ; turn++) {
    if (asksNobody(sitting)) {
      const next = await deliverNow(sitting, { by: first.work.start.by, key: `deliver/${turn}` });
      if ('outcome' in next) return next;
      sitting = { ...sitting, proposal: next };
    }
    const deadline = earliest(openGates(sitting), began);
    const said = await slots.rest(() => durable.signal(`${item.id}/wait/${turn}`, item.id, deadline));
    if (said !== 'expired' && said.kind === 'request-changes' && said.head === sitting.proposal.change.head) {
      return { request: said, proposal: sitting.proposal, began, sat: { turns: turn, heard: sitting.heard } };
    }
    const next = said === 'expired' ? await expire(sitting, began, turn) : await hear(sitting, said, turn);
    if ('outcome' in next) return next;
    sitting = next;
  }
}

const isNoApproval = ({ kind }: PersonSays): boolean => kind !== 'land';

/** The gates that ask before this proposal is delivered. */
function gatesFor({ work, facts }: Proposal, turn: number): Promise<readonly Gate[]> {
  const before: Gate['before'][] = work.start.deliver.as === 'merge' ? ['deliver', 'merge'] : ['deliver'];
  return askingGates(work, { before, turn: `deliver-${turn}`, facts });
}

async function hear(before: Sitting, said: PersonSays, turn: number): Promise<Sitting | Ending> {
  const sitting = { ...before, heard: [...before.heard, said] };
  switch (said.kind) {
    case 'reject':
      sitting.proposal.work.gleanings.teach(lessonsOf({ rejected: said.reason }));
      return rejected(sitting.proposal, `Rejected by ${said.by.name}: ${said.reason}`);
    case 'edited': {
      sitting.proposal.work.gleanings.teach(lessonsOf({ takenOut: said.takenOut }));
      const proposal = await judgeEdit(sitting.proposal, said.by);
      return { ...sitting, proposal, gates: await gatesFor(proposal, turn) };
    }
    case 'land': {
      if (!mayLand(sitting, said.approval)) return sitting;
      const next = await deliverNow(sitting, { by: said.by, key: `land/${turn}` });
      return 'outcome' in next ? next : { ...sitting, proposal: next };
    }
    default:
      return sitting;
  }
}

/** A delivery that was refused is no success and no stranded branch: it waits on, and the inbox says why. */
async function deliverNow(
  { proposal, heard }: Sitting,
  { by, key }: Omit<Consent, 'heard'>,
): Promise<Ending | Proposal> {
  const { work } = proposal;
  const deliverIt = work.start.deliver.as === 'merge' ? land : hand;
  const next = await deliverIt(proposal, { by, heard, key });
  if ('outcome' in next || next.refusal === undefined) return next;
  const { durable, item } = work;
  const at = await durable.now(`${item.id}/${key}/refused`);
  const entry = conflictEntry(work, next.refusal, at);
  await durable.step(`${item.id}/${key}/raise`, 'raise', { item: item.id, entry });
  return next;
}

const rejected = ({ number }: Proposal, reason: string): Ending => ({
  outcome: { status: 'rejected', reason },
  iterations: number,
});

const openGates = (sitting: Sitting): readonly Gate[] => sitting.gates.filter((gate) => !isOpen(gate, sitting));

function earliest(gates: readonly Gate[], began: number): { readonly deadline?: number } {
  const deadlines = gates.flatMap((gate) => deadlineOf(gate, began).deadline ?? []);
  return deadlines.length === 0 ? {} : { deadline: Math.min(...deadlines) };
}

async function expire(sitting: Sitting, began: number, turn: number): Promise<Sitting | Ending> {
  const { durable, item } = sitting.proposal.work;
  const now = await durable.now(`${item.id}/expired/${turn}`);
  const late = openGates(sitting).filter((gate) => (deadlineOf(gate, began).deadline ?? now + 1) <= now);
  const refusing = late.find((gate) => gate['on-timeout'] === 'reject');
  if (refusing !== undefined) {
    return rejected(sitting.proposal, `Nobody decided at the gate ${refusing.id} within ${hours(refusing)}.`);
  }
  return { ...sitting, expired: new Set([...sitting.expired, ...late.map((gate) => gate.id)]) };
}

/** Whether the change goes its way without a word: never into a merge, and never where it must be understood first. */
function asksNobody(sitting: Sitting): boolean {
  const { start } = sitting.proposal.work;
  const { deliver, understand } = start;
  if (deliver.as === 'merge' || (understand !== undefined && understand.isAdvisory !== true)) return false;
  return sitting.proposal.accepted && sitting.proposal.refusal === undefined && openGates(sitting).length === 0;
}

/** Whether an approval names this very proposal, and every gate and the understanding hold for it. */
function mayLand(sitting: Sitting, approval: Approval): boolean {
  const { proposal, heard } = sitting;
  const { work, change, accepted } = proposal;
  return (
    isAbout(approval, proposal) &&
    accepted &&
    openGates(sitting).length === 0 &&
    understandingOf(work.start.understand, heard, change.head).holds
  );
}

function isAbout(approval: Approval, { work, change }: Proposal): boolean {
  return (
    approval.base === change.base &&
    approval.head === change.head &&
    approval.tree === change.tree &&
    approval.definition === work.start.definition
  );
}

/** To say that a change may land is to approve it at every gate. */
function isOpen(gate: Gate, { proposal, heard, expired }: Sitting): boolean {
  if (expired.has(gate.id)) return true;
  const people = heard.flatMap((said) => (said.kind === 'land' && isAbout(said.approval, proposal) ? [said.by] : []));
  return approversOf(gate, people).length >= gate.approvals;
}

async function judgeEdit(proposal: Proposal, by: Identity): Promise<Proposal> {
  const { work, facts, before, published } = proposal;
  const number = proposal.number + 1;
  const state = await commitAndProve(work, {
    key: String(number),
    number,
    parent: published ?? proposal.change.head,
    message: `${work.start.loop}: edited by hand\n`,
    author: by,
    before,
  });
  const { baseline, best, run } = facts;
  const circumstances = { baseline, best, run: { ...run, iteration: number } };
  const judged = await judge(work, { number, state, circumstances, isTimed: false });
  return proposed(proposal, {
    number,
    change: state.change,
    facts: judged.facts,
    defects: judged.review.defects,
    accepted: judged.verdict.accepted,
  });
}
