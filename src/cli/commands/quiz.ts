import type { Command } from 'commander';
import { ok, type Result } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Act } from '../act.ts';
import { askOne } from '../answering.ts';
import { type Ending, exitCodes, type Failure, refused } from '../ending.ts';
import { linesText } from '../text/debtText.ts';
import { inert } from '../text/inert.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

/** `loopwright quiz` */
export function registerQuiz(program: Command, act: Act): void {
  program
    .command('quiz')
    .description('Pay some of what you owe back: prompts about what landed, at most three a day')
    .addHelpText(
      'after',
      '\nWhat you miss stays in this clone. Exit codes: 0 nothing more is asked, 3 a prompt is still to be answered, 1 failed.',
    )
    .action(
      act<[], object>((invocation) =>
        withRunner(invocation, (client) =>
          invocation.json ? printNext(client, invocation) : askUntilNothingIsLeft(client, invocation),
        ),
      ),
    );
}

async function printNext(client: RunnerClient, { terminal, signal }: Invocation): Promise<Ending> {
  const next = await client.request('quiz', {}, signal);
  if (!next.ok) return refused(next.error);
  terminal.print(JSON.stringify(next.value));
  return ok(next.value.status === 'ask' ? exitCodes.waits : exitCodes.done);
}

/** Asks one prompt after the other, on the terminal; the runner counts how many a day are asked. */
async function askUntilNothingIsLeft(client: RunnerClient, invocation: Invocation): Promise<Ending> {
  const { terminal, signal } = invocation;
  const before = await owedNow(client);
  if (!before.ok) return before;
  for (let answered = 0; ; answered++) {
    const next = await client.request('quiz', {}, signal);
    if (signal.aborted) return ok(exitCodes.interrupted);
    if (!next.ok) return refused(next.error);
    if (next.value.status === 'nothing-to-ask') {
      terminal.print(inert(next.value.why));
      return answered === 0 ? ok(exitCodes.done) : tellWhatIsOwed(client, invocation, before.value);
    }
    const over = await askOne(invocation, next.value.prompt, {
      // Nothing of it was shown here.
      send: (answer) => client.request('quizAnswer', { ...answer, looked: false }),
      comeBack: 'loopwright quiz',
    });
    if (over !== undefined) return over;
  }
}

type Owed = Parameters<typeof linesText>[0];

async function owedNow(client: RunnerClient): Promise<Result<Owed, Failure>> {
  const debt = await client.request('debt', { of: 'me' });
  return debt.ok ? ok(debt.value.mine) : refused(debt.error);
}

async function tellWhatIsOwed(client: RunnerClient, { terminal }: Invocation, before: Owed): Promise<Ending> {
  const now = await owedNow(client);
  if (!now.ok) return now;
  terminal.print(`You owe ${linesText(now.value)}. It was ${linesText(before)}.`);
  return ok(exitCodes.done);
}
