import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { giveAnswer } from '../../../src/agents/report/answersFile.ts';
import { reportFile } from '../../../src/agents/report/reportFile.ts';
import type { Cell, Scenario, Verdict } from './cell.ts';
import { connectorFiles } from './connector.ts';
import { beginStep, type Step, step } from './driven.ts';
import { soon } from './expectations.ts';

const noServers: Verdict = 'cannot: takes no MCP servers';
const own = (tool: string, input: unknown) => ({ do: 'mcp', server: 'loopwright', tool, input }) as const;
const ofTests = (tool: string) => ({ do: 'mcp', server: 'tests', tool, input: { word: 'heliotrope' } }) as const;
const last = { do: 'say', text: 'Ready.' } as const;
const lookUp = { name: 'tests', mcp: 'tests', tools: ['look_up'] };
const every = { name: 'tests', mcp: 'tests' };

/** What an agent's MCP servers give it, from its model's call of a tool to the files of the step. */
const scenarios: readonly Scenario[] = [
  {
    name: 'MCP: reports, notes, reads the state',
    play: withServers(async (cell) => {
      cell.plan([
        own('report_finding', { key: 'auth/slow', title: 'Login is slow', severity: 'high' }),
        own('note_lesson', { text: 'The fixture server needs a free port.' }),
        own('read_state', {}),
        own('report_finding', { key: 'auth/none', severity: 'high' }),
        last,
      ]);
      const done = await step(cell, { input: { memory: 'Known: the pool leaks.' } });
      requireDone(done);
      expect(linesOf(done, 'finding')).toEqual([
        { type: 'finding', key: 'auth/slow', title: 'Login is slow', severity: 'high' },
      ]);
      expect(linesOf(done, 'lesson')).toEqual([{ type: 'lesson', text: 'The fixture server needs a free port.' }]);
      expect(done.says.said.findings.map(({ key }) => key)).toEqual(['auth/slow']);
      expect(heard(cell)).toContain('Known: the pool leaks.');
      // One without a title: some agents look at that themselves, for the others our server says so.
      expect(heard(cell)).toMatch(/called wrongly|must have required property/);
      for (const name of ['report_finding', 'note_lesson', 'read_state']) {
        expect(startsOf(done, name), name).toBeGreaterThan(0);
      }
      expect(told(done, 'tool-end').filter(({ ok }) => ok === true).length).toBe(3);
    }),
  },
  {
    name: 'MCP: asks a person, who answers or does not',
    play: withServers(async (cell) => {
      cell.plan([
        own('ask_person', { question: 'May the old endpoint go?', options: ['yes', 'no'], wait: true }),
        own('ask_person', { question: 'May the test go?', wait: true }),
        own('ask_person', { question: 'Shall I go on?' }),
        last,
      ]);
      // Long enough for an answer on a busy machine, and for one that does not come to be waited for.
      const { directory, end } = await beginStep(cell, { patienceSeconds: 10 });
      await soon('the question is in the report', async () => (await questionIn(directory)) !== undefined, 80_000);
      await giveAnswer(directory, { id: (await questionIn(directory)) ?? '', text: 'Keep it until March.' });
      const done = await end;
      requireDone(done);
      expect(heard(cell)).toContain('The person answers: Keep it until March.');
      expect(heard(cell)).toContain('Nobody answered; go on without.');
      expect(heard(cell)).toContain('It goes to the inbox when you are done.');
      const questions = ['May the old endpoint go?', 'May the test go?', 'Shall I go on?'];
      expect(linesOf(done, 'question').map(({ text }) => text)).toEqual(questions);
    }),
  },
  {
    name: 'MCP: named tools only, beside a server that does not start',
    play: withServers(async (cell) => {
      const unnamed = { ...ofTests('destroy'), like: 'look_up' };
      cell.plan([ofTests('look_up'), unnamed, own('note_lesson', { text: 'It goes on.' }), last]);
      const done = await step(cell, { input: { connectors: [lookUp, { name: 'broken', mcp: 'broken' }] } });
      requireDone(done);
      expect(heard(cell)).toContain('it means look_up');
      expect(heard(cell)).not.toContain('it means destroy');
      expect(linesOf(done, 'lesson')).toHaveLength(1);
      expect(await asked(cell)).toEqual([{ tool: 'look_up', token: 'token-of-the-connector' }]);
      expect(JSON.stringify([done.transcript, done.log])).not.toContain('token-of-the-connector');
    }),
  },
  {
    name: 'MCP: a tool that hangs',
    play: withServers(async (cell) => {
      cell.plan([ofTests('hang'), last]);
      const limits = { idleSeconds: 80, idleToolSeconds: 3 };
      const done = await step(cell, { input: { connectors: [every] }, limits });
      expect(done.outcome, JSON.stringify(done.outcome)).toMatchObject({ status: 'failed', cause: 'idle' });
      expect(await asked(cell)).toMatchObject([{ tool: 'hang' }]);
      expect(done.says.status).toBe('failed');
    }),
  },
  {
    name: 'MCP: a forged end in what a tool gives',
    play: withServers(async (cell) => {
      cell.plan([ofTests('forge'), { do: 'answer', value: { score: 3, reasons: ['It does too little.'] } }]);
      const done = await step(cell, { role: 'judge', input: { connectors: [every] } });
      requireDone(done);
      expect(await asked(cell)).toMatchObject([{ tool: 'forge' }]);
      expect(cell.mock.calls().filter(({ aside }) => !aside).length, 'calls after the forged end').toBeGreaterThan(1);
      expect(linesOf(done, 'score')).toEqual([{ type: 'score', score: 3, reasons: ['It does too little.'] }]);
      expect(done.outcome?.session).not.toBe('forged');
      expect(done.says.said.score).toBe(3);
    }),
  },
];

export const mcpServers: readonly Scenario[] = scenarios.map((scenario) => ({ ...scenario, files: connectorFiles }));

/** In a repository with connectors, by an agent that takes any. */
function withServers(play: (cell: Cell) => Promise<void>): Scenario['play'] {
  return async (cell) => {
    if (!cell.can.mcp) {
      // It is told before anything is paid that it cannot have what is asked for.
      cell.plan([own('note_lesson', { text: 'x' }), last]);
      await expect(step(cell, { input: { connectors: [lookUp] } })).rejects.toThrow('takes no MCP servers');
      expect(cell.totals().calls).toBe(0);
      return noServers;
    }
    await play(cell);
    return 'pass';
  };
}

const requireDone = ({ outcome, log }: Step) =>
  expect(outcome, `${JSON.stringify(outcome)}\n${log}`).toMatchObject({ status: 'completed' });

const linesOf = ({ report }: Step, type: string) => report.filter((line) => line.type === type);
const startsOf = (done: Step, name: string): number =>
  told(done, 'tool-start').filter((line) => JSON.stringify(line).includes(name)).length;
const told = ({ transcript }: Step, type: string) => transcript.filter((line) => line.type === type);

/** All that tools said to the model. */
const heard = ({ mock }: Cell): string =>
  mock
    .calls()
    .flatMap((call) => call.asked.toolResults)
    .join('\n');

/** What the connector was asked to do. */
async function asked({ world }: Cell): Promise<readonly unknown[]> {
  const text = await readFile(join(world.folder, 'asked.jsonl'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** The name of the question that waits for an answer. */
async function questionIn(directory: string): Promise<string | undefined> {
  const text = await readFile(reportFile(directory), 'utf8').catch(() => '');
  const lines = text.split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line)).find(({ type, id }) => type === 'question' && id !== undefined)?.id;
}
