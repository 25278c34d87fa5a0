import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { RunnerStatus } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, fail, refused } from '../ending.ts';
import { processGone } from '../processGone.ts';
import type { Invocation } from '../world.ts';
import { registerRunnerLogin } from './runnerLogin.ts';

/** How long a runner that was asked to leave may take, in milliseconds. */
const leaveTimeout = 10_000;

/** `loopwright runner status|stop|install|uninstall`. The first two never start a runner. */
export function registerRunner(program: Command, act: Act): void {
  const runner = program.command('runner').description('The process that works on the runs of this repository');
  runner
    .command('status')
    .description('Say whether a runner works here')
    .action(act((invocation) => withPresentRunner(invocation, { running: false }, 'No runner works here.', status)));
  runner
    .command('stop')
    .description('Let the runner leave; commands that run go on, and the next runner takes them over')
    .action(act((invocation) => withPresentRunner(invocation, { stopped: false }, 'No runner works here.', stop)));
  registerRunnerLogin(runner, act);
}

async function withPresentRunner(
  invocation: Invocation,
  absent: object,
  absentText: string,
  work: (client: RunnerClient, invocation: Invocation, status: RunnerStatus) => Promise<Ending>,
): Promise<Ending> {
  const { terminal, json, connect, folder, signal } = invocation;
  const connected = await connect({ folder, start: false, signal });
  if (!connected.ok) {
    if (connected.error.code !== 'no-runner') return refused(connected.error);
    terminal.print(json ? JSON.stringify(absent) : absentText);
    return ok(exitCodes.done);
  }
  try {
    const known = await connected.value.request('status', {});
    return known.ok ? await work(connected.value, invocation, known.value) : refused(known.error);
  } finally {
    connected.value.close();
  }
}

async function status(_: RunnerClient, { terminal, json }: Invocation, known: RunnerStatus): Promise<Ending> {
  if (json) terminal.print(JSON.stringify(known));
  else for (const line of runnerText(known)) terminal.print(line);
  return ok(exitCodes.done);
}

/** A runner for people. */
export function runnerText(runner: RunnerStatus): readonly string[] {
  const runs = runner.runs.length === 0 ? 'nothing to do' : `runs: ${runner.runs.join(', ')}`;
  return [
    `A runner works here: process ${runner.pid}, since ${runner.startedAt}, ${Math.round(runner.memoryBytes / 1e6)} MB.`,
    `  ${runs}`,
    `  repository ${runner.repository}`,
    `  protocol ${runner.protocol}, build ${runner.build}`,
  ];
}

async function stop(client: RunnerClient, { terminal, json }: Invocation, { pid }: RunnerStatus): Promise<Ending> {
  const left = await client.request('leave', {});
  if (!left.ok && left.error.code !== 'disconnected') return refused(left.error);
  client.close();
  if (!(await processGone(pid, leaveTimeout))) {
    return fail(
      'still-there',
      `The runner (process ${pid}) was asked to leave and is still there. Look at it with your system's tools.`,
    );
  }
  terminal.print(json ? JSON.stringify({ stopped: true, pid }) : `The runner (process ${pid}) has left.`);
  return ok(exitCodes.done);
}
