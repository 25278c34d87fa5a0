import { describe, expect, it } from 'vitest';
import type { PersonSays } from '../../../src/model/person.ts';
import { understandingOf } from '../../../src/model/understanding.ts';

const head = 'a'.repeat(40);
const by = { name: 'Ada', email: 'ada@example.com' };
const answers = (...correct: readonly boolean[]): PersonSays[] =>
  correct.map((one, n) => ({ kind: 'answered', head, prompt: `${n}`, correct: one, by }));
const nothing: PersonSays = { kind: 'no-prompt', head, why: 'no line is left' };
/** Right answers that were guesses earn nothing. */
const guess = (prompt: string): PersonSays => ({
  ...{ kind: 'answered', head, prompt, correct: true, credit: 0, confidence: 'guess', looked: false },
  by,
});
const override: PersonSays = { kind: 'override', head, reason: 'The shop is down.', by };
const mayAsk = (questions: number, pass: number, ...said: readonly PersonSays[]) =>
  understandingOf({ questions, pass }, said, head).mayAsk;
const holds = (questions: number, pass: number, ...said: readonly PersonSays[]) =>
  understandingOf({ questions, pass }, said, head).holds;

describe('the gate of understanding', () => {
  it('holds where the loop asks for nothing', () => {
    expect(understandingOf(undefined, [], head).holds).toBe(true);
  });

  it('needs its questions asked and its answers right', () => {
    expect(holds(1, 1)).toBe(false);
    expect(holds(1, 1, ...answers(true))).toBe(true);
    expect(holds(3, 2, ...answers(true, true))).toBe(false);
    expect(holds(3, 2, ...answers(true, true, false))).toBe(true);
    expect(holds(3, 2, ...answers(true, false, false))).toBe(false);
    expect(holds(3, 2, ...answers(true, false, false, true))).toBe(true);
  });

  it('is not opened by a miss, nor by running out of prompts after one', () => {
    expect(holds(1, 1, ...answers(false))).toBe(false);
    expect(holds(1, 1, ...answers(false), nothing)).toBe(false);
    expect(understandingOf({ questions: 1, pass: 1 }, [...answers(false), nothing], head).reason).toMatch(/Reject it/);
  });

  it('opens, and says so, where no prompt can be made', () => {
    const { holds: opens, reason } = understandingOf({ questions: 1, pass: 1 }, [nothing], head);
    expect(opens).toBe(true);
    expect(reason).toBe('No further prompt could be made from this change: no line is left');
    expect(holds(3, 2, ...answers(true), nothing)).toBe(true);
  });

  it('counts only what was said about this very content', () => {
    const other = 'b'.repeat(40);
    expect(understandingOf({ questions: 1, pass: 1 }, [...answers(true), override, nothing], other)).toEqual({
      ...{ head: other, right: 0, wrong: 0, holds: false, mayAsk: true },
      reason: 'Answer one prompt about what it wrote.',
    });
  });

  it('asks three prompts at most, and then is closed with the ways that are left', () => {
    expect(mayAsk(1, 1, ...answers(false, false))).toBe(true);
    const closed = understandingOf({ questions: 1, pass: 1 }, answers(false, false, false), head);
    expect(closed).toMatchObject({ right: 0, wrong: 3, holds: false, mayAsk: false });
    expect(closed.reason).toMatch(/^0 of 3 prompts were answered right, and no more than 3 are asked\. Reject it/);
    expect(closed.reason).toMatch(/edit the change .* or override the gate in writing\.$/);
    expect(holds(1, 1, ...answers(false, false, true))).toBe(true);
  });

  it('asks nothing more as soon as what is left cannot open it', () => {
    expect(mayAsk(3, 3, ...answers(true, true))).toBe(true);
    expect(mayAsk(3, 3, ...answers(false))).toBe(false);
    expect(mayAsk(2, 2, ...answers(false))).toBe(true);
    expect(mayAsk(2, 2, ...answers(false, false))).toBe(false);
    expect(understandingOf({ questions: 3, pass: 3 }, answers(false), head).reason).toMatch(/^0 of 1 prompts/);
  });

  it('may ask only while it is closed and there is something to ask', () => {
    expect(understandingOf(undefined, [], head).mayAsk).toBe(false);
    expect(mayAsk(1, 1)).toBe(true);
    expect(mayAsk(1, 1, ...answers(true))).toBe(false);
    expect(mayAsk(3, 2, ...answers(true, true))).toBe(true);
    expect(mayAsk(1, 1, nothing)).toBe(false);
    expect(mayAsk(1, 1, ...answers(false), nothing)).toBe(false);
  });

  it('says how many more prompts are to be answered', () => {
    const reason = (questions: number, pass: number, ...said: readonly PersonSays[]) =>
      understandingOf({ questions, pass }, said, head).reason;
    expect(reason(1, 1, ...answers(false))).toBe('Answer one more prompt about what it wrote.');
    expect(reason(3, 2)).toBe('Answer 3 prompts about what it wrote.');
    expect(reason(3, 2, ...answers(true))).toBe('Answer 2 more prompts about what it wrote.');
  });

  it('is not opened by a right answer that was a guess; it is asked like a miss', () => {
    const guessed = understandingOf({ questions: 1, pass: 1 }, [guess('a')], head);
    expect(guessed).toMatchObject({ right: 0, wrong: 1, holds: false, mayAsk: true });
    expect(guessed).not.toHaveProperty('by');
    expect(holds(1, 1, guess('a'), nothing)).toBe(false);
    expect(mayAsk(1, 1, guess('a'), guess('b'), guess('c'))).toBe(false);
    expect(understandingOf({ questions: 1, pass: 1 }, [guess('a'), ...answers(true)], head)).toMatchObject({
      ...{ right: 1, wrong: 1, holds: true, by: 'Ada <ada@example.com>' },
    });
  });

  it('counts the right answers of journals that knew no credit, and those that earned less for being looked up', () => {
    const looked: PersonSays = { kind: 'answered', head, prompt: 'l', correct: true, credit: 0.25, looked: true, by };
    expect(holds(2, 2, ...answers(true), looked)).toBe(true);
  });

  it('is opened by an override, which says who answers for it and why, and hides no miss', () => {
    const closed = understandingOf({ questions: 1, pass: 1 }, [...answers(false), nothing, override], head);
    expect(closed).toEqual({
      ...{ head, right: 0, wrong: 1, nothingToAsk: 'no line is left', holds: true, mayAsk: false },
      overridden: { reason: 'The shop is down.', by: 'Ada <ada@example.com>' },
      reason: 'Ada <ada@example.com> answers for it: The shop is down.',
    });
    expect(understandingOf({ questions: 1, pass: 1 }, [override], head)).toMatchObject({ holds: true, mayAsk: false });
  });

  it('tells of no override that turned out not to be needed: the answers opened it', () => {
    const held = understandingOf({ questions: 1, pass: 1 }, [override, ...answers(true)], head);
    expect(held).toMatchObject({ holds: true, mayAsk: false, right: 1 });
    expect(held).not.toHaveProperty('overridden');
    expect(held.reason).toBe('1 of 1 prompts were answered right at the first attempt.');
  });

  it('holds nothing up where it is advisory, asks all the same, and says what was missed', () => {
    const advisory = (...said: readonly PersonSays[]) =>
      understandingOf({ questions: 1, pass: 1, isAdvisory: true }, said, head);
    expect(advisory()).toMatchObject({ holds: true, mayAsk: true });
    expect(advisory().reason).toBe('Answer one prompt about what it wrote. Nothing waits for it.');
    expect(advisory(...answers(false, false, false))).toMatchObject({ wrong: 3, holds: true, mayAsk: false });
    expect(advisory(...answers(true))).toMatchObject({ right: 1, holds: true, mayAsk: false });
    expect(advisory(...answers(true)).reason).not.toContain('Nothing waits');
  });
});
