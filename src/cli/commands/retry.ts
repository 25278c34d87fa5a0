import type { Command } from 'commander';
import { mostNoteText } from '../../model/order.ts';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused, usageError } from '../ending.ts';
import { findItem } from '../findItem.ts';
import { withRunner } from '../withRunner.ts';

interface Options {
  readonly iteration: string;
  readonly item?: string;
  readonly note?: string;
}

/** `loopwright retry <run> --iteration <number>` */
export function registerRetry(program: Command, act: Act): void {
  program
    .command('retry')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Start a run that takes an item up where an iteration of an earlier run left it')
    .requiredOption('--iteration <number>', 'the iteration that it goes on from; 0 is the base')
    .option('--item <key>', 'which item of the run; otherwise the one that waits, or the only one')
    .option('--note <text>', 'what the maker is to bear in mind')
    .action(
      act<[string], Options>(async (invocation, [named], { iteration: typed, item: key, note }) => {
        const { terminal, json } = invocation;
        if (!/^\d{1,6}$/.test(typed)) return usageError(`--iteration takes a whole number from 0, not “${typed}”.`);
        if ((note?.length ?? 0) > mostNoteText) return usageError(`--note takes at most ${mostNoteText} characters.`);
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, key);
          if (!meant.ok) return meant;
          const { run, item } = meant.value;
          const what = {
            run: run.id,
            item: item.id,
            iteration: Number(typed),
            ...(note === undefined ? {} : { note }),
          };
          const started = await client.request('retry', what);
          if (!started.ok) return refused(started.error);
          const { run: id } = started.value;
          if (json) terminal.print(JSON.stringify({ run: id }));
          else terminal.print(`Started run ${id}.\nnext: loopwright logs ${id} --follow`);
          return ok(exitCodes.done);
        });
      }),
    );
}
