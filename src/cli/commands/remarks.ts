import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused } from '../ending.ts';
import { findItem } from '../findItem.ts';
import { paint } from '../text/paint.ts';
import { remarksText } from '../text/remarksText.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright remarks <run>` */
export function registerRemarks(program: Command, act: Act): void {
  program
    .command('remarks')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('List what was said about a change, how it was answered, and what is to be taken out')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string], { readonly item?: string }>((invocation, [named], options) =>
        withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          if (!meant.ok) return meant;
          const { run, item } = meant.value;
          const marks = await client.request('reviewMarks', { run: run.id, item: item.id });
          if (!marks.ok) return refused(marks.error);
          const { terminal, json } = invocation;
          if (json) terminal.print(JSON.stringify(marks.value));
          else for (const line of remarksText(marks.value, paint(terminal.colours))) terminal.print(line);
          return ok(exitCodes.done);
        }),
      ),
    );
}
