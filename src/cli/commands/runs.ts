import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused } from '../ending.ts';
import { paint } from '../text/paint.ts';
import { runsText } from '../text/runsText.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright runs` */
export function registerRuns(program: Command, act: Act): void {
  program
    .command('runs')
    .description('List the runs of this repository, newest first')
    .action(
      act((invocation) =>
        withRunner(invocation, async (client) => {
          const { terminal, json } = invocation;
          const runs = await client.request('runs', {});
          if (!runs.ok) return refused(runs.error);
          const all = runs.value.runs;
          if (json) terminal.print(JSON.stringify(all));
          else if (all.length === 0) terminal.print('Nothing has run here yet. Start with: loopwright run <loop>');
          else for (const line of runsText(all, Date.now(), paint(terminal.colours))) terminal.print(line);
          return ok(exitCodes.done);
        }),
      ),
    );
}
