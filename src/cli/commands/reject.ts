import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, fail, refused, usageError } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright reject <run> --reason <text>` */
export function registerReject(program: Command, act: Act): void {
  program
    .command('reject')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Reject the change of a run that waits for you')
    .requiredOption('--reason <text>', 'why; it stays with the run')
    .action(
      act<[string], { readonly reason: string }>(async (invocation, [named], { reason }) => {
        if (reason.trim() === '')
          return usageError('--reason is empty. Say in a few words why the change is rejected.');
        return withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          if (!run.ok) return run;
          if (run.value.status !== 'waiting') {
            return fail('not-waiting', notWaiting(run.value.id, run.value.status));
          }
          const rejected = await client.request('reject', { run: run.value.id, reason: reason.trim() });
          if (!rejected.ok) return refused(rejected.error);
          const { terminal, json } = invocation;
          const standing = { run: run.value.id, status: 'rejected', reason: reason.trim() };
          terminal.print(json ? JSON.stringify(standing) : `Rejected run ${run.value.id}. Nothing was landed.`);
          return ok(exitCodes.done);
        });
      }),
    );
}

const notWaiting = (run: string, status: string) =>
  status === 'running'
    ? `Run ${run} is at work and has nothing to reject yet. Stop it with: loopwright stop ${run}`
    : `Run ${run} does not wait for anybody: it ended as ${status}. See: loopwright show ${run}`;
