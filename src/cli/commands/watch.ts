import type { Command } from 'commander';
import type { Act } from '../act.ts';
import { findRun } from '../findRun.ts';
import { watch } from '../watch.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright watch [run]` */
export function registerWatch(program: Command, act: Act): void {
  program
    .command('watch')
    .argument('[run]', 'id of a run or its beginning, the name of a loop, or latest', 'latest')
    .description('Watch a run as it goes, until it waits for a person or ends, and say so by the exit code')
    .addHelpText(
      'after',
      '\nIt tells phases, checks and what is missing; `tail` tells what agents and commands say.\nExit codes: 0 delivered or nothing found, 3 waits for a person, 4 ended without the goal, 1 failed.',
    )
    .action(
      act<[string]>((invocation, [named]) =>
        withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          return run.ok ? watch(client, invocation, run.value.id) : run;
        }),
      ),
    );
}
