import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { RunDetail } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, fail, refused } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { paint } from '../text/paint.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

/** `loopwright land <run>` */
export function registerLand(program: Command, act: Act): void {
  program
    .command('land')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Land the change of a run that waits for you, exactly as it is now')
    .action(
      act<[string]>((invocation, [named]) =>
        withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          if (!run.ok) return run;
          const detail = await client.request('show', { run: run.value.id });
          return detail.ok ? land(client, invocation, detail.value) : refused(detail.error);
        }),
      ),
    );
}

async function land(client: RunnerClient, { terminal, json }: Invocation, run: RunDetail): Promise<Ending> {
  const { id, change, definition } = run;
  if (run.status !== 'waiting') return fail('not-waiting', notWaiting(run));
  if (change === undefined) return fail('no-change', `Run ${id} has no change to land. See: loopwright show ${id}`);
  const approval = { base: change.base, head: change.head, tree: change.tree, definition };
  const landed = await client.request('land', { run: id, approval });
  if (!landed.ok) return refused(landed.error);
  if (landed.value.status === 'refused') return fail('refused', whatNow(run, landed.value.reason));
  const { commit } = landed.value;
  if (json) terminal.print(JSON.stringify({ run: id, commit }));
  else
    terminal.print(`${paint(terminal.colours).green('Landed')} as ${commit}.\nnext: git show ${commit.slice(0, 10)}`);
  return ok(exitCodes.done);
}

/** Why a run that does not wait cannot be landed. */
export function notWaiting({ id, status, commit, reason }: RunDetail): string {
  if (status === 'delivered') {
    return `Run ${id} was delivered already${commit === undefined ? '' : ` as ${commit}`}. There is nothing left to land.`;
  }
  if (status === 'running') return `Run ${id} is still at work. Watch it with: loopwright logs ${id} --follow`;
  return `Run ${id} ended as ${status}: ${reason} Only a run that waits for you can be landed.`;
}

/** A refusal, and the command that helps. */
function whatNow({ id, understanding }: RunDetail, reason: string): string {
  const next = understanding?.holds === false ? `loopwright review ${id}` : `loopwright show ${id}`;
  return `Not landed: ${reason}\nnext: ${next}`;
}
