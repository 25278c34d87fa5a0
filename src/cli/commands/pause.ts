import type { Command } from 'commander';
import type { Act } from '../act.ts';
import { refused } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { tellRun } from '../tellRun.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

/** `loopwright pause <run>` and `loopwright resume <run>` */
export function registerPause(program: Command, act: Act): void {
  program
    .command('pause')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Let no agent of a run begin another turn; what works goes on to the end of its step')
    .action(act<[string]>((invocation, [named]) => order(invocation, named, 'pause', 'Paused.')));
  program
    .command('resume')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Let a paused run go on')
    .action(act<[string]>((invocation, [named]) => order(invocation, named, 'resume', 'Resumed.')));
}

const order = (invocation: Invocation, named: string, what: 'pause' | 'resume', done: string) =>
  withRunner(invocation, async (client) => {
    const found = await findRun(client, named);
    if (!found.ok) return found;
    const { id: run } = found.value;
    const ordered = await client.request(what, { run });
    return ordered.ok ? tellRun(client, invocation, run, done) : refused(ordered.error);
  });
