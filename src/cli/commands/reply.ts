import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, fail, refused, usageError } from '../ending.ts';
import { findEntry } from '../findEntry.ts';
import { inert } from '../text/inert.ts';
import { withRunner } from '../withRunner.ts';

/** Most characters of an answer; the protocol takes no more. */
const most = 8192;

/** `loopwright reply <id> <text…>` */
export function registerReply(program: Command, act: Act): void {
  program
    .command('reply')
    .argument('<id>', 'id of a question in the inbox, or the beginning of it')
    .argument('<text...>', 'the answer; a lesson for the next run')
    .description('Answer a question that an agent asked')
    .action(
      act<[string, readonly string[]]>(async (invocation, [named, words]) => {
        const text = words.join(' ').trim();
        if (text === '') return usageError('The answer is empty. Write it after the id.');
        if (text.length > most) return usageError(`The answer has ${text.length} characters; ${most} are taken.`);
        return withRunner(invocation, async (client) => {
          const entry = await findEntry(client, named);
          if (!entry.ok) return entry;
          const { id, title, loop, actions } = entry.value;
          if (!actions.includes('answer')) {
            return fail('no-question', `“${title}” asks nothing. What can be done: loopwright inbox ${id}`);
          }
          const replied = await client.request('reply', { id, text });
          if (!replied.ok) return refused(replied.error);
          const { terminal, json } = invocation;
          terminal.print(json ? JSON.stringify({ id }) : `Answered. The next run of ${inert(loop)} reads it.`);
          return ok(exitCodes.done);
        });
      }),
    );
}
