import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import { isOver } from '../../model/runState.ts';
import type { Act } from '../act.ts';
import { exitCodes, fail, refused, usageError } from '../ending.ts';
import { findItem, itemName, itemWords, type Meant } from '../findItem.ts';
import { withRunner } from '../withRunner.ts';

interface Options {
  readonly reason: string;
  readonly item?: string;
}

/** `loopwright reject <run> --reason <text>` */
export function registerReject(program: Command, act: Act): void {
  program
    .command('reject')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Say no to a run that waits for you: to its change, at its gate, or to go on')
    .requiredOption('--reason <text>', 'why; it stays with the run')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string], Options>(async (invocation, [named], options) => {
        const reason = options.reason.trim();
        if (reason === '') return usageError('--reason is empty. Say in a few words why the change is rejected.');
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          if (!meant.ok) return meant;
          const { run, item } = meant.value;
          if (item.status !== 'waiting') return fail('not-waiting', notWaiting(meant.value));
          const rejected = await client.request('reject', { run: run.id, item: item.id, reason });
          if (!rejected.ok) return refused(rejected.error);
          const { terminal, json } = invocation;
          const standing = { run: run.id, ...itemName(item), status: 'rejected', reason };
          terminal.print(
            json ? JSON.stringify(standing) : `Rejected run ${run.id}${itemWords(item)}. Nothing was landed.`,
          );
          return ok(exitCodes.done);
        });
      }),
    );
}

function notWaiting({ run, item }: Meant): string {
  const which = `Run ${run.id}${itemWords(item)}`;
  return !isOver(item.status)
    ? `${which} is at work and has nothing to reject yet. Stop the run with: loopwright stop ${run.id}`
    : `${which} does not wait for anybody: it ended as ${item.status}. See: loopwright show ${run.id}`;
}
