import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { laneOf } from '../../model/lane.ts';
import { ok, type Result } from '../../model/result.ts';
import type { RunDetail } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { Arrivals } from '../arrivals.ts';
import { bridge } from '../bridge.ts';
import { type Ending, exitCodes, type Failure, misnamed, refused, usageError } from '../ending.ts';
import { itemOfRun, pickItem } from '../findItem.ts';
import { findRun } from '../findRun.ts';
import { follow } from '../follow.ts';
import { type LoggedStep, loggedSteps } from '../loggedSteps.ts';
import { LogPrinter, pollEvery } from '../logPrinter.ts';
import { hitText, longestSearch, searchSteps } from '../searchSteps.ts';
import { inert } from '../text/inert.ts';
import { nextStep } from '../text/nextStep.ts';
import { paint } from '../text/paint.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly follow?: boolean;
  readonly step?: string;
  readonly item?: string;
  readonly thinking?: boolean;
  readonly transcript?: boolean;
  readonly search?: string;
  /** Nothing of steps that were over before it began. */
  readonly live?: boolean;
}

/** `loopwright logs <run>` */
export function registerLogs(program: Command, act: Act): void {
  program
    .command('logs')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Print what the steps of a run said; with --json its recorded events, one a line')
    .option('--follow', 'go on until the run ends')
    .option('--item <key>', 'only what was done for this item')
    .option('--step <key>', 'only the step with this key (see show --json)')
    .option('--thinking', 'with what agents thought')
    .option('--transcript', 'with --json: what agents said and did, an entry a line, instead of the events')
    .option('--search <text>', 'only the lines that hold this text, whatever its case')
    .action(
      act<[string], Options>(async (invocation, [named], options) => {
        const wrong = misused(invocation, options);
        if (wrong !== undefined) return usageError(wrong);
        return withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          if (!run.ok) return run;
          return workOf(invocation, options)(client, invocation, run.value.id, options);
        });
      }),
    );
}

/** `loopwright tail [run]`: {@link printOutput} of what works now and what comes. */
export function registerTail(program: Command, act: Act): void {
  program
    .command('tail')
    .argument('[run]', 'id of a run or its beginning, the name of a loop, or latest', 'latest')
    .description('Follow what the agents and commands of a run say from now on, over all its items, until it ends')
    .option('--item <key>', 'only what is done for this item')
    .option('--thinking', 'with what agents thought')
    .addHelpText(
      'after',
      '\nWhat was said before is in `logs`. With --json: what agents say and do, an entry of their transcripts a line.',
    )
    .action(
      act<[string], Pick<Options, 'item' | 'thinking'>>((invocation, [named], options) =>
        withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          if (!run.ok) return run;
          return printOutput(client, invocation, run.value.id, { ...options, follow: true, live: true });
        }),
      ),
    );
}

function workOf({ json }: Invocation, { search, transcript }: Options): typeof printOutput {
  if (search !== undefined)
    return (client, invocation, run, options) => searchRun(client, invocation, run, { ...options, search });
  return json && transcript !== true ? printEvents : printOutput;
}

function misused({ json }: Invocation, { search, follow, transcript }: Options): string | undefined {
  if (search === '') return 'Name a text to search for: --search <text>.';
  if (search !== undefined && search.length > longestSearch) return `Search for at most ${longestSearch} characters.`;
  if (search !== undefined && follow === true) return '--search looks through what there is; leave out --follow.';
  if (transcript === true && !json) return '--transcript goes with --json. Without it, logs shows transcripts as text.';
  return undefined;
}

/** Looks through everything that steps left, and says so where it finds nothing. */
async function searchRun(
  client: RunnerClient,
  invocation: Invocation,
  run: string,
  { search, item, step }: Options & { readonly search: string },
): Promise<Ending> {
  const { terminal, json, signal } = invocation;
  const detail = await client.request('show', { run }, signal);
  if (signal.aborted) return ok(exitCodes.interrupted);
  if (!detail.ok) return refused(detail.error);
  const steps = wanted(detail.value, item, step);
  if (!steps.ok) return steps;
  let found = false;
  const brush = paint(terminal.colours);
  const ended = await searchSteps(client, { run, steps: steps.value, text: search, signal }, (hit) => {
    found = true;
    terminal.print(json ? JSON.stringify(hit) : hitText(hit, brush));
  });
  if (ended.ok && !found && !json && !signal.aborted) terminal.print(`Nothing in run ${run} holds “${inert(search)}”.`);
  return ended;
}

