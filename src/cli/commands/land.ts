import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, fail, refused } from '../ending.ts';
import { findItem, itemFlag, itemName, itemOfRun, itemWords, type Meant } from '../findItem.ts';
import { inert } from '../text/inert.ts';
import { nextOfItem } from '../text/nextStep.ts';
import { paint } from '../text/paint.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

/** `loopwright land <run>` */
export function registerLand(program: Command, act: Act): void {
  program
    .command('land')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Let the change of a run that waits for you go where its loop delivers it, exactly as it is now')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string], { readonly item?: string }>((invocation, [named], options) =>
        withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          return meant.ok ? land(client, invocation, meant.value) : meant;
        }),
      ),
    );
}

async function land(client: RunnerClient, { terminal, json }: Invocation, meant: Meant): Promise<Ending> {
  const { run, item } = meant;
  const { change } = item;
  if (item.status !== 'waiting') return fail('not-waiting', notWaiting(meant));
  if (item.waitsFor !== undefined || change === undefined) {
    const what = `Run ${run.id}${itemWords(item)} has no change to land yet: ${item.reason}`;
    return fail('no-change', `${what}\nnext: ${nextOfItem(run.id, item)}`);
  }
  const approval = { base: change.base, head: change.head, tree: change.tree, definition: run.definition };
  const landed = await client.request('land', { run: run.id, item: item.id, approval });
  if (!landed.ok) return refused(landed.error);
  if (landed.value.status === 'refused') return fail('refused', whatNow(meant, landed.value.reason));
  const { commit } = landed.value;
  if (json) terminal.print(JSON.stringify({ run: run.id, ...itemName(item), commit }));
  else {
    const after = await itemOfRun(client, run.id, item.id);
    const where =
      after.ok && after.value.item.reason !== '' ? inert(after.value.item.reason) : `Delivered as ${commit}.`;
    terminal.print(`${paint(terminal.colours).green(where)}\nnext: git show ${commit.slice(0, 10)}`);
  }
  return ok(exitCodes.done);
}

/** Why an item that does not wait cannot be landed. */
export function notWaiting({ run, item }: Meant): string {
  const which = `Run ${run.id}${itemWords(item)}`;
  if (item.status === 'delivered') {
    const { commit } = run;
    const how = commit === undefined ? `: ${item.reason}` : ` as ${commit}.`;
    return `${which} was delivered already${how} There is nothing left to land.`;
  }
  if (item.status === 'paused') {
    return `${which} has no proven change yet, and the run is paused. Let it go on with: loopwright resume ${run.id}`;
  }
  if (item.status === 'running') {
    return `${which} is still at work. Watch it with: loopwright logs ${run.id} --follow`;
  }
  return `${which} ended as ${item.status}: ${item.reason} Only what waits for you can be landed.`;
}

/** A refusal, and the command that helps. */
function whatNow({ run, item }: Meant, reason: string): string {
  const verb = item.understanding?.holds === false ? 'review' : 'show';
  return `Not landed: ${reason}\nnext: loopwright ${verb} ${run.id}${itemFlag(item)}`;
}
