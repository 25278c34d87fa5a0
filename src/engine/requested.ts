import { branchName } from '../model/branchName.ts';
import type { PersonSays, RequestChanges } from '../model/person.ts';
import { type Account, account } from './account.ts';
import { askedText, lessonsOf } from './askedText.ts';
import type { Course } from './course.ts';
import type { Ending } from './ending.ts';
import { feedbackOf } from './feedback.ts';
import { conflictEntry } from './inboxEntries.ts';
import { commitWork } from './pass.ts';
import type { Proposal } from './proposal.ts';
import { beginning } from './stall.ts';

/** A change that a person does not want delivered like this: it is to be worked on. */
export interface Requested {
  readonly request: RequestChanges;
  readonly proposal: Proposal;
  /** Since when it waited: epoch milliseconds. */
  readonly began: number;
  readonly sat: Sat;
}

/** What has been said about the changes of an item, over all the times that one waited. */
export interface Sat {
  /** How many waits there were. */
  readonly turns: number;
  readonly heard: readonly PersonSays[];
}

export const neverSat: Sat = { turns: 0, heard: [] };

/** How the work goes on. */
export interface Resumed {
  readonly course: Course;
  readonly spent: Account;
}

/**
 * Commits what the person left in the worktree, unproven and in their name, and makes the course that goes on from there.
 * `course`: of the pass that made the change; `explored`: what every pass is told beside it. Stalling, escalation and a
 * ratchet begin anew: what is asked for may well be worse by what the loop measures.
 */
export async function resume(
  { request, proposal, began }: Requested,
  course: Course,
  explored: string,
): Promise<Resumed> {
  const { work, change, facts, published } = proposal;
  const { durable, item, time, gleanings, start } = work;
  const number = proposal.number + 1;
  gleanings.teach(lessonsOf(request));
  const at = await durable.now(`${item.id}/${number}/asked/heard`);
  time.waited(at - began);
  if (proposal.refusal !== undefined) await settleConflict(proposal, number, at);
  const { change: left } = await commitWork(work, {
    key: `${number}/asked`,
    number,
    parent: published ?? change.head,
    message: `${start.loop}: edited by hand\n`,
    author: request.by,
  });
  const asked = askedText(request);
  const told = together(explored, asked);
  const resumed: Course = {
    ...course,
    told,
    asked,
    kept: { change: left, objections: [], checks: [], metrics: {} },
    latest: facts.checks,
    feedback: together(told, stillWrong(proposal)),
    progress: beginning({ failed: [], count: null, tree: left.tree, critique: '' }),
    escalated: 0,
    settings: { ...course.settings, bestOf: 1 },
  };
  return { course: resumed, spent: await account(work, number, 'asked/account') };
}

/** That the change could not be delivered is nothing that anybody has to see to any more. */
async function settleConflict({ work }: Proposal, number: number, at: number): Promise<void> {
  const { durable, item } = work;
  const { id } = conflictEntry(work, '', at);
  const settled = { item: item.id, id, why: 'Changes were requested.', at };
  await durable.step(`${item.id}/${number}/asked/settle`, 'settle', settled);
}

/** What speaks against the change already, where it was edited by hand or could not be delivered. */
function stillWrong({ accepted, refusal, facts }: Proposal): string {
  const checks = accepted ? [] : facts.checks.filter(({ passed }) => !passed);
  const failing = checks.map(({ id }) => `The check ${id} fails since the change was edited by hand.`);
  return feedbackOf({ reasons: [...failing, ...(refusal === undefined ? [] : [refusal])], checks });
}

const together = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');

/** An ending after a request: the change that was read did not get lost. */
export function withTheChangeBefore(ending: Ending, { proposal }: Requested): Ending {
  const { change, work } = proposal;
  const where = `The change that was read (${change.head.slice(0, 10)}) is on its branch ${branchName(work.branch)}.`;
  return { ...ending, outcome: { ...ending.outcome, reason: `${ending.outcome.reason} ${where}` } };
}
