import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import { statusOf } from '../../model/runState.ts';
import { detailOf } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, refused, usageError } from '../ending.ts';
import { exitOfStatus } from '../exitOfStatus.ts';
import { findLoop } from '../findLoop.ts';
import { follow } from '../follow.ts';
import { inputsGiven } from '../inputsGiven.ts';
import { inert } from '../text/inert.ts';
import { nextStep } from '../text/nextStep.ts';
import { paint } from '../text/paint.ts';
import { progressText } from '../text/progressText.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly wait?: boolean;
  readonly uncommitted?: boolean;
  readonly input?: readonly string[];
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
  const started = await client.request('start', { file, uncommitted: options.uncommitted === true, inputs });
  if (!started.ok) return refused(started.error);
  const { run } = started.value;
  if (options.wait === true) return watch(client, invocation, run);
  if (json) terminal.print(JSON.stringify({ run }));
  else terminal.print(`Started run ${run}.\nnext: loopwright logs ${run} --follow`);
  return ok(exitCodes.done);
}

/** What earlier runs say it will use. Without one there is nothing to tell, and that is no reason not to start. */
async function tellForecast(client: RunnerClient, { terminal, signal }: Invocation, file: string): Promise<void> {
  const forecast = await client.request('forecast', { file }, signal);
  if (forecast.ok && forecast.value.runs > 0) terminal.print(paint(terminal.colours).dim(inert(forecast.value.words)));
}

async function watch(client: RunnerClient, invocation: Invocation, run: string): Promise<Ending> {
  const { terminal, json, folder, signal, connect } = invocation;
  const brush = paint(terminal.colours);
  const watched = await follow(client, {
    run,
    signal,
    until: (state) => statusOf(state) !== 'running',
    reconnect: () => connect({ folder, start: true, signal }),
    onEvent: (recorded, state) => {
      const lines = json ? [JSON.stringify(recorded)] : progressText(recorded, state, brush);
      for (const line of lines) terminal.print(line);
    },
  });
  if (!watched.ok) return refused(watched.error);
  if (watched.value === undefined) {
    if (!json) terminal.complain(`\nRun ${run} goes on. To stop it: loopwright stop ${run}`);
    return ok(exitCodes.interrupted);
  }
  const status = statusOf(watched.value);
  const next = nextStep(detailOf(watched.value));
  if (!json && next !== undefined) terminal.print(`next: ${brush.cyan(next)}`);
  return ok(exitOfStatus(status));
}
