import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { RunDetail } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, refused } from '../ending.ts';
import { focused, type ItemDetail, pickItem, settled } from '../findItem.ts';
import { findRun } from '../findRun.ts';
import { showEvidence } from '../showEvidence.ts';
import { paint } from '../text/paint.ts';
import { runText } from '../text/runText.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

/** `loopwright show <run>` */
export function registerShow(program: Command, act: Act): void {
  program
    .command('show')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Show a run: where it is and why, its items, iterations, change and cost')
    .option('--item <key>', 'show this item whole')
    .option('--evidence', 'show what speaks for and against the change of the item')
    .action(
      act<[string], { readonly item?: string; readonly evidence?: true }>((invocation, [named], { item, evidence }) =>
        withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          if (!run.ok) return run;
          const tell = evidence === true ? showEvidence : show;
          return tell(client, invocation, run.value.id, item);
        }),
      ),
    );
}

async function show(
  client: RunnerClient,
  { terminal, json }: Invocation,
  run: string,
  named: string | undefined,
): Promise<Ending> {
  const detail = await client.request('show', { run });
  if (!detail.ok) return refused(detail.error);
  const known = settled(detail.value);
  const item = named === undefined ? ok(theOne(known)) : pickItem(known, named);
  if (!item.ok) return item;
  if (!json) for (const line of runText(known, item.value, paint(terminal.colours))) terminal.print(line);
  else {
    const isNamed = named !== undefined && item.value !== undefined;
    terminal.print(JSON.stringify(isNamed ? focused(detail.value, item.value) : detail.value));
  }
  return ok(exitCodes.done);
}

/** The item that is meant without a word: the only one, or the only one that waits. */
function theOne(run: RunDetail): ItemDetail | undefined {
  const item = pickItem(run, undefined);
  return item.ok ? item.value : undefined;
}
