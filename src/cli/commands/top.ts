import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { findRepository } from '../../client/repositoryFolders.ts';
import { ok } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, refused } from '../ending.ts';
import { paint } from '../text/paint.ts';
import { Bell } from '../top/bell.ts';
import { RunsNow } from '../top/runsNow.ts';
import { showTop } from '../top/top.ts';
import { tableLines } from '../top/topText.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly limit: number;
  readonly once?: boolean;
}

/** Runs that have ended and are shown, where nothing else is asked for. */
const mostEnded = 100;
/** Columns of a table that goes to no terminal. */
const plainColumns = 120;
/** Milliseconds between two looks with `--json`. */
const jsonGap = 200;

/** `loopwright top` */
export function registerTop(program: Command, act: Act): void {
  program
    .command('top')
    .description('Watch all runs in a live table: what each does, what it used, what it waits for')
    .option('--limit <count>', 'show so many runs that have ended', countOf, mostEnded)
    .option('--once', 'print the table once and end')
    .addHelpText(
      'after',
      '\nKeys: up, down, Enter details, f filter, w what waits, s stop, p pause, ? all keys, q quit.\nWithout a terminal it prints the table once. With --json it prints the runs, a line each, and each again when it changes.',
    )
    .action(
      act<[], Options>((invocation, _, options) =>
        withRunner(invocation, async (client) => {
          if (invocation.json) return printChanges(client, invocation, options);
          const screen = options.once === true ? undefined : await invocation.terminal.screen();
          if (screen === undefined) return printOnce(client, invocation, options);
          const repository = await findRepository(invocation.folder);
          const name = basename(repository?.root ?? invocation.folder);
          return showTop(client, invocation, { limit: options.limit, repository: name, screen });
        }),
      ),
    );
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 10_000) {
    throw new InvalidArgumentError('It takes a number from 1 to 10000.');
  }
  return count;
}

async function printOnce(client: RunnerClient, { terminal, signal }: Invocation, { limit }: Options): Promise<Ending> {
  const runs = new RunsNow(limit, () => {});
  const begun = await runs.begin(client, signal);
  if (!begun.ok) return refused(begun.error);
  const rows = runs.rows();
  if (rows.length === 0) terminal.print('Nothing has run here yet. Start with: loopwright run <loop>');
  else {
    const lines = tableLines(rows, Date.now(), terminal.columns ?? plainColumns, paint(terminal.colours));
    for (const line of lines) terminal.print(line);
  }
  return ok(exitCodes.done);
}

async function printChanges(
  client: RunnerClient,
  { terminal, signal }: Invocation,
  { limit, once }: Options,
): Promise<Ending> {
  const bell = new Bell();
  const runs = new RunsNow(limit, () => bell.ring());
  let isLost = false;
  client.onClose(() => {
    isLost = true;
    bell.ring();
  });
  signal.addEventListener('abort', () => bell.ring(), { once: true });
  const begun = await runs.begin(client, signal);
  if (!begun.ok) return refused(begun.error);
  for (const { summary } of runs.rows()) terminal.print(JSON.stringify(summary));
  while (once !== true && !signal.aborted) {
    await bell.heard(60_000);
    const changed = await runs.catchUp(client, signal);
    if (signal.aborted) break;
    if (!changed.ok) return refused(changed.error);
    for (const { summary } of changed.value) terminal.print(JSON.stringify(summary));
    if (isLost) return refused({ code: 'disconnected', message: 'The connection to the runner was lost. Try again.' });
    await new Promise((resolve) => setTimeout(resolve, jsonGap));
  }
  return ok(once === true ? exitCodes.done : exitCodes.interrupted);
}
