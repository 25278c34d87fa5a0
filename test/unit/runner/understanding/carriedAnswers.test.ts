import { describe, expect, it } from 'vitest';
import type { PersonSays } from '../../../../src/model/person.ts';
import type { ReviewOutline, Unit } from '../../../../src/model/reviewOutline.ts';
import { understandingOf } from '../../../../src/model/understanding.ts';
import { answersToCarry } from '../../../../src/runner/understanding/carriedAnswers.ts';

const [old, head] = ['a'.repeat(40), 'b'.repeat(40)];
const by = { name: 'Ada', email: 'ada@example.com' };
const answered = (prompt: string, unit: string, body: string, more: object = {}) =>
  ({ kind: 'answered', head: old, prompt, unit, body, correct: true, credit: 0.8, by, ...more }) as const;

/** An outline whose units have these bodies. */
function outline(bodies: Readonly<Record<string, string>>): Pick<ReviewOutline, 'head' | 'files'> {
  const units = Object.entries(bodies).map(
    ([id, body]): Unit => ({
      ...{ id, name: id, kind: 'function', digest: id, lines: 1, risk: 1, reasons: [], pieces: [] },
      landed: { body, lines: 1, size: 3, weight: 1, callers: 0 },
    }),
  );
  const file = { path: 'a.js' } as ReviewOutline['files'][number]['file'];
  return { head, files: [{ file, lines: 1, risk: 1, reasons: [], units }] };
}

describe('answers that hold for another head', () => {
  it('are those about units whose body is there as it was; an edited unit is asked about anew', () => {
    const said = [answered('p', 'a.js#kept', 'k'), answered('q', 'a.js#edited', 'e')];
    const carried = answersToCarry(said, outline({ 'a.js#kept': 'k', 'a.js#edited': 'e2' }));
    expect(carried).toEqual([{ ...said[0], head, carried: true }]);
    const gate = { questions: 1, pass: 1 };
    expect(understandingOf(gate, said, head).holds).toBe(false);
    expect(understandingOf(gate, [...said, ...carried], head)).toMatchObject({ holds: true, right: 1, wrong: 0 });
  });

  it('are misses too: no edit elsewhere wipes one out', () => {
    const said = [answered('p', 'a.js#kept', 'k', { correct: false, credit: 0 })];
    const carried = answersToCarry(said, outline({ 'a.js#kept': 'k' }));
    expect(understandingOf({ questions: 1, pass: 1 }, [...said, ...carried], head)).toMatchObject({ wrong: 1 });
  });

  it('follow their unit to another name, and a body that stands there twice counts once', () => {
    const said = [answered('p', 'a.js#kept', 'k')];
    expect(answersToCarry(said, outline({ 'b.js#moved': 'k' }))).toMatchObject([{ unit: 'b.js#moved' }]);
    expect(answersToCarry(said, outline({ 'b.js#twin': 'k', 'a.js#kept': 'k' }))).toMatchObject([
      { unit: 'a.js#kept' },
    ]);
  });

  it('are said once for a head, however many heads they came over, and never where no body is known', () => {
    const units = outline({ 'a.js#kept': 'k' });
    const said: PersonSays[] = [
      answered('p', 'a.js#kept', 'k'),
      answered('p', 'a.js#kept', 'k', { head: 'c'.repeat(40) }),
    ];
    const carried = answersToCarry(said, units);
    expect(carried).toHaveLength(1);
    expect(answersToCarry([...said, ...carried], units)).toEqual([]);
    const { body: _body, ...older } = answered('p', 'a.js#kept', 'k');
    expect(answersToCarry([older], units)).toEqual([]);
  });
});
