import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused } from '../ending.ts';
import { paint } from '../text/paint.ts';
import { worktreesText } from '../text/worktreesText.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright worktrees` */
export function registerWorktrees(program: Command, act: Act): void {
  program
    .command('worktrees')
    .description('List the worktrees that runs have, how big they are, and what giving each back would lose')
    .action(
      act((invocation) =>
        withRunner(invocation, async (client) => {
          const rows = await client.request('worktrees', {});
          if (!rows.ok) return refused(rows.error);
          const { terminal, json } = invocation;
          if (json) terminal.print(JSON.stringify(rows.value));
          else if (rows.value.length === 0) terminal.print('No run has a worktree.');
          else for (const line of worktreesText(rows.value, Date.now(), paint(terminal.colours))) terminal.print(line);
          return ok(exitCodes.done);
        }),
      ),
    );
}
