import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, refused, usageError } from '../ending.ts';
import { findEntry, pickEntry } from '../findEntry.ts';
import { putOffTo } from '../moment.ts';
import { inboxText, wholeEntryText } from '../text/inboxText.ts';
import { inert } from '../text/inert.ts';
import { localTime } from '../text/localTime.ts';
import { paint } from '../text/paint.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

/** `loopwright inbox [id]`, `inbox dismiss <id>`, `inbox snooze <id>` */
export function registerInbox(program: Command, act: Act): void {
  const inbox = program
    .command('inbox')
    .argument('[id]', 'one entry whole, by its id or the beginning of it')
    .description('List what waits for a person over all runs, most urgent first')
    .action(
      act<[string | undefined]>((invocation, [named]) =>
        withRunner(invocation, (client) => list(client, invocation, named)),
      ),
    );
  inbox
    .command('dismiss')
    .argument('<id>', 'id of an entry, or the beginning of it')
    .description('Take an entry out of the inbox: you have seen it')
    .option('--why <text>', 'why; it stays with the entry', '')
    .action(
      act<[string], { readonly why: string }>((invocation, [named], { why }) =>
        withRunner(invocation, (client) => dismiss(client, invocation, named, why)),
      ),
    );
  inbox
    .command('snooze')
    .argument('<id>', 'id of an entry, or the beginning of it')
    .description('Put an entry off: it comes back by itself')
    .option('--for <length>', 'how long: 30m, 12h, 2d or 1w')
    .option('--until <date>', 'until when: 2026-12-01 or 2026-12-01T09:30, in local time')
    .action(
      act<[string], { readonly for?: string; readonly until?: string }>(async (invocation, [named], options) => {
        const until = putOffTo(options, Date.now());
        if (!until.ok) return usageError(until.error);
        return withRunner(invocation, (client) => snooze(client, invocation, named, until.value));
      }),
    );
}

async function list(client: RunnerClient, { terminal, json }: Invocation, named: string | undefined): Promise<Ending> {
  const entries = await client.request('inbox', {});
  if (!entries.ok) return refused(entries.error);
  const brush = paint(terminal.colours);
  if (named === undefined) {
    if (json) terminal.print(JSON.stringify(entries.value));
    else for (const line of inboxText(entries.value, Date.now(), brush)) terminal.print(line);
    return ok(exitCodes.done);
  }
  const entry = pickEntry(entries.value, named);
  if (!entry.ok) return entry;
  if (json) terminal.print(JSON.stringify(entry.value));
  else for (const line of wholeEntryText(entry.value, Date.now(), brush)) terminal.print(line);
  return ok(exitCodes.done);
}

async function dismiss(
  client: RunnerClient,
  { terminal, json }: Invocation,
  named: string,
  why: string,
): Promise<Ending> {
  const entry = await findEntry(client, named);
  if (!entry.ok) return entry;
  const { id, title } = entry.value;
  const dismissed = await client.request('dismiss', { id, why: why.trim() });
  if (!dismissed.ok) return refused(dismissed.error);
  terminal.print(json ? JSON.stringify({ id }) : `Out of the inbox: ${inert(title)}`);
  return ok(exitCodes.done);
}

async function snooze(
  client: RunnerClient,
  { terminal, json }: Invocation,
  named: string,
  until: number,
): Promise<Ending> {
  const entry = await findEntry(client, named);
  if (!entry.ok) return entry;
  const { id, title } = entry.value;
  const snoozed = await client.request('snooze', { id, until });
  if (!snoozed.ok) return refused(snoozed.error);
  const at = new Date(until).toISOString();
  terminal.print(json ? JSON.stringify({ id, until: at }) : `Back on ${localTime(until)}: ${inert(title)}`);
  return ok(exitCodes.done);
}
