import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused, usageError } from '../ending.ts';
import { paint } from '../text/paint.ts';
import { statsText } from '../text/statsText.ts';
import { withRunner } from '../withRunner.ts';

/** As many as the protocol takes. */
const most = 365;

/** `loopwright stats` */
export function registerStats(program: Command, act: Act): void {
  program
    .command('stats')
    .description('Tell how the loops did: runs, iterations, landings, reverts, and what a landed change cost')
    .option('--days <n>', `of how many days, today among them; at most ${most}`, '30')
    .action(
      act<[], { readonly days: string }>(async (invocation, _, options) => {
        const days = /^\d{1,3}$/.test(options.days) ? Number(options.days) : 0;
        if (days < 1 || days > most) return usageError(`--days takes a number from 1 to ${most}, not ${options.days}.`);
        return withRunner(invocation, async (client) => {
          const insights = await client.request('insights', { days });
          if (!insights.ok) return refused(insights.error);
          const { terminal, json } = invocation;
          if (json) terminal.print(JSON.stringify(insights.value));
          else for (const line of statsText(insights.value, paint(terminal.colours))) terminal.print(line);
          return ok(exitCodes.done);
        });
      }),
    );
}
