import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, fail, refused, usageError } from '../ending.ts';
import { findItem, itemFlag, itemName, itemWords } from '../findItem.ts';
import { paint } from '../text/paint.ts';
import { withRunner } from '../withRunner.ts';
import { notWaiting } from './land.ts';

interface Options {
  readonly reason: string;
  readonly item?: string;
}

/** `loopwright override <run> --reason <text>` */
export function registerOverride(program: Command, act: Act): void {
  program
    .command('override')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description(
      'Let a closed comprehension gate be open for the change as it is now; you answer for it, and it says so',
    )
    .requiredOption('--reason <text>', 'why it may land all the same; it stands in the landing commit')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string], Options>(async (invocation, [named], options) => {
        const reason = options.reason.trim();
        if (reason === '') return usageError('--reason is empty. Say why the change may land all the same.');
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          if (!meant.ok) return meant;
          const { run, item } = meant.value;
          const { change } = item;
          if (item.status !== 'waiting' || change === undefined) return fail('not-waiting', notWaiting(meant.value));
          const of = { run: run.id, item: item.id };
          const said = await client.request('override', { ...of, head: change.head, reason });
          if (!said.ok) return refused(said.error);
          const { terminal, json } = invocation;
          if (json) {
            terminal.print(JSON.stringify({ run: run.id, ...itemName(item), status: item.status, reason }));
            return ok(exitCodes.done);
          }
          const next = paint(terminal.colours).cyan(`loopwright land ${run.id}${itemFlag(item)}`);
          terminal.print(`You answer for the change of run ${run.id}${itemWords(item)}: ${reason}`);
          terminal.print(`next: ${next}`);
          return ok(exitCodes.done);
        });
      }),
    );
}
