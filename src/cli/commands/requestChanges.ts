import type { Command } from 'commander';
import { mostRemarkText } from '../../model/reviewMarks.ts';
import type { Act } from '../act.ts';
import { fail, refused, usageError } from '../ending.ts';
import { findItem } from '../findItem.ts';
import { tellStanding } from '../tellStanding.ts';
import { withRunner } from '../withRunner.ts';

interface Options {
  readonly item?: string;
  readonly message?: string;
}

/** `loopwright request-changes <run>` */
export function registerRequestChanges(program: Command, act: Act): void {
  program
    .command('request-changes')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Send the remarks, and what is to be taken out, back to the agents: another iteration begins')
    .option('-m, --message <text>', 'what is to be said of the change as a whole')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string], Options>(async (invocation, [named], options) => {
        const note = options.message?.trim() ?? '';
        if (options.message !== undefined && note === '')
          return usageError('--message is empty. Leave it out, or say it.');
        if (note.length > mostRemarkText) return usageError(`--message takes at most ${mostRemarkText} characters.`);
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          if (!meant.ok) return meant;
          const { run, item } = meant.value;
          const head = item.change?.head;
          if (head === undefined) {
            return fail('no-change', `Run ${run.id} has no change yet. See: loopwright show ${run.id}`);
          }
          const about = { run: run.id, item: item.id, head };
          const asked = await client.request('requestChanges', { ...about, ...(note === '' ? {} : { note }) });
          if (!asked.ok) return refused(asked.error);
          return tellStanding(client, invocation, meant.value, 'Changes requested.');
        });
      }),
    );
}
