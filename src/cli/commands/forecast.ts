import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import { spendText } from '../../model/spendText.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused } from '../ending.ts';
import { findLoop } from '../findLoop.ts';
import { inert } from '../text/inert.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright forecast <loop>` */
export function registerForecast(program: Command, act: Act): void {
  program
    .command('forecast')
    .argument('<loop>', 'name of a loop, or its file')
    .description('Tell what the next run may use, from the runs so far')
    .action(
      act<[string]>(async (invocation, [named]) => {
        const file = await findLoop(invocation.folder, named);
        if (!file.ok) return file;
        return withRunner(invocation, async (client) => {
          const forecast = await client.request('forecast', { file: file.value });
          if (!forecast.ok) return refused(forecast.error);
          const { terminal, json } = invocation;
          const { words, runs, low, middle, high } = forecast.value;
          if (json) terminal.print(JSON.stringify(forecast.value));
          else {
            terminal.print(inert(words));
            if (runs > 0) {
              terminal.print(`  low     ${spendText(low)}`);
              terminal.print(`  middle  ${spendText(middle)}`);
              terminal.print(`  high    ${spendText(high)}`);
            }
          }
          return ok(exitCodes.done);
        });
      }),
    );
}
