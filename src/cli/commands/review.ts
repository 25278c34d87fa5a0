import type { Command } from 'commander';
import { ok } from '../../model/result.ts';
import type { RunDetail } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { answerOnce, askUntilTheGateHolds } from '../answering.ts';
import { type Ending, exitCodes, fail, refused, usageError } from '../ending.ts';
import { findRun } from '../findRun.ts';
import { type ReviewReport, reviewedFiles } from '../reviewReport.ts';
import { showChange } from '../showChange.ts';
import { inert } from '../text/inert.ts';
import { paint } from '../text/paint.ts';
import { statusText } from '../text/statusText.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly answer?: string;
  readonly prompt?: string;
}

/** `loopwright review <run>` */
export function registerReview(program: Command, act: Act): void {
  program
    .command('review')
    .argument('<run>', 'id of a run or its beginning, the name of a loop, or latest')
    .description('Read what a run changed, the riskiest file first, and answer its prompts')
    .option('--answer <n>', 'answer the prompt that was shown, from 1, and ask nothing')
    .option('--prompt <id>', 'the id of that prompt (see review --json); needed with --answer')
    .addHelpText('after', '\nExit codes: 0 nothing more is asked, 3 a prompt is still to be answered, 1 failed.')
    .action(
      act<[string], Options>(async (invocation, [named], { answer, prompt }) => {
        if ((answer === undefined) !== (prompt === undefined)) {
          return usageError('--answer and --prompt go together: loopwright review <run> --prompt <id> --answer <n>');
        }
        return withRunner(invocation, async (client) => {
          const run = await findRun(client, named);
          if (!run.ok) return run;
          const detail = await client.request('show', { run: run.value.id });
          if (!detail.ok) return refused(detail.error);
          if (answer === undefined || prompt === undefined) return review(client, invocation, detail.value);
          return answerOnce(client, invocation, detail.value, { prompt, typed: answer });
        });
      }),
    );
}

async function review(client: RunnerClient, invocation: Invocation, run: RunDetail): Promise<Ending> {
  if (run.change === undefined) {
    return fail('no-change', `Run ${run.id} has no change to read yet (${run.status}). See: loopwright show ${run.id}`);
  }
  const owed = run.status === 'waiting' && run.understanding?.holds === false;
  if (invocation.json) return printReport(client, invocation, run, owed);
  const { terminal } = invocation;
  const brush = paint(terminal.colours);
  terminal.print(`${brush.bold(run.loop)}  run ${run.id}  ${statusText(run.status, brush)}`);
  const shown = await showChange(client, terminal, run.id, run.change);
  if (!shown.ok) return shown;
  if (run.status !== 'waiting') {
    terminal.print(inert(run.reason));
    return ok(exitCodes.done);
  }
  return askUntilTheGateHolds(client, invocation, run);
}

async function printReport(
  client: RunnerClient,
  { terminal, signal }: Invocation,
  run: RunDetail,
  owed: boolean,
): Promise<Ending> {
  const { change } = run;
  if (change === undefined) return ok(exitCodes.done);
  const asked = owed ? await client.request('prompt', { run: run.id }, signal) : undefined;
  if (asked?.ok === false) return refused(asked.error);
  // Asking may have settled the gate: where nothing can be asked, it holds.
  const now = asked === undefined ? ok(run) : await client.request('show', { run: run.id });
  if (!now.ok) return refused(now.error);
  const { base, head, tree } = change;
  const report: ReviewReport = {
    run: run.id,
    change: { base, head, tree },
    files: [...reviewedFiles(change)],
    understanding: now.value.understanding,
    ...(asked?.value.status === 'ask' ? { prompt: asked.value.prompt } : {}),
  };
  terminal.print(JSON.stringify(report));
  return ok(report.prompt === undefined ? exitCodes.done : exitCodes.waits);
}
