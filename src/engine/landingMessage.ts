import type { RunStart } from '../model/event.ts';
import type { CheckOutcome, Identity } from '../model/steps.ts';
import type { Understanding } from '../model/understanding.ts';
import { inertLine } from './inert.ts';

/** What a landing commit says: a subject, why, and trailers that lead back to the run. */
export interface LandingFacts {
  readonly start: RunStart;
  /** The maker's own summary; untrusted, so it is cut to one line of text that can be seen. */
  readonly summary: string;
  readonly goal: string;
  readonly checks: readonly CheckOutcome[];
  readonly understanding: Understanding;
  readonly by: Identity;
}

const subjectLength = 72;

export function landingMessage(facts: LandingFacts): string {
  const { start, goal, checks } = facts;
  const trailers = [
    `Loop: ${start.loop}`,
    `Loop-Run: ${start.run}`,
    `Loop-Definition: ${start.definition}`,
    `Understood-by: ${understoodBy(facts)}`,
    `Checks: ${checks.map((check) => `${check.id} ${check.passed ? 'passed' : 'failed'}`).join(', ')}`,
  ];
  const why = `The goal holds: ${oneLine(goal)}`;
  return `${subject(start.loop, facts.summary)}\n\n${why}\n\n${trailers.join('\n')}\n`;
}

const subject = (loop: string, summary: string): string => inertLine(`${loop}: ${summary}`, subjectLength);

/** Characters of why a gate was overridden: the journal has it whole. */
const reasonLength = 200;

function understoodBy({ start, understanding, by }: LandingFacts): string {
  const { right, wrong, overridden, nothingToAsk } = understanding;
  if (overridden !== undefined) {
    return `${oneLine(overridden.by)} (overridden: ${inertLine(overridden.reason, reasonLength)})`;
  }
  const person = `${by.name} <${by.email}>`;
  if (start.understand === undefined) return `${person} (not asked)`;
  if (right + wrong > 0) return `${person} (${right} of ${right + wrong} prompts)`;
  const isUnanswered = start.understand.isAdvisory === true && nothingToAsk === undefined;
  return `${person} (${isUnanswered ? 'no prompt was answered' : 'no prompt could be made'})`;
}

/** Nothing of an untrusted text may start a line of its own, so it cannot forge a trailer. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
