import { type Command, Option } from 'commander';
import { parseDate } from '../../model/localDate.ts';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, refused, usageError } from '../ending.ts';
import { parseDuration } from '../moment.ts';
import { type CostGroup, costGroups, costsText } from '../text/costsText.ts';
import { paint } from '../text/paint.ts';
import { withRunner } from '../withRunner.ts';

interface Options {
  readonly since: string;
  readonly by: CostGroup;
}

/** `loopwright costs` */
export function registerCosts(program: Command, act: Act): void {
  program
    .command('costs')
    .description('Tell what agents used; with --json every step of theirs')
    .option('--since <when>', 'a length (12h, 7d, 4w) or a date', '7d')
    .addOption(new Option('--by <group>', 'sum up by').choices(costGroups).default('loop'))
    .action(
      act<[], Options>(async (invocation, _, { since, by }) => {
        const length = parseDuration(since);
        const from = length === undefined ? parseDate(since) : Date.now() - length;
        if (from === undefined)
          return usageError(`--since takes a length like 7d or a date like 2026-11-01, not ${since}.`);
        return withRunner(invocation, async (client) => {
          const costs = await client.request('costs', { from });
          if (!costs.ok) return refused(costs.error);
          const { terminal, json } = invocation;
          if (json) terminal.print(JSON.stringify(costs.value));
          else if (costs.value.length === 0) terminal.print(`No agent has worked since ${since}.`);
          else for (const line of costsText(costs.value, by, paint(terminal.colours))) terminal.print(line);
          return ok(exitCodes.done);
        });
      }),
    );
}
