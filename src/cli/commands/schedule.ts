import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused, usageError } from '../ending.ts';
import { paint } from '../text/paint.ts';
import { receiptsText, scheduledText } from '../text/scheduleText.ts';
import { withRunner } from '../withRunner.ts';

/** As many as the protocol gives. */
const most = 1000;

/** `loopwright schedule` */
export function registerSchedule(program: Command, act: Act): void {
  program
    .command('schedule')
    .description('Tell which loops start by themselves, when next, and what became of the newest firings')
    .option('--receipts <n>', `how many firings to tell, at most ${most}`, '10')
    .action(
      act<[], { readonly receipts: string }>(async (invocation, _, options) => {
        const receipts = /^\d{1,4}$/.test(options.receipts) ? Number(options.receipts) : Number.NaN;
        if (!(receipts <= most)) return usageError(`--receipts takes a number up to ${most}, not ${options.receipts}.`);
        return withRunner(invocation, async (client) => {
          const schedule = await client.request('schedule', { receipts });
          if (!schedule.ok) return refused(schedule.error);
          const { terminal, json } = invocation;
          const brush = paint(terminal.colours);
          if (json) terminal.print(JSON.stringify(schedule.value));
          else {
            for (const line of scheduledText(schedule.value.loops, brush)) terminal.print(line);
            const told = receiptsText(schedule.value.receipts, brush);
            if (told.length > 0) terminal.print(`\n${brush.bold('newest firings')}`);
            for (const line of told) terminal.print(line);
          }
          return ok(exitCodes.done);
        });
      }),
    );
}
