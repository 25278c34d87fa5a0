import type { Command } from 'commander';
import { mostNoteText } from '../../model/order.ts';
import type { Act } from '../act.ts';
import { refused, usageError } from '../ending.ts';
import { itemOfRun } from '../findItem.ts';
import { findRun } from '../findRun.ts';
import { tellRun } from '../tellRun.ts';
import { tellStanding } from '../tellStanding.ts';
import { withRunner } from '../withRunner.ts';

const done = 'Noted for the next iteration.';

/** `loopwright note <run> <text…>` */
export function registerNote(program: Command, act: Act): void {
  program
    .command('note')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .argument('<text...>', 'what the maker is to bear in mind')
    .description('Tell the next iteration of a run something, beside what failed last time')
    .option('--item <key>', 'only this item of the run; otherwise each that has not ended')
    .action(
      act<[string, readonly string[]], { readonly item?: string }>(async (invocation, [named, words], options) => {
        const text = words.join(' ').trim();
        if (text === '') return usageError('The note is empty. Write what the maker is to bear in mind.');
        if (text.length > mostNoteText) {
          return usageError(`The note has ${text.length} characters; ${mostNoteText} are taken.`);
        }
        return withRunner(invocation, async (client) => {
          const found = await findRun(client, named);
          if (!found.ok) return found;
          const { id: run } = found.value;
          const meant = options.item === undefined ? undefined : await itemOfRun(client, run, options.item);
          if (meant?.ok === false) return meant;
          const item = meant === undefined ? {} : { item: meant.value.item.id };
          const noted = await client.request('note', { run, ...item, text });
          if (!noted.ok) return refused(noted.error);
          return meant === undefined
            ? tellRun(client, invocation, run, done)
            : tellStanding(client, invocation, meant.value, done);
        });
      }),
    );
}
