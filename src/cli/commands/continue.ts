import type { Command } from 'commander';
import { mostNoteText } from '../../model/order.ts';
import type { Act } from '../act.ts';
import { fail, refused, usageError } from '../ending.ts';
import { findItem, itemWords } from '../findItem.ts';
import { tellStanding } from '../tellStanding.ts';
import { nextOfItem } from '../text/nextStep.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright continue <run> <note…>` */
export function registerContinue(program: Command, act: Act): void {
  program
    .command('continue')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .argument('<note...>', 'what the maker is to bear in mind')
    .description('Let a stalled item that asked you go on')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string, readonly string[]], { readonly item?: string }>(async (invocation, [named, words], options) => {
        const note = words.join(' ').trim();
        if (note === '') return usageError('The note is empty. Write what the maker is to bear in mind.');
        if (note.length > mostNoteText) {
          return usageError(`The note has ${note.length} characters; ${mostNoteText} are taken.`);
        }
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          if (!meant.ok) return meant;
          const { run, item } = meant.value;
          if (item.status !== 'waiting' || item.waitsFor?.kind !== 'question') {
            const next = item.status === 'waiting' ? nextOfItem(run.id, item) : `loopwright show ${run.id}`;
            return fail('not-asking', `Run ${run.id}${itemWords(item)} does not ask how to go on.\nnext: ${next}`);
          }
          const gone = await client.request('continue', { run: run.id, item: item.id, note });
          if (!gone.ok) return refused(gone.error);
          return tellStanding(client, invocation, meant.value, 'Told.');
        });
      }),
    );
}
