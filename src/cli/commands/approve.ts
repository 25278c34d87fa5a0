import type { Command } from 'commander';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, fail, refused } from '../ending.ts';
import { findItem, itemWords, type Meant } from '../findItem.ts';
import { tellStanding } from '../tellStanding.ts';
import { inert } from '../text/inert.ts';
import { nextOfItem } from '../text/nextStep.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly item?: string;
  readonly gate?: string;
}

/** `loopwright approve <run>` */
export function registerApprove(program: Command, act: Act): void {
  program
    .command('approve')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Say yes at a gate that asks before an item is begun or before it may spend')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .option('--gate <id>', 'only if it waits at this gate')
    .action(
      act<[string], Options>((invocation, [named], options) =>
        withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          return meant.ok ? approve(client, invocation, meant.value, options.gate) : meant;
        }),
      ),
    );
}

async function approve(
  client: RunnerClient,
  invocation: Invocation,
  meant: Meant,
  gate: string | undefined,
): Promise<Ending> {
  const { run, item } = meant;
  const which = `Run ${run.id}${itemWords(item)}`;
  if (item.status !== 'waiting') {
    return fail('not-waiting', `${which} does not wait (${item.status}). See: loopwright show ${run.id}`);
  }
  const { waitsFor } = item;
  if (waitsFor?.kind !== 'gate') {
    const what = `${which} waits at no gate that is approved like this: ${item.reason}`;
    return fail('no-gate', `${what}\nnext: ${nextOfItem(run.id, item)}`);
  }
  if (gate !== undefined && gate !== waitsFor.about) {
    return fail('other-gate', `${which} waits at the gate ${waitsFor.about}, not at ${gate}.`);
  }
  const approved = await client.request('approve', { run: run.id, item: item.id, gate: waitsFor.about });
  if (!approved.ok) return refused(approved.error);
  return tellStanding(client, invocation, meant, `Approved at the gate ${inert(waitsFor.about)}.`);
}
