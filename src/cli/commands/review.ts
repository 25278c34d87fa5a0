import { type Command, Option } from 'commander';
import { type Confidence, confidences } from '../../model/prompt.ts';
import { ok } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { answerOnce, askUntilTheGateHolds, isToBeAsked } from '../answering.ts';
import { type Ending, exitCodes, fail, refused, usageError } from '../ending.ts';
import { askWhatIsExpected } from '../expecting.ts';
import { findItem, itemName, itemOfRun, itemWords, type Meant } from '../findItem.ts';
import type { ReviewReport } from '../reviewReport.ts';
import { showChange } from '../showChange.ts';
import { inert } from '../text/inert.ts';
import { paint } from '../text/paint.ts';
import { statusText } from '../text/statusText.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly answer?: string;
  readonly prompt?: string;
  readonly sure?: Confidence;
  readonly item?: string;
  readonly expect?: boolean;
  readonly askOnly?: boolean;
}

/** `loopwright review <run>` */
export function registerReview(program: Command, act: Act): void {
  program
    .command('review')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Read what a run changed, what can do most harm first, and answer its prompts')
    .option('--item <key>', 'which item of the run; otherwise the one that waits')
    .option('--expect', 'first say which files you expect it to touch, and be told what is other')
    .option('--ask-only', 'do not show the change: prompts about what you have read elsewhere count in full then')
    .option('--answer <n>', 'answer the prompt that was shown (options from 1, several with commas), and ask nothing')
    .option('--prompt <id>', 'the id of that prompt (see review --json); needed with --answer')
    .addOption(
      new Option('--sure <how>', 'how sure you are of that answer; a guess earns nothing').choices(confidences),
    )
    .addHelpText('after', '\nExit codes: 0 nothing more is asked, 3 a prompt is still to be answered, 1 failed.')
    .action(
      act<[string], Options>(async (invocation, [named], options) => {
        const { answer, prompt, item, sure } = options;
        if ((answer === undefined) !== (prompt === undefined)) {
          return usageError('--answer and --prompt go together: loopwright review <run> --prompt <id> --answer <n>');
        }
        if (options.expect === true && invocation.json)
          return usageError('--expect asks, so it does not go with --json.');
        return withRunner(invocation, async (client) => {
          const meant = await findItem(client, named, item);
          if (!meant.ok) return meant;
          if (answer === undefined || prompt === undefined) return review(client, invocation, meant.value, options);
          return answerOnce(client, invocation, meant.value, { prompt, typed: answer, confidence: sure ?? 'likely' });
        });
      }),
    );
}

async function review(
  client: RunnerClient,
  invocation: Invocation,
  meant: Meant,
  { expect = false, askOnly = false }: Options,
): Promise<Ending> {
  const { run, item } = meant;
  const { change, status } = item;
  if (change === undefined) {
    const state = `Run ${run.id}${itemWords(item)} has no change to read yet (${status}).`;
    return fail('no-change', `${state} See: loopwright show ${run.id}`);
  }
  if (invocation.json) return printReport(client, invocation, meant);
  const { terminal } = invocation;
  const brush = paint(terminal.colours);
  terminal.print(`${brush.bold(inert(run.loop))}  run ${run.id}${itemWords(item)}  ${statusText(status, brush)}`);
  if (expect) {
    const expected = await askWhatIsExpected(client, invocation, meant);
    if (!expected.ok) return expected;
  }
  if (!askOnly) {
    const shown = await showChange(client, terminal, meant, change);
    if (!shown.ok) return shown;
  }
  if (status !== 'waiting') {
    terminal.print(inert(item.reason === '' ? run.reason : item.reason));
    return ok(exitCodes.done);
  }
  return askUntilTheGateHolds(client, invocation, meant, { isShown: !askOnly });
}

async function printReport(
  client: RunnerClient,
  { terminal, signal }: Invocation,
  { run, item }: Meant,
): Promise<Ending> {
  const outline = await client.request('reviewOutline', { run: run.id, item: item.id }, signal);
  if (!outline.ok) return refused(outline.error);
  const owed = item.status === 'waiting' && isToBeAsked(item);
  const of = { run: run.id, item: item.id };
  const asked = owed ? await client.request('prompt', of, signal) : undefined;
  if (asked?.ok === false) return refused(asked.error);
  // Asking may have settled the gate: where nothing can be asked, it holds.
  const now = asked === undefined ? ok({ run, item }) : await itemOfRun(client, run.id, item.id);
  if (!now.ok) return now;
  const { understanding } = now.value.item;
  const report: ReviewReport = {
    run: run.id,
    ...itemName(item),
    outline: outline.value,
    ...(understanding === undefined ? {} : { understanding }),
    ...(asked?.value.status === 'ask' ? { prompt: asked.value.prompt } : {}),
  };
  terminal.print(JSON.stringify(report));
  return ok(report.prompt === undefined ? exitCodes.done : exitCodes.waits);
}
