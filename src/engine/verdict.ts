import type { StepInput, StepResult } from '../model/steps.ts';
import { evaluateBool } from './expression.ts';
import { evaluateGoal, falseParts, goalParts } from './goal.ts';

/** Whether a pass is done: the goal holds and nothing speaks against it. Reasons are what the maker is told. */
export function decide({ goal, giveUp, facts, objections }: StepInput<'decide'>): StepResult<'decide'> {
  const answer = evaluateGoal(goal, facts);
  const goalHolds = answer.ok && answer.value;
  const accepted = goalHolds && objections.length === 0;
  const parts = goalParts(goal, facts);
  const why = answer.ok ? falseParts(parts) : [answer.error];
  // A pass that was not worth checking is told what is wrong with it, not that its checks did not run.
  const reasons = accepted ? [] : objections.length > 0 ? objections : why;
  const end = accepted || giveUp === undefined ? undefined : evaluateBool('give-up', giveUp, facts);
  const givesUp = end?.ok === true && end.value;
  return {
    goalHolds,
    accepted,
    reasons: [...reasons],
    parts: [...parts],
    ...(givesUp ? { giveUp: `give-up holds: ${giveUp}` } : {}),
  };
}

/** Whether a gate asks. One whose condition cannot be worked out does: to ask once too often is the safe mistake. */
export function asksAt({ when, facts }: StepInput<'gate'>): StepResult<'gate'> {
  const asks = evaluateBool('gate', when, facts);
  return asks.ok ? { asks: asks.value } : { asks: true, problem: asks.error };
}
