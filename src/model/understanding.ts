import type { PersonSays } from './person.ts';

/** First answers of people about the content at one head, and what the gate makes of them. */
export interface Understanding {
  readonly head: string;
  readonly right: number;
  readonly wrong: number;
  /** Who gave the newest right answer, as `Name <email>`. */
  readonly by?: string;
  /** Why no (further) prompt can be made about this content. */
  readonly nothingToAsk?: string;
  readonly holds: boolean;
  /** Why the gate is closed, or why it is open, in a sentence. */
  readonly reason: string;
}

export interface UnderstandGate {
  /** How many prompts are asked at least, where the change yields as many. */
  readonly questions: number;
  /** How many must be right at the first attempt. */
  readonly pass: number;
}

/**
 * Whether the gate holds for the content at `head`. A miss never opens it: it brings another prompt. A change that
 * yields no (further) prompt opens it only if nothing was missed. Answers about other content do not count.
 */
export function understandingOf(
  gate: UnderstandGate | undefined,
  said: readonly PersonSays[],
  head: string,
): Understanding {
  const about = said.filter((one) => 'head' in one && one.head === head);
  const answers = about.filter((one) => one.kind === 'answered');
  const right = answers.filter((one) => one.correct);
  const nothing = about.findLast((one) => one.kind === 'no-prompt');
  const counts = { head, right: right.length, wrong: answers.length - right.length };
  const by = right.at(-1)?.by;
  return {
    ...counts,
    ...(by === undefined ? {} : { by: `${by.name} <${by.email}>` }),
    ...(nothing === undefined ? {} : { nothingToAsk: nothing.why }),
    ...judge(gate, counts, nothing?.why),
  };
}

function judge(
  gate: UnderstandGate | undefined,
  { right, wrong }: { right: number; wrong: number },
  nothingToAsk: string | undefined,
): Pick<Understanding, 'holds' | 'reason'> {
  if (gate === undefined) return { holds: true, reason: 'The loop asks for no proof of understanding.' };
  if (right >= gate.pass && (right + wrong >= gate.questions || nothingToAsk !== undefined)) {
    return { holds: true, reason: `${right} of ${right + wrong} prompts were answered right at the first attempt.` };
  }
  if (nothingToAsk !== undefined && wrong === 0) {
    return { holds: true, reason: `No further prompt could be made from this change: ${nothingToAsk}` };
  }
  if (nothingToAsk !== undefined) {
    return {
      holds: false,
      reason: `A prompt was missed and no other can be made from this change (${nothingToAsk}). Reject it with a reason, or edit the change: new content gets new prompts.`,
    };
  }
  const missing = Math.max(gate.pass - right, gate.questions - right - wrong);
  const more = right + wrong === 0 ? '' : ' more';
  const prompts = missing === 1 ? `one${more} prompt` : `${missing}${more} prompts`;
  return { holds: false, reason: `Answer ${prompts} about what it wrote.` };
}
