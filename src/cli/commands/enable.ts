import type { Command } from 'commander';
import { ok, type Result } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { ScheduledLoop } from '../../protocol/runner.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, type Failure, fail, refused, usageError } from '../ending.ts';
import { findLoop, loopName } from '../findLoop.ts';
import { paint } from '../text/paint.ts';
import { startsText } from '../text/scheduleText.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

/** `loopwright enable <loop>`, `loopwright disable <loop>` */
export function registerEnable(program: Command, act: Act): void {
  program
    .command('enable')
    .argument('<loop>', 'name of a loop, or its file')
    .description('Let a loop start by itself, as its file is committed now')
    .option('--yes', 'do not ask')
    .action(
      act<[string], { readonly yes?: boolean }>(async (invocation, [named], options) => {
        const mayAsk = invocation.terminal.interactive && !invocation.json;
        if (options.yes !== true && !mayAsk) {
          return usageError('enable asks for a yes, and nobody is here to give it. Read the loop, then add --yes.');
        }
        const file = await findLoop(invocation.folder, named);
        if (!file.ok) return file;
        return withRunner(invocation, (client) => enable(client, invocation, file.value, options.yes === true));
      }),
    );
  program
    .command('disable')
    .argument('<loop>', 'name of a loop, or its file')
    .description('Let a loop start no more by itself; people can still start it')
    .action(
      act<[string]>(async (invocation, [named]) => {
        // What is enabled can be disabled though its file is gone, so the runner is asked first.
        const file = await findLoop(invocation.folder, named);
        return withRunner(invocation, (client) => disable(client, invocation, named, file));
      }),
    );
}

async function disable(
  client: RunnerClient,
  invocation: Invocation,
  named: string,
  found: Result<string, Failure>,
): Promise<Ending> {
  const schedule = await client.request('schedule', { receipts: 0 });
  if (!schedule.ok) return refused(schedule.error);
  const known = schedule.value.loops.find(({ loop, file }) => loop === named || file === named);
  const file = known === undefined ? found : ok(known.file);
  if (!file.ok) return file;
  const disabled = await client.request('disable', { file: file.value });
  if (!disabled.ok) return refused(disabled.error);
  const words = `${loopName(file.value)} does not start by itself any more.`;
  return tell(invocation, { file: file.value, state: 'off', words });
}

async function enable(client: RunnerClient, invocation: Invocation, file: string, yes: boolean): Promise<Ending> {
  const { terminal, json, signal } = invocation;
  const loop = loopName(file);
  const planned = await scheduled(client, file);
  if (!planned.ok) return planned;
  if (planned.value !== undefined && !json) {
    terminal.print(`${paint(terminal.colours).bold(loop)} will start by itself, as it is committed now:`);
    for (const line of startsText(planned.value)) terminal.print(line);
  }
  // What the runner does not list it will refuse, with the reason.
  if (planned.value !== undefined && !yes) {
    const answer = await terminal.ask('It works without asking you until it waits for you. Enable it? [y/N] ', signal);
    if (signal.aborted) return ok(exitCodes.interrupted);
    if (!/^\s*y(es)?\s*$/i.test(answer ?? '')) return fail('not-enabled', 'Nothing was changed.');
  }
  const enabled = await client.request('enable', { file });
  if (!enabled.ok) return refused(enabled.error);
  const now = await scheduled(client, file);
  const next = now.ok && now.value !== undefined ? startsText({ ...now.value, triggers: [] }) : [];
  return tell(invocation, { file, state: 'on', words: [`${loop} starts by itself now.`, ...next].join('\n') });
}

async function scheduled(client: RunnerClient, file: string): Promise<Result<ScheduledLoop | undefined, Failure>> {
  const schedule = await client.request('schedule', { receipts: 0 });
  return schedule.ok ? ok(schedule.value.loops.find((loop) => loop.file === file)) : refused(schedule.error);
}

function tell(
  { terminal, json }: Invocation,
  { file, state, words }: { readonly file: string; readonly state: 'on' | 'off'; readonly words: string },
): Ending {
  terminal.print(json ? JSON.stringify({ loop: loopName(file), file, state }) : words);
  return ok(exitCodes.done);
}
