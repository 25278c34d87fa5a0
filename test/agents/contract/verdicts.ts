import { expect } from 'vitest';
import type { Totals } from '../mocks/index.ts';
import type { Cell, Done, Scenario } from './cell.ts';
import { step } from './driven.ts';
import { requireStatus } from './expectations.ts';

const schema = {
  type: 'object',
  properties: { verdict: { type: 'string', enum: ['pass', 'fail'] }, reason: { type: 'string' } },
  required: ['verdict', 'reason'],
  additionalProperties: false,
} as const;

const good = { verdict: 'fail', reason: 'off by one in line 3' };

/** Answers in a form that was asked for, and sessions. */
export const verdictsAndSessions: readonly Scenario[] = [
  {
    name: 'structured verdict',
    async play(cell) {
      cell.plan([{ do: 'answer', value: good }]);
      const done = await cell.turn({ schema, readOnly: true });
      requireStatus(done, 'completed');
      if (cell.can.schema === 'none') {
        const said = done.outcome.structured ?? JSON.parse(done.outcome.text);
        expect(said).toEqual(good);
      } else {
        expect(done.outcome.structured, JSON.stringify(done.outcome)).toEqual(good);
      }
      return 'pass';
    },
  },
  {
    name: 'malformed verdict',
    async play(cell) {
      const bad = { do: 'answer', value: { verdict: 42 } } as const;
      cell.plan([bad, bad, bad, bad, bad, bad, bad, bad, { do: 'say', text: 'I give up.' }]);
      const done = await cell.turn({ schema, readOnly: true });
      // The adapter need not validate: what it hands over as an answer must only not look valid when it is not.
      expect(done.outcome.structured).not.toMatchObject({ verdict: expect.stringMatching(/pass|fail/) });
      if (cell.can.schema === 'validated') {
        expect(done.outcome.structured, JSON.stringify(done.outcome)).toBeUndefined();
      }
      return 'pass';
    },
  },
  {
    name: 'verdict in the report, after one that contradicts itself',
    async play(cell) {
      const defect = {
        severity: 'high',
        title: 'Negative sums are lost',
        file: 'src/sum.js',
        line: 7,
        reproduce: null,
      };
      const answer = (passed: boolean) => ({ do: 'answer', value: { passed, defects: [defect] } }) as const;
      const [torn, whole] = [answer(true), answer(false)];
      // The second one stands wherever the conversation is when it is asked for.
      let from: number | undefined;
      cell.plan(({ userTexts, position }) => {
        if (!userTexts.some((text) => text.includes('no valid verdict'))) return [torn];
        from ??= position;
        return [...Array.from({ length: from }, () => torn), whole];
      });
      const done = await step(cell, { role: 'checker' });
      expect(done.outcome, `${JSON.stringify(done.outcome)}\n${done.log}`).toMatchObject({
        status: 'completed',
        repaired: true,
        turns: 2,
      });
      expect(done.report.filter(({ type }) => type === 'defect' || type === 'verdict')).toEqual([
        { type: 'defect', severity: 'high', title: 'Negative sums are lost', file: 'src/sum.js', line: 7 },
        { type: 'verdict', passed: false },
      ]);
      expect(done.report.some(({ type }) => type === 'usage')).toBe(cell.can.usage !== 'none');
      expect(done.says).toMatchObject({
        status: 'completed',
        said: { defects: [{ title: 'Negative sums are lost' }] },
      });
      return 'pass';
    },
  },
  {
    name: 'resume',
    async play(cell) {
      if (!cell.can.resume) return 'cannot: does not go on with an earlier session';
      cell.plan([
        { do: 'say', text: 'I know one thing.' },
        { do: 'write', path: cell.world.path('two.txt'), content: 'two\n' },
        { do: 'say', text: 'I know two things.' },
      ]);
      const first = await cell.turn({ prompt: 'Remember the word heliotrope.' });
      const before = cell.totals();
      const { session } = first.outcome;
      if (session === undefined) throw new Error('the first turn told no session');
      const second = await cell.turn({ prompt: 'Go on.', session: { id: session, mode: 'continue' } });
      requireStatus(second, 'completed');
      expect(await cell.world.changes()).toEqual(['?? two.txt']);
      expect(lastAsked(cell.mock.calls())).toContain('heliotrope');
      requireTurnUsage(cell, second, before);
      return 'pass';
    },
  },
  {
    name: 'fork',
    async play(cell) {
      if (!cell.can.fork) return 'cannot: has no forks';
      cell.plan([
        { do: 'say', text: 'First.' },
        { do: 'say', text: 'Second.' },
      ]);
      const first = await cell.turn({ prompt: 'Remember the word heliotrope.' });
      const { session } = first.outcome;
      if (session === undefined) throw new Error('the first turn told no session');
      const forked = await cell.turn({ prompt: 'Go on.', session: { id: session, mode: 'fork' } });
      requireStatus(forked, 'completed');
      expect(forked.outcome.session).toBeTruthy();
      expect(forked.outcome.session).not.toBe(session);
      expect(lastAsked(cell.mock.calls())).toContain('heliotrope');
      return 'pass';
    },
  },
];

const lastAsked = (
  calls: readonly { readonly aside: boolean; readonly asked: { readonly userTexts: readonly string[] } }[],
) =>
  calls
    .filter((call) => !call.aside)
    .at(-1)
    ?.asked.userTexts.join('\n') ?? '';

/** The second turn's own usage, or that of the session where the agent counts so, is what was served. */
function requireTurnUsage(cell: Cell, done: Done, before: Totals): void {
  const { usage } = done.outcome;
  // What tells its last model call only has nothing to add up.
  if (cell.can.usage === 'none' || cell.can.usage === 'last-step') return;
  const all = cell.totals();
  const served = (whole: boolean) => ({
    input:
      all.input + all.cacheRead + all.cacheWrite - (whole ? 0 : before.input + before.cacheRead + before.cacheWrite),
    output: all.output - (whole ? 0 : before.output),
  });
  expect({ input: usage?.inputTokens, output: usage?.outputTokens }).toEqual(served(usage?.since.tokens === 'session'));
  if (!cell.can.cost) return;
  expect(usage?.costUsd).toBeCloseTo(all.costUsd - (usage?.since.cost === 'session' ? 0 : before.costUsd), 6);
}
