import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import { isOver, statusOf } from '../../model/runState.ts';
import { reasonOf } from '../../model/shapes.ts';
import type { Act } from '../act.ts';
import { exitCodes, fail, refused } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { follow } from '../follow.ts';
import { inert } from '../text/inert.ts';
import { paint } from '../text/paint.ts';
import { statusText } from '../text/statusText.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright stop <run>` */
export function registerStop(program: Command, act: Act): void {
  program
    .command('stop')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Stop a run and wait until it has stopped; its branch stays')
    .action(
      act<[string]>((invocation, [named]) =>
        withRunner(invocation, async (client) => {
          const { terminal, json, folder, signal, connect } = invocation;
          const found = await findRun(client, named);
          if (!found.ok) return found;
          const { id: run, status, reason } = found.value;
          if (isOver(status)) {
            return fail('ended', `Run ${run} has ended already (${status}): ${reason} There is nothing to stop.`);
          }
          const asked = await client.request('stop', { run });
          if (!asked.ok) return refused(asked.error);
          const ended = await follow(client, {
            run,
            signal,
            until: (state) => state.outcome !== undefined,
            reconnect: () => connect({ folder, start: true, signal }),
            onEvent: () => {},
          });
          if (!ended.ok) return refused(ended.error);
          if (ended.value === undefined) return ok(exitCodes.interrupted);
          const standing = { run, status: statusOf(ended.value), reason: reasonOf(ended.value) };
          if (json) terminal.print(JSON.stringify(standing));
          else {
            terminal.print(
              `Run ${run}: ${statusText(standing.status, paint(terminal.colours))}. ${inert(standing.reason)}`,
            );
          }
          return ok(exitCodes.done);
        }),
      ),
    );
}
