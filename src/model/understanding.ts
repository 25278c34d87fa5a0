import type { PersonSays } from './person.ts';
import { mostPrompts } from './prompt.ts';

/** First answers of people about the content at one head, and what the gate makes of them. */
export interface Understanding {
  readonly head: string;
  /** Answered right, by somebody who did not guess. */
  readonly right: number;
  /** Answered otherwise: missed, or guessed right. */
  readonly wrong: number;
  /** Who gave the newest right answer, as `Name <email>`. */
  readonly by?: string;
  /** Why no (further) prompt can be made about this content. */
  readonly nothingToAsk?: string;
  /** Why somebody lets it land although the answers do not open the gate, and who. */
  readonly overridden?: { readonly reason: string; readonly by: string };
  readonly holds: boolean;
  /** Whether another prompt is to be asked: at most three are, and none that could not open the gate any more. */
  readonly mayAsk: boolean;
  /** Why the gate is closed, or why it is open, in a sentence. */
  readonly reason: string;
}

export interface UnderstandGate {
  /** How many prompts are asked at least, where the change yields as many. */
  readonly questions: number;
  /** How many must be right at the first attempt. */
  readonly pass: number;
  /** Nothing waits for the answers. */
  readonly isAdvisory?: boolean | undefined;
}

/**
 * Whether the gate holds for the content at `head`. A miss never opens it: it brings another prompt, of three at most. A change
 * that yields no (further) prompt opens it only if nothing was missed. Answers about other content do not count.
 */
export function understandingOf(
  gate: UnderstandGate | undefined,
  said: readonly PersonSays[],
  head: string,
): Understanding {
  const about = said.filter((one) => 'head' in one && one.head === head);
  const answers = about.filter((one) => one.kind === 'answered');
  const right = answers.filter((one) => one.correct && one.credit !== 0);
  const nothing = about.findLast((one) => one.kind === 'no-prompt');
  const override = about.findLast((one) => one.kind === 'override');
  const counts = { right: right.length, wrong: answers.length - right.length };
  const by = right.at(-1)?.by;
  const overridden = override && { reason: override.reason, by: `${override.by.name} <${override.by.email}>` };
  return {
    head,
    ...counts,
    ...(by === undefined ? {} : { by: `${by.name} <${by.email}>` }),
    ...(nothing === undefined ? {} : { nothingToAsk: nothing.why }),
    ...judge(gate, { ...counts, nothingToAsk: nothing?.why, overridden }),
  };
}

type Verdict = Pick<Understanding, 'holds' | 'mayAsk' | 'reason' | 'overridden'>;
type Counts = Pick<Understanding, 'right' | 'wrong'> & {
  readonly nothingToAsk: string | undefined;
  readonly overridden: Understanding['overridden'] | undefined;
};

function judge(gate: UnderstandGate | undefined, counts: Counts): Verdict {
  if (gate === undefined) return open('The loop asks for no proof of understanding.');
  const verdict = judgeAnswers(gate, counts);
  if (verdict.holds) return verdict;
  const { overridden } = counts;
  if (overridden !== undefined) {
    const reason = `${overridden.by} answers for it: ${overridden.reason}`;
    return { overridden, holds: true, mayAsk: false, reason };
  }
  return gate.isAdvisory ? { ...verdict, holds: true, reason: `${verdict.reason} Nothing waits for it.` } : verdict;
}

const open = (reason: string): Verdict => ({ holds: true, mayAsk: false, reason });
const closed = (reason: string): Verdict => ({ holds: false, mayAsk: false, reason });

function judgeAnswers({ questions, pass }: UnderstandGate, { right, wrong, nothingToAsk }: Counts): Verdict {
  const asked = right + wrong;
  if (right >= pass && (asked >= questions || nothingToAsk !== undefined)) {
    return open(`${right} of ${asked} prompts were answered right at the first attempt.`);
  }
  if (nothingToAsk !== undefined && wrong === 0) {
    return open(`No further prompt could be made from this change: ${nothingToAsk}`);
  }
  if (nothingToAsk !== undefined) {
    return closed(`A prompt was missed and no other can be made from this change (${nothingToAsk}). ${otherWays}`);
  }
  if (pass - right > Math.max(mostPrompts, questions) - asked) {
    return closed(
      `${right} of ${asked} prompts were answered right, and no more than ${mostPrompts} are asked. ${otherWays}`,
    );
  }
  const missing = Math.max(pass - right, questions - asked);
  const more = asked === 0 ? '' : ' more';
  const prompts = missing === 1 ? `one${more} prompt` : `${missing}${more} prompts`;
  return { holds: false, mayAsk: true, reason: `Answer ${prompts} about what it wrote.` };
}

const otherWays =
  'Reject it with a reason, edit the change (new content gets new prompts), or override the gate in writing.';
