import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { objectIdSchema } from '../../model/change.ts';
import { ok, type Result } from '../../model/result.ts';
import type { RunnerReply } from '../../protocol/runner.ts';
import type { Act } from '../act.ts';
import { editedCopy } from '../editedCopy.ts';
import { type Ending, exitCodes, type Failure, fail, refused, usageError } from '../ending.ts';
import { findLoop, loopName } from '../findLoop.ts';
import { inertLines } from '../text/inert.ts';
import { shellWord } from '../text/shellWord.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly edit?: boolean;
  readonly set?: string;
  readonly head?: string;
}

/** Most characters that the protocol takes. */
const most = 1_000_000;

/** `loopwright state <loop>` */
export function registerState(program: Command, act: Act): void {
  program
    .command('state')
    .argument('<loop>', 'name of a loop, or its file')
    .description('Print what a loop remembers: findings, attempts, lessons, decisions; or change it')
    .option('--edit', 'open it in your editor ($VISUAL or $EDITOR) and take in what you wrote')
    .option('--set <file>', 'take in this file, or standard input for -')
    .option('--head <id>', 'with --set: the version that was changed (see state --json); otherwise the newest')
    .addHelpText(
      'after',
      '\nWhat runs have written in the meantime stays.\nExample: loopwright state nightly-triage --edit',
    )
    .action(
      act<[string], Options>(async (invocation, [named], options) => {
        const { edit, set, head } = options;
        if (edit === true && set !== undefined) return usageError('--edit and --set are two ways. Choose one.');
        if (head !== undefined && (set === undefined || !objectIdSchema.safeParse(head).success)) {
          return usageError('--head goes with --set and takes the head that `state --json` printed.');
        }
        const file = await findLoop(invocation.folder, named);
        if (!file.ok) return file;
        const loop = loopName(file.value);
        if (edit === true) return editState(invocation, loop);
        return set === undefined ? printState(invocation, loop) : setState(invocation, loop, set, head);
      }),
    );
}

function readState(invocation: Invocation, loop: string): Promise<Result<RunnerReply<'state'>, Failure>> {
  return withRunner(invocation, async (client) => {
    const state = await client.request('state', { loop });
    return state.ok ? state : refused(state.error);
  });
}

async function printState(invocation: Invocation, loop: string): Promise<Ending> {
  const state = await readState(invocation, loop);
  if (!state.ok) return state;
  const { terminal, json } = invocation;
  const { document } = state.value;
  if (json) terminal.print(JSON.stringify(state.value));
  else if (document.trim() === '') terminal.print(`The loop ${loop} remembers nothing yet.`);
  else for (const line of inertLines(document)) terminal.print(line);
  return ok(exitCodes.done);
}

async function setState(
  invocation: Invocation,
  loop: string,
  from: string,
  given: string | undefined,
): Promise<Ending> {
  const document = await readDocument(invocation, from);
  if (!document.ok) return document;
  const head = given === undefined ? await newestHead(invocation, loop) : ok(given);
  if (!head.ok) return head;
  const written = await write(invocation, loop, document.value, head.value);
  return written.ok ? tell(invocation, loop, true) : written;
}

async function newestHead(invocation: Invocation, loop: string): Promise<Result<string | undefined, Failure>> {
  const state = await readState(invocation, loop);
  return state.ok ? ok(state.value.head) : state;
}

async function readDocument({ terminal, folder }: Invocation, from: string): Promise<Result<string, Failure>> {
  if (from === '-') return ok(await terminal.readInput());
  const text = await readFile(resolve(folder, from), 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text === 'string') return ok(text);
  return usageError(`${from} cannot be read (${text.code}). Check the name of the file.`);
}

/** Nothing that the person wrote is lost: until it is taken in it lies in a file, and a failure names it. */
async function editState(invocation: Invocation, loop: string): Promise<Ending> {
  if (invocation.json) return usageError('--edit opens an editor and prints nothing. Use --set with --json.');
  const before = await readState(invocation, loop);
  if (!before.ok) return before;
  const { document, head } = before.value;
  const copy = await editedCopy(`state-${loop}.md`, document, invocation.edit);
  if (copy.status === 'unchanged') {
    return copy.trouble === undefined
      ? tell(invocation, loop, false)
      : fail('editor', `${copy.trouble} Nothing was changed.`);
  }
  const again = `loopwright state ${loop} --set ${shellWord(copy.file)}${head === undefined ? '' : ` --head ${head}`}`;
  const kept = `What you wrote is kept in ${copy.file}. To take it in: ${again}`;
  if (copy.trouble !== undefined) return fail('editor', `${copy.trouble} ${kept}`);
  // Ctrl-C in the editor was meant for the editor.
  const uninterrupted = { ...invocation, signal: new AbortController().signal };
  const written = await write(uninterrupted, loop, copy.text, head);
  if (!written.ok) return fail(written.error.code, `${written.error.message}\n${kept}`, written.error.exit);
  await copy.remove();
  return tell(invocation, loop, true);
}

async function write(
  invocation: Invocation,
  loop: string,
  document: string,
  head: string | undefined,
): Promise<Result<unknown, Failure>> {
  if (document.length > most) {
    return fail('too-long', `The document has ${document.length} characters; ${most} are taken. Shorten it.`);
  }
  return withRunner(invocation, async (client) => {
    const written = await client.request('writeState', { loop, document, ...(head === undefined ? {} : { head }) });
    return written.ok ? written : refused(written.error);
  });
}

function tell({ terminal, json }: Invocation, loop: string, changed: boolean): Ending {
  const words = changed ? `Taken in. The next run of ${loop} reads it.` : 'Nothing was changed.';
  terminal.print(json ? JSON.stringify({ loop, changed }) : words);
  return ok(exitCodes.done);
}
