import { ok, type Result } from '../model/result.ts';
import type { RunDetail } from '../model/shapes.ts';
import type { RunnerClient } from '../protocol/client.ts';
import type { Prompt } from '../protocol/runner.ts';
import { type Ending, exitCodes, type Failure, fail, refused, usageError } from './ending.ts';
import { inert } from './text/inert.ts';
import { nextStep } from './text/nextStep.ts';
import { paint } from './text/paint.ts';
import { answerText, parseAnswer, promptText } from './text/promptText.ts';
import type { Invocation } from './world.ts';

/** Asks prompt after prompt on the terminal until the gate holds, nothing more can be asked, or the input ends. */
export async function askUntilTheGateHolds(
  client: RunnerClient,
  invocation: Invocation,
  run: RunDetail,
): Promise<Ending> {
  for (let now = run; ; ) {
    if (now.status !== 'waiting' || now.understanding?.holds !== false) return tellWhere(invocation, now);
    const asked = await client.request('prompt', { run: run.id }, invocation.signal);
    if (invocation.signal.aborted) return ok(exitCodes.interrupted);
    if (!asked.ok) return refused(asked.error);
    const nothingMore = asked.value.status === 'nothing-to-ask';
    const over =
      asked.value.status === 'ask' ? await askOne(client, invocation, run.id, asked.value.prompt) : undefined;
    if (over !== undefined) return over;
    const after = await client.request('show', { run: run.id });
    if (!after.ok) return refused(after.error);
    if (nothingMore) return tellWhere(invocation, after.value);
    now = after.value;
  }
}

/** Shows a prompt, takes the answer and tells what came of it; an ending where there was none. */
async function askOne(
  client: RunnerClient,
  invocation: Invocation,
  run: string,
  prompt: Prompt,
): Promise<Ending | undefined> {
  const { terminal, signal } = invocation;
  const brush = paint(terminal.colours);
  for (const line of promptText(prompt, brush)) terminal.print(line);
  const option = await readOption(invocation, prompt);
  if (signal.aborted) return ok(exitCodes.interrupted);
  if (option === undefined) return leftUnanswered(invocation, run);
  const answered = await client.request('answer', { run, prompt: prompt.id, option });
  if (!answered.ok) return refused(answered.error);
  for (const line of [...answerText(answered.value, prompt, brush), '']) terminal.print(line);
  return undefined;
}

/** The option that the person chose, from 0; asks again for what is none. Undefined at the end of the input. */
async function readOption({ terminal, signal }: Invocation, { options }: Prompt): Promise<number | undefined> {
  for (;;) {
    const typed = await terminal.ask(`Your answer, 1 to ${options.length}: `, signal);
    if (typed === undefined) return undefined;
    const option = parseAnswer(typed, options.length);
    if (option !== undefined) return option;
    terminal.print(`Type a number from 1 to ${options.length}. The first answer counts.`);
  }
}

function leftUnanswered({ terminal }: Invocation, run: string): Ending {
  terminal.print(`The prompt waits for your answer. Come back with: loopwright review ${run}`);
  return ok(exitCodes.waits);
}

/** Tells whether the gate holds and what comes next. */
function tellWhere({ terminal }: Invocation, run: RunDetail): Ending {
  const brush = paint(terminal.colours);
  const holds = run.understanding?.holds !== false;
  if (run.understanding !== undefined) {
    terminal.print(
      `${holds ? brush.green('The gate holds.') : brush.yellow('The gate is closed.')} ${inert(run.understanding.reason)}`,
    );
  }
  if (holds) {
    const next = nextStep(run);
    if (next !== undefined) terminal.print(`next: ${brush.cyan(next)}`);
    return ok(exitCodes.done);
  }
  terminal.print(`next: ${brush.cyan(`loopwright reject ${run.id} --reason "…"`)}`);
  return ok(exitCodes.waits);
}

/** Answers the prompt that was shown, without asking anything. */
export async function answerOnce(
  client: RunnerClient,
  { terminal, json, signal }: Invocation,
  run: RunDetail,
  given: { readonly prompt: string; readonly typed: string },
): Promise<Ending> {
  const prompt = await shownPrompt(client, run, given.prompt, signal);
  if (!prompt.ok) return prompt;
  const option = parseAnswer(given.typed, prompt.value.options.length);
  if (option === undefined) return usageError(`--answer takes a number from 1 to ${prompt.value.options.length}.`);
  const answered = await client.request('answer', { run: run.id, prompt: given.prompt, option });
  if (!answered.ok) return refused(answered.error);
  const after = await client.request('show', { run: run.id });
  if (!after.ok) return refused(after.error);
  const brush = paint(terminal.colours);
  const { understanding } = after.value;
  const holds = understanding?.holds !== false;
  if (json) terminal.print(JSON.stringify({ run: run.id, answer: answered.value, understanding }));
  else {
    for (const line of answerText(answered.value, prompt.value, brush)) terminal.print(line);
    terminal.print(`next: ${brush.cyan(nextStep(after.value) ?? `loopwright show ${run.id}`)}`);
  }
  return ok(holds ? exitCodes.done : exitCodes.waits);
}

async function shownPrompt(
  client: RunnerClient,
  run: RunDetail,
  id: string,
  signal: AbortSignal,
): Promise<Result<Prompt, Failure>> {
  const asked = await client.request('prompt', { run: run.id }, signal);
  if (!asked.ok) return refused(asked.error);
  if (asked.value.status === 'nothing-to-ask')
    return fail('nothing-to-ask', `${asked.value.why} There is nothing to answer.`);
  if (asked.value.prompt.id === id) return ok(asked.value.prompt);
  return fail(
    'other-prompt',
    `The prompt ${id} is not the one that is asked now. See it with: loopwright review ${run.id} --json`,
  );
}
