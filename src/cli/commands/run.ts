import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, refused, usageError } from '../ending.ts';
import { findLoop } from '../findLoop.ts';
import { inputsGiven } from '../inputsGiven.ts';
import { inert } from '../text/inert.ts';
import { paint } from '../text/paint.ts';
import { watch } from '../watch.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly wait?: boolean;
  readonly uncommitted?: boolean;
  readonly input?: readonly string[];
  readonly despiteDebt?: string;
}

/** `loopwright run <loop>` */
export function registerRun(program: Command, act: Act): void {
  program
    .command('run')
    .argument('<loop>', 'name of a loop, or its file')
    .description('Start a run of a loop')
    .option('--input <name=value>', 'a value of an input of the loop; repeat it for more', gathered)
    .option('--wait', 'watch it until it waits for a person or ends, and say so by the exit code')
    .option('--uncommitted', 'run the loop file as it stands, although it is not committed so')
    .option(
      '--despite-debt <why>',
      'start it although you owe more than the loop allows; the reason is kept with what lands',
    )
    .addHelpText(
      'after',
      '\nExample: loopwright run flaky --input min_failures=5 --wait\nExit codes with --wait: 0 delivered or nothing found, 3 waits for a person, 4 ended without the goal, 1 failed.',
    )
    .action(
      act<[string], Options>(async (invocation, [named], options) => {
        const file = await findLoop(invocation.folder, named);
        if (!file.ok) return file;
        const inputs = inputsGiven(options.input ?? []);
        if (!inputs.ok) return usageError(inputs.error);
        return withRunner(invocation, (client) =>
          start(client, invocation, { file: file.value, inputs: inputs.value, options }),
        );
      }),
    );
}

const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

interface Wanted {
  readonly file: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly options: Options;
}

async function start(client: RunnerClient, invocation: Invocation, wanted: Wanted): Promise<Ending> {
  const { file, inputs, options } = wanted;
  const { terminal, json } = invocation;
  if (!json) await tellForecast(client, invocation, file);
  const { uncommitted = false, despiteDebt } = options;
  const despite = despiteDebt === undefined ? {} : { despiteDebt };
  const started = await client.request('start', { file, uncommitted, inputs, ...despite });
  if (!started.ok) return refused(started.error);
  const { run } = started.value;
  if (options.wait === true) return watch(client, invocation, run);
  if (json) terminal.print(JSON.stringify({ run }));
  else terminal.print(`Started run ${run}.\nnext: loopwright watch ${run}`);
  return ok(exitCodes.done);
}

/** What earlier runs say it will use. Without one there is nothing to tell, and that is no reason not to start. */
async function tellForecast(client: RunnerClient, { terminal, signal }: Invocation, file: string): Promise<void> {
  const forecast = await client.request('forecast', { file }, signal);
  if (forecast.ok && forecast.value.runs > 0) terminal.print(paint(terminal.colours).dim(inert(forecast.value.words)));
}
