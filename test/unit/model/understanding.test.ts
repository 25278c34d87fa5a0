import { describe, expect, it } from 'vitest';
import type { PersonSays } from '../../../src/model/person.ts';
import { understandingOf } from '../../../src/model/understanding.ts';

const head = 'a'.repeat(40);
const by = { name: 'Ada', email: 'ada@example.com' };
const answers = (...correct: readonly boolean[]): PersonSays[] =>
  correct.map((one, n) => ({ kind: 'answered', head, prompt: `${n}`, correct: one, by }));
const nothing: PersonSays = { kind: 'no-prompt', head, why: 'no line is left' };
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
    expect(understandingOf({ questions: 1, pass: 1 }, answers(true), 'b'.repeat(40)).holds).toBe(false);
  });
});
