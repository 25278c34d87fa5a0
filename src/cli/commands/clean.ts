import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { RunnerReply } from '../../protocol/runner.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, fail, refused } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { inert } from '../text/inert.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly force?: boolean;
}

/** `loopwright clean [run]` */
export function registerClean(program: Command, act: Act): void {
  program
    .command('clean')
    .argument('[run]', 'only this run; otherwise all that have ended')
    .description('Give back the worktrees and branches of runs that have ended; work that has not landed stays')
    .option('--force', 'also drop work that has not landed')
    .action(
      act<[string | undefined], Options>((invocation, [named], options) =>
        withRunner(invocation, (client) => clean(client, invocation, named, options.force === true)),
      ),
    );
}

async function clean(
  client: RunnerClient,
  { terminal, json }: Invocation,
  named: string | undefined,
  force: boolean,
): Promise<Ending> {
  const only = named === undefined ? ok(undefined) : await findRun(client, named);
  if (!only.ok) return only;
  const run = only.value?.id;
  const cleaned = await client.request('clean', { force, ...(run === undefined ? {} : { run }) });
  if (!cleaned.ok) return refused(cleaned.error);
  if (json) terminal.print(JSON.stringify(cleaned.value));
  else for (const line of cleanedText(cleaned.value)) terminal.print(line);
  const keptNamed = cleaned.value.kept.some((one) => one.run === run);
  return keptNamed && !force ? fail('kept', `Run ${run} was kept. --force drops it for good.`) : ok(exitCodes.done);
}

/** What went and what stayed, a line each. */
export function cleanedText({ removed, kept }: RunnerReply<'clean'>): readonly string[] {
  const gone = removed.length === 0 ? ['Nothing to remove.'] : removed.map((run) => `Removed what run ${run} left.`);
  return [...gone, ...kept.map(({ run, why }) => `Kept run ${run}: ${inert(why)}`)];
}
