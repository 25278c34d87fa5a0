import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { AgentEvent } from '../../../src/agents/port.ts';
import type { Plan } from '../mocks/index.ts';
import type { Cell, Scenario, Verdict } from './cell.ts';
import { longCommand, toolWorks } from './endings.ts';
import { requireStatus, requireUsage } from './expectations.ts';

const prompt = 'Count the heliotropes.';
const none: Verdict = 'cannot: has no sub-agents whose usage it tells, and starts none';

/** What an agent has others of its kind do for it. */
export const subAgents: readonly Scenario[] = [
  {
    name: 'sub-agent',
    async play(cell) {
      cell.plan(delegating(cell, { do: 'shell', command: `echo seven > ${cell.world.path('sub.txt')}` }));
      const done = await cell.turn();
      requireStatus(done, 'completed');
      if (!cell.can.subAgents) {
        expect(ofSubAgent(cell)).toEqual([]);
        expect(await cell.world.changes()).toEqual([]);
        return none;
      }
      expect(await cell.world.changes()).toEqual(['?? sub.txt']);
      expect(done.outcome.text).toContain('All counted.');
      // The call that starts it, with what it is asked, and its own tools.
      const starts = done.events.filter((event) => event.type === 'tool-start').map((event) => JSON.stringify(event));
      expect(starts.some((start) => start.includes(prompt))).toBe(true);
      expect(starts.some((start) => start.includes('echo seven'))).toBe(true);
      expect(ofSubAgent(cell)).toHaveLength(2);
      requireCountedLive(cell, done.events);
      return requireUsage(cell, done);
    },
  },
  {
    name: "aborted in the middle of a sub-agent's tool",
    async play(cell) {
      if (!cell.can.subAgents) return none;
      cell.plan(delegating(cell, { do: 'shell', command: longCommand(cell) }));
      const done = await cell.turn({}, { abortOn: toolWorks(cell) });
      requireStatus(done, 'aborted');
      const before = cell.totals().calls;
      await sleep(1000);
      expect(cell.totals().calls, 'model calls after the turn was ended').toBe(before);
      return 'pass';
    },
  },
];

function delegating(cell: Cell, work: Plan[number]): Plan {
  return [
    { do: 'delegate', prompt, plan: [work, { do: 'say', text: 'There are seven heliotropes.' }] },
    // codex starts one and goes on.
    ...(cell.agent === 'codex' ? [{ do: 'await' } as const] : []),
    { do: 'say', text: 'All counted.' },
  ];
}

const ofSubAgent = ({ mock }: Cell) =>
  mock.calls().filter(({ asked }) => asked.userTexts.some((text) => text.includes(prompt)) && !isMain(asked));

/** The agent itself is asked to do what is planned; a sub-agent never hears of that. */
const isMain = ({ userTexts }: { readonly userTexts: readonly string[] }) =>
  userTexts.some((text) => text.includes('Do what is planned.'));

/** Before the agent's last words more was told than its own calls used: limits hold for a sub-agent while it works. */
function requireCountedLive(cell: Cell, events: readonly AgentEvent[]): void {
  const end = events.findIndex((event) => event.type === 'text' && event.text.includes('All counted.'));
  const told = events.slice(0, end).findLast((event) => event.type === 'usage');
  const own = cell.mock.calls().filter(({ asked }) => isMain(asked));
  const used = own.reduce(
    (sum, { served }) => sum + (served ? served.input + served.cacheRead + served.cacheWrite : 0),
    0,
  );
  expect(told?.usage.inputTokens).toBeGreaterThan(used);
}
