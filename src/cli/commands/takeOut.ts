import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { Mark } from '../../model/reviewMarks.ts';
import { mostRemarkText } from '../../model/reviewMarks.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, fail, misnamed, refused, usageError } from '../ending.ts';
import { findItem, itemFlag, itemName, type Meant } from '../findItem.ts';
import { linesText, type PieceOf, piecesAt } from '../marks/piecesAt.ts';
import { tellStanding } from '../tellStanding.ts';
import { inert } from '../text/inert.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly item?: string;
  readonly why?: string;
  readonly now?: boolean;
  readonly all?: boolean;
}

const runWords = 'id of a run or its beginning, the name of a loop, or latest';
const placeWords = 'src/a.ts, src/a.ts:10, src/a.ts:10-12, or the beginning of the id of a piece';

/** `loopwright take-out <run> [place…]` */
export function registerTakeOut(program: Command, act: Act): void {
  program
    .command('take-out')
    .argument('<run>', runWords)
    .argument('[place...]', placeWords)
    .description('Decide that pieces of a change are not to land; with --now, take out what was decided on')
    .option('--why <text>', 'what the agent is to know about it')
    .option('--now', 'take out of the change what was decided on, and prove what is left')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string, readonly string[]], Options>(async (invocation, [named, places], options) => {
        const why = options.why?.trim();
        if (places.length === 0 && options.now !== true) {
          return usageError(`Name what is to be taken out: ${placeWords}. Or --now, to take out what was decided on.`);
        }
        if (why === '' || (why?.length ?? 0) > mostRemarkText) {
          return usageError(`--why takes a text of at most ${mostRemarkText} characters.`);
        }
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          if (!meant.ok) return meant;
          if (places.length === 0) return takeOutNow(client, invocation, meant.value);
          const marked = await decide(client, meant.value, places, (pieces) => takenOut(pieces, why));
          if (!marked.ok) return marked;
          if (options.now === true) return takeOutNow(client, invocation, meant.value);
          return tell(invocation, meant.value, marked.value, 'To be taken out:');
        });
      }),
    );
}

/** `loopwright keep <run> [place…]` */
export function registerKeep(program: Command, act: Act): void {
  program
    .command('keep')
    .argument('<run>', runWords)
    .argument('[place...]', placeWords)
    .description('Keep pieces of a change after all that were to be taken out')
    .option('--all', 'all of them')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .action(
      act<[string, readonly string[]], Options>(async (invocation, [named, places], options) => {
        if ((places.length === 0) !== (options.all === true)) {
          return usageError(`Name what is to be kept, or --all: ${placeWords}.`);
        }
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, options.item);
          if (!meant.ok) return meant;
          const names = options.all === true ? await decidedOn(client, meant.value) : ok(places);
          if (!names.ok) return names;
          const marked = await decide(client, meant.value, names.value, (pieces) => ({
            kind: 'keep',
            pieces: pieces.map(({ piece }) => piece.id),
          }));
          return marked.ok ? tell(invocation, meant.value, marked.value, 'Kept:') : marked;
        });
      }),
    );
}

function takenOut(pieces: readonly PieceOf[], why: string | undefined): Mark {
  return {
    kind: 'take-out',
    pieces: pieces.map(({ path, piece }) => ({ path, piece: piece.id })),
    ...(why === undefined ? {} : { why }),
  };
}

/** The ids of all pieces that are to be taken out. */
async function decidedOn(client: RunnerClient, { run, item }: Meant) {
  const marks = await client.request('reviewMarks', { run: run.id, item: item.id });
  if (!marks.ok) return refused(marks.error);
  const { decisions } = marks.value;
  if (decisions.length === 0) return fail('nothing-decided', 'No piece of this change is to be taken out.');
  return ok(decisions.map(({ piece }) => piece));
}

async function decide(
  client: RunnerClient,
  { run, item }: Meant,
  names: readonly string[],
  mark: (pieces: readonly PieceOf[]) => Mark,
) {
  const outline = await client.request('reviewOutline', { run: run.id, item: item.id });
  if (!outline.ok) return refused(outline.error);
  const pieces = piecesAt(outline.value, names);
  if (!pieces.ok) return misnamed('unknown-piece', pieces.error);
  const marked = await client.request('mark', { run: run.id, item: item.id, marks: [mark(pieces.value)] });
  return marked.ok ? pieces : refused(marked.error);
}

async function takeOutNow(client: RunnerClient, invocation: Invocation, meant: Meant): Promise<Ending> {
  const { run, item } = meant;
  const head = item.change?.head;
  if (head === undefined) return fail('no-change', `Run ${run.id} has no change yet. See: loopwright show ${run.id}`);
  const taken = await client.request('takeOut', { run: run.id, item: item.id, head });
  if (!taken.ok) return refused(taken.error);
  return tellStanding(client, invocation, meant, 'Taken out.');
}

function tell({ terminal, json }: Invocation, { run, item }: Meant, pieces: readonly PieceOf[], said: string): Ending {
  if (json) {
    const ids = pieces.map(({ piece }) => piece.id);
    terminal.print(JSON.stringify({ run: run.id, ...itemName(item), pieces: ids }));
    return ok(exitCodes.done);
  }
  terminal.print(said);
  for (const { path, piece } of pieces) terminal.print(`  ${inert(path)}: ${linesText(piece)}`);
  const of = `${run.id}${itemFlag(item)}`;
  terminal.print(`next: loopwright take-out ${of} --now, or loopwright request-changes ${of}`);
  return ok(exitCodes.done);
}
