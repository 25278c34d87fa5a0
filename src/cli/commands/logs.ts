import type { Command } from 'commander';
import { ok, type Result } from '../../model/result.ts';
import type { RunDetail } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { bridge } from '../bridge.ts';
import { type Ending, exitCodes, type Failure, misnamed, refused } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { follow } from '../follow.ts';
import { Inbox } from '../inbox.ts';
import { type LoggedStep, loggedSteps } from '../loggedSteps.ts';
import { LogPrinter } from '../logPrinter.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly follow?: boolean;
  readonly step?: string;
}

/** `loopwright logs <run>` */
export function registerLogs(program: Command, act: Act): void {
  program
    .command('logs')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Print the output of the steps of a run; with --json its recorded events, one a line')
    .option('--follow', 'go on until the run ends')
    .option('--step <key>', 'only the step with this key (see show --json)')
    .action(
      act<[string], Options>((invocation, [named], options) =>
        withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          if (!run.ok) return run;
          const work = invocation.json ? printEvents : printOutput;
          return work(client, invocation, run.value.id, options);
        }),
      ),
    );
}

async function printEvents(
  client: RunnerClient,
  { terminal, folder, signal, connect }: Invocation,
  run: string,
  options: Options,
): Promise<Ending> {
  const ended = await follow(client, {
    run,
    signal,
    until: (state) => options.follow !== true || state.outcome !== undefined,
    reconnect: () => connect({ folder, start: true, signal }),
    onEvent: (recorded) => {
      const { event } = recorded;
      if (options.step === undefined || ('key' in event && event.key === options.step)) {
        terminal.print(JSON.stringify(recorded));
      }
    },
  });
  if (!ended.ok) return refused(ended.error);
  return ok(ended.value === undefined ? exitCodes.interrupted : exitCodes.done);
}

/** Prints step after step; a step that runs is followed to its end before the next one, and so on while `--follow`. */
async function printOutput(
  client: RunnerClient,
  invocation: Invocation,
  run: string,
  options: Options,
): Promise<Ending> {
  const { connect, folder, signal } = invocation;
  const printer = new LogPrinter(invocation, run, options.follow === true);
  return bridge(client, {
    progress: () => printer.progress,
    reconnect: async () => {
      const connected = await connect({ folder, start: true, signal });
      return connected.ok ? connected : refused(connected.error);
    },
    work: (current) => printOver(current, invocation, run, { ...options, printer }),
  });
}

async function printOver(
  client: RunnerClient,
  { terminal, signal }: Invocation,
  run: string,
  { follow, step, printer }: Options & { readonly printer: LogPrinter },
): Promise<Ending> {
  const inbox = new Inbox(client, run, signal);
  try {
    for (let toldToWait = false; ; await inbox.news()) {
      inbox.events.length = 0;
      const detail = await client.request('show', { run }, signal);
      if (signal.aborted) return ok(exitCodes.interrupted);
      if (!detail.ok) return refused(detail.error);
      const steps = wanted(detail.value, step);
      if (!steps.ok) return steps;
      for (const one of steps.value) {
        const told = await printer.print(client, one);
        if (told !== undefined) return told;
      }
      if (detail.value.finishedAt !== undefined || follow !== true) return ok(exitCodes.done);
      const waits = detail.value.status === 'waiting';
      if (waits && !toldToWait) terminal.complain(waitsText(run));
      toldToWait = waits;
    }
  } finally {
    inbox.close();
  }
}

const waitsText = (run: string) => `Run ${run} waits for a person: loopwright review ${run} (Ctrl-C leaves it waiting)`;

function wanted(detail: RunDetail, key: string | undefined): Result<readonly LoggedStep[], Failure> {
  const steps = loggedSteps(detail);
  if (key === undefined) return ok(steps);
  const step = steps.filter((one) => one.key === key);
  if (step.length > 0) return ok(step);
  const known =
    steps.length === 0 ? 'It has printed nothing yet.' : `It has: ${steps.map((one) => one.key).join(', ')}.`;
  return misnamed('unknown-step', `Run ${detail.id} has no step “${key}” with output. ${known}`);
}
