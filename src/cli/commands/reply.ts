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
    .argument('<text...>', 'the answer; for the agent that asked while it works, and for the next run')
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
          const { heard } = replied.value;
          terminal.print(json ? JSON.stringify({ id, heard }) : answered(heard, inert(loop)));
          return ok(exitCodes.done);
        });
      }),
    );
}

/** Who reads the answer. */
const answered = (heard: boolean, loop: string): string =>
  heard
    ? `Answered. The agent that asked still works and gets it, at once or when it asks again. The next run of ${loop} reads it too.`
    : `Answered. The agent that asked is gone; the next run of ${loop} reads it.`;
