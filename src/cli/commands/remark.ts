import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { ok, type Result } from '../../model/result.ts';
import { type Mark, mostRemarkText, type Remark } from '../../model/reviewMarks.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { exitCodes, type Failure, fail, misnamed, refused, usageError } from '../ending.ts';
import { findItem, itemFlag, itemName, type Meant } from '../findItem.ts';
import { readPlace } from '../marks/place.ts';
import { withRunner } from '../withRunner.ts';

interface Options {
  readonly item?: string;
  readonly message?: string;
  readonly base?: boolean;
  readonly reword?: boolean;
  readonly withdraw?: boolean;
  readonly resolve?: boolean;
  readonly reopen?: boolean;
}

/** `loopwright remark <run> <where>` */
export function registerRemark(program: Command, act: Act): void {
  program
    .command('remark')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .argument('<where>', 'lines of the change (src/a.ts:10 or src/a.ts:10-12), or the beginning of the id of a remark')
    .description('Say something about lines of a change; with the id of a remark, answer it')
    .option('-m, --message <text>', 'what is to be said')
    .option('--base', 'the lines are those of the file before the change')
    .option('--reword', 'put the message in the place of what you said last there')
    .option('--withdraw', 'take back what you said last there')
    .option('--resolve', 'it is settled')
    .option('--reopen', 'it is not settled after all')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string, string], Options>(async (invocation, [named, where], options) => {
        const wrong = whatIsWrong(options);
        if (wrong !== undefined) return usageError(wrong);
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          if (!meant.ok) return meant;
          const mark = await markOf(client, meant.value, where, options);
          if (!mark.ok) return mark;
          const { run, item } = meant.value;
          const marked = await client.request('mark', { run: run.id, item: item.id, marks: [mark.value.mark] });
          if (!marked.ok) return refused(marked.error);
          const { terminal, json } = invocation;
          const { id, said } = mark.value;
          if (json) terminal.print(JSON.stringify({ run: run.id, ...itemName(item), remark: id }));
          else terminal.print(`${said} ${id.slice(0, 8)}\nnext: loopwright request-changes ${run.id}${itemFlag(item)}`);
          return ok(exitCodes.done);
        });
      }),
    );
}

const kinds = ['withdraw', 'resolve', 'reopen'] as const;

function whatIsWrong(options: Options): string | undefined {
  const { message } = options;
  const chosen = kinds.filter((kind) => options[kind] === true);
  if (chosen.length > 1 || (chosen.length === 1 && options.reword === true)) {
    return 'One thing at a time: --reword, --withdraw, --resolve or --reopen.';
  }
  if (chosen.length === 1) return message === undefined ? undefined : `--${chosen[0]} takes no --message.`;
  const text = message?.trim() ?? '';
  if (text === '') return 'Say something: -m "…".';
  return text.length > mostRemarkText
    ? `The message has ${text.length} characters; ${mostRemarkText} are taken.`
    : undefined;
}

interface Said {
  readonly mark: Mark;
  /** Of the remark. */
  readonly id: string;
  /** What was done, before its id. */
  readonly said: string;
}

async function markOf(
  client: RunnerClient,
  meant: Meant,
  where: string,
  options: Options,
): Promise<Result<Said, Failure>> {
  const place = readPlace(where);
  if (place.ok && place.value.lines !== undefined) return remarkOn(meant, place.value.path, place.value.lines, options);
  const known = await client.request('reviewMarks', { run: meant.run.id, item: meant.item.id });
  if (!known.ok) return refused(known.error);
  const remark = remarkNamed(known.value.remarks, where);
  return remark.ok ? ok(answer(remark.value.id, options)) : remark;
}

function remarkOn(
  { run, item }: Meant,
  path: string,
  lines: { readonly first: number; readonly last: number },
  options: Options,
): Result<Said, Failure> {
  const { change } = item;
  if (change === undefined) return fail('no-change', `Run ${run.id} has no change yet. See: loopwright show ${run.id}`);
  if (options.reword === true || kinds.some((kind) => options[kind] === true)) {
    return usageError('Name a remark by the beginning of its id. `loopwright remarks` lists them.');
  }
  const id = randomUUID();
  const side = options.base === true ? 'base' : 'head';
  const anchor = { path, side, commit: change[side], ...lines } as const;
  return ok({ mark: { kind: 'remark', id, anchor, text: options.message?.trim() ?? '' }, id, said: 'Remark' });
}

function answer(id: string, { message = '', reword, withdraw, resolve, reopen }: Options): Said {
  const text = message.trim();
  if (withdraw === true) return { mark: { kind: 'withdraw', remark: id }, id, said: 'Withdrawn from' };
  if (resolve === true || reopen === true) {
    const on = resolve === true;
    return { mark: { kind: 'resolve', remark: id, on }, id, said: on ? 'Resolved' : 'Opened again' };
  }
  if (reword === true) return { mark: { kind: 'reword', remark: id, text }, id, said: 'Reworded' };
  return { mark: { kind: 'reply', remark: id, text }, id, said: 'Replied to' };
}

function remarkNamed(remarks: readonly Remark[], name: string): Result<Remark, Failure> {
  const [found, another] = remarks.filter(({ id }) => id.startsWith(name));
  if (found !== undefined && another === undefined) return ok(found);
  const what = found === undefined ? 'There is no remark' : 'Several remarks begin with';
  return misnamed(
    'unknown-remark',
    `${what} ${name}. \`loopwright remarks\` lists them; lines are named like src/a.ts:10.`,
  );
}
