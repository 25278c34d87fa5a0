import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { paint } from '../text/paint.ts';
import { runText } from '../text/runText.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright show <run>` */
export function registerShow(program: Command, act: Act): void {
  program
    .command('show')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Show a run: where it is and why, its iterations, its change')
    .action(
      act<[string]>((invocation, [named]) =>
        withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          if (!run.ok) return run;
          const detail = await client.request('show', { run: run.value.id });
          if (!detail.ok) return refused(detail.error);
          const { terminal, json } = invocation;
          if (json) terminal.print(JSON.stringify(detail.value));
          else for (const line of runText(detail.value, paint(terminal.colours))) terminal.print(line);
          return ok(exitCodes.done);
        }),
      ),
    );
}
