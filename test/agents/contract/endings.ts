import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { installAgents } from '../../../scripts/agents/install.mjs';
import { root } from '../../../scripts/paths.mjs';
import { reapChildren } from '../../../src/agents/drive/reaper.ts';
import { processesOf } from '../../support/processesOf.ts';
import { type Cell, killQuietly, type Scenario } from './cell.ts';
import { requireStatus, soon } from './expectations.ts';

/** Milliseconds that an agent may take to notice that its host is gone, on a busy machine. */
const leaveMs = 10_000;

/** How turns are ended from outside. */
export const endings: readonly Scenario[] = [
  {
    name: 'model never answers, aborted',
    async play(cell) {
      cell.plan([{ do: 'hang' }]);
      const done = await cell.turn({}, { abortOn: cell.mock.called('cell', 1).then(() => sleep(300)) });
      requireStatus(done, 'aborted');
      return 'pass';
    },
  },
  {
    name: 'aborted in the middle of a tool',
    async play(cell) {
      cell.plan([{ do: 'shell', command: longCommand(cell) }]);
      const done = await cell.turn({}, { abortOn: toolWorks(cell) });
      requireStatus(done, 'aborted');
      return 'pass';
    },
  },
  {
    name: "aborted in the middle of the model's answer",
    async play(cell) {
      cell.plan([{ do: 'slow', words: 600, everyMs: 100 }]);
      const done = await cell.turn({}, { abortOn: answerBegan(cell) });
      requireStatus(done, 'aborted');
      await soon('the agent hangs up', () => cell.mock.calls().some((call) => call.hungUp));
      return 'pass';
    },
  },
  {
    name: 'death of the host in the middle of a turn',
    async play(cell) {
      cell.plan([{ do: 'shell', command: longCommand(cell) }]);
      const host = await startHost(cell);
      await toolWorks(cell);
      host.kill('SIGKILL');
      await once(host, 'exit');
      const leftAlone = await processesAfter(cell, leaveMs);
      const calls = cell.totals().calls;
      await reapChildren(cell.world.scratch);
      await soon('the reaper ends all', async () => (await processesOf(cell.world.folder)).length === 0);
      await sleep(500);
      expect(cell.totals().calls, 'model calls after the reaper').toBe(calls);
      if (leftAlone === 0) return 'pass';
      expect(cell.can.exitsOnHostDeath, `${leftAlone} processes went on`).toBe(false);
      return 'cannot: goes on without its host, ended by the reaper';
    },
  },
  {
    name: 'six at once',
    async play(cell) {
      // A home that was used before, as a user's is.
      cell.plan([{ do: 'say', text: 'Warm.' }]);
      await cell.turn();
      cell.plan([
        { do: 'shell', command: 'echo six > six.txt' },
        { do: 'say', text: 'One of six.' },
      ]);
      const places = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => place(cell, n)));
      const all = await Promise.all(places.map((over) => cell.turn(over)));
      for (const done of all) requireStatus(done, 'completed');
      const sessions = new Set(all.map((done) => done.outcome.session));
      expect(sessions.size).toBe(6);
      expect(cell.mock.calls().filter((call) => call.step.do === 'shell')).toHaveLength(6);
      return 'pass';
    },
  },
];

/** Runs longer than any test, and names the cell, so that its process is found. */
export const longCommand = (cell: Cell) => `sleep 300; : ${cell.world.folder}/long`;

/** Resolves once the command of the tool runs. */
export async function toolWorks(cell: Cell): Promise<void> {
  const isIt = async (pid: number) =>
    (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(`: ${cell.world.folder}/long`);
  const works = async () => (await Promise.all((await processesOf(cell.world.folder)).map(isIt))).includes(true);
  await soon('the tool works', works, 80_000);
}

async function answerBegan(cell: Cell): Promise<void> {
  await soon('the answer begins', () => cell.mock.calls().some((call) => call.step.do === 'slow'), 80_000);
  await sleep(700);
}

/** How many processes of the cell are left after so long, or 0 as soon as there are none. */
async function processesAfter(cell: Cell, ms: number): Promise<number> {
  for (const until = Date.now() + ms; ; await sleep(100)) {
    const left = await processesOf(cell.world.folder);
    if (left.length === 0 || Date.now() > until) return left.length;
  }
}

/** The turn in a process of its own, as the driver is one. */
async function startHost(cell: Cell): Promise<ChildProcess> {
  const { node } = await installAgents();
  const order = join(cell.world.scratch, 'order.json');
  await writeFile(order, JSON.stringify({ agent: cell.agent, turn: cell.world.turn() }));
  const program = join(root, 'test', 'agents', 'contract', 'hostOfTurn.ts');
  const host = spawn(node, ['--disable-warning=ExperimentalWarning', program, order], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  host.once('error', () => killQuietly(host.pid ?? 0));
  return host;
}

async function place(cell: Cell, n: number) {
  const cwd = join(cell.world.folder, `worktree${n}`);
  const scratch = join(cell.world.scratch, String(n));
  await mkdir(cwd);
  await mkdir(scratch);
  return { cwd, scratch };
}