async function printEvents(
  client: RunnerClient,
  { terminal, folder, signal, connect }: Invocation,
  run: string,
  options: Options,
): Promise<Ending> {
  const item = options.item === undefined ? ok(undefined) : await itemOfRun(client, run, options.item);
  if (!item.ok) return item;
  const lane = item.value?.item.id;
  const ended = await follow(client, {
    run,
    signal,
    until: (state) => options.follow !== true || state.outcome !== undefined,
    reconnect: () => connect({ folder, start: true, signal }),
    onEvent: (recorded) => {
      const { event } = recorded;
      const key = 'key' in event ? event.key : undefined;
      const of = 'box' in event ? event.box : key === undefined ? undefined : laneOf(key);
      const isWanted = (options.step === undefined || key === options.step) && (lane === undefined || of === lane);
      if (isWanted) terminal.print(JSON.stringify(recorded));
    },
  });
  if (!ended.ok) return refused(ended.error);
  return ok(ended.value === undefined ? exitCodes.interrupted : exitCodes.done);
}

/** Prints what there is and, with `--follow`, what comes, until the run has ended. */
async function printOutput(
  client: RunnerClient,
  invocation: Invocation,
  run: string,
  options: Options,
): Promise<Ending> {
  const { connect, folder, signal } = invocation;
  const { json: lines } = invocation;
  const printer = new LogPrinter(invocation, run, { lines, thinking: options.thinking === true });
  const passed: Passing['passed'] = { known: options.live === true ? undefined : new Set() };
  return bridge(client, {
    progress: () => printer.progress,
    reconnect: async () => {
      const connected = await connect({ folder, start: true, signal });
      return connected.ok ? connected : refused(connected.error);
    },
    work: (current) => printOver(current, invocation, run, { ...options, printer, passed }),
  });
}

interface Passing {
  readonly printer: LogPrinter;
  /** Keys of the steps that are passed over; worked out at the first look where they are not known. */
  readonly passed: { known: ReadonlySet<string> | undefined };
}

async function printOver(
  client: RunnerClient,
  { terminal, signal }: Invocation,
  run: string,
  { follow, step, item, printer, passed }: Options & Passing,
): Promise<Ending> {
  const arrivals = new Arrivals(client, run, signal);
  try {
    for (let toldToWait = false; ; await arrivals.news()) {
      arrivals.events.length = 0;
      const detail = await client.request('show', { run }, signal);
      if (signal.aborted) return ok(exitCodes.interrupted);
      if (!detail.ok) return refused(detail.error);
      const steps = wanted(detail.value, item, step);
      if (!steps.ok) return steps;
      passed.known ??= new Set(steps.value.filter(({ isRunning }) => !isRunning).map(({ key }) => key));
      const shown = steps.value.filter(({ key }) => passed.known?.has(key) !== true);
      const told = await printSteps(client, shown, { printer, arrivals, follow: follow === true, signal });
      if (told !== undefined) return told;
      if (detail.value.finishedAt !== undefined || follow !== true) return ok(exitCodes.done);
      const waits = detail.value.status === 'waiting';
      if (waits && !toldToWait) terminal.complain(waitsText(detail.value));
      toldToWait = waits;
    }
  } finally {
    arrivals.close();
  }
}

interface Printing {
  readonly printer: LogPrinter;
  readonly arrivals: Arrivals;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/**
 * Prints step after step. While they are followed, one that runs is followed to its end before the next one; where items
 * work side by side, all that run are looked at in turn, until something new happens.
 */
async function printSteps(
  client: RunnerClient,
  steps: readonly LoggedStep[],
  { printer, arrivals, follow, signal }: Printing,
): Promise<Ending | undefined> {
  const tagged = follow && new Set(steps.map((step) => step.item)).size > 1;
  const style = { toTheEnd: follow && !tagged, tagged };
  for (;;) {
    for (const step of tagged ? inOrder(steps) : steps) {
      const told = await printer.print(client, step, style);
      if (told !== undefined) return told;
    }
    const isOver = !tagged || steps.every((step) => printer.isOver(step));
    if (isOver || arrivals.events.length > 0 || arrivals.lost || signal.aborted) return undefined;
    await delay(pollEvery, undefined, { signal }).catch(() => {});
  }
}

const inOrder = (steps: readonly LoggedStep[]) =>
  [...steps].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));

function waitsText(run: RunDetail): string {
  const { id } = run;
  return `Run ${id} waits for a person: ${nextStep(run) ?? `loopwright show ${id}`} (Ctrl-C leaves it waiting)`;
}

function wanted(
  detail: RunDetail,
  item: string | undefined,
  key: string | undefined,
): Result<readonly LoggedStep[], Failure> {
  const only = item === undefined ? ok(undefined) : pickItem(detail, item);
  if (!only.ok) return only;
  const steps = loggedSteps(detail, only.value);
  if (key === undefined) return ok(steps);
  const step = steps.filter((one) => one.key === key);
  if (step.length > 0) return ok(step);
  const known =
    steps.length === 0 ? 'It has printed nothing yet.' : `It has: ${shortList(steps.map((one) => one.key))}.`;
  return misnamed('unknown-step', `Run ${detail.id} has no step “${key}” with output. ${known}`);
}

const shortList = (keys: readonly string[]): string =>
  keys.length > 20 ? `${keys.slice(0, 20).join(', ')}, … (show --json has all)` : keys.join(', ');
