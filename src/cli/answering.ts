import { ok, type Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import type { Prompt } from '../protocol/runner.ts';
import { type Ending, exitCodes, type Failure, fail, refused, usageError } from './ending.ts';
import { itemFlag, itemName, itemOfRun, type Meant } from './findItem.ts';
import { inert } from './text/inert.ts';
import { nextOfItem } from './text/nextStep.ts';
import { paint } from './text/paint.ts';
import { answerText, parseAnswer, promptText } from './text/promptText.ts';
import type { Invocation } from './world.ts';

/** Asks prompt after prompt on the terminal until the gate holds, nothing more can be asked, or the input ends. */
export async function askUntilTheGateHolds(
  client: RunnerClient,
  invocation: Invocation,
  meant: Meant,
): Promise<Ending> {
  const of: Place = { run: meant.run.id, item: meant.item.id };
  for (let now = meant; ; ) {
    const { status, understanding } = now.item;
    if (status !== 'waiting' || understanding?.holds !== false) return tellWhere(invocation, now);
    const asked = await client.request('prompt', of, invocation.signal);
    if (invocation.signal.aborted) return ok(exitCodes.interrupted);
    if (!asked.ok) return refused(asked.error);
    const nothingMore = asked.value.status === 'nothing-to-ask';
    const over = asked.value.status === 'ask' ? await askOne(client, invocation, meant, asked.value.prompt) : undefined;
    if (over !== undefined) return over;
    const after = await itemOfRun(client, of.run, of.item);
    if (!after.ok) return after;
    if (nothingMore) return tellWhere(invocation, after.value);
    now = after.value;
  }
}

interface Place {
  readonly run: string;
  readonly item: string;
}

/** Shows a prompt, takes the answer and tells what came of it; an ending where there was none. */
async function askOne(
  client: RunnerClient,
  invocation: Invocation,
  { run, item }: Meant,
  prompt: Prompt,
): Promise<Ending | undefined> {
  const { terminal, signal } = invocation;
  const brush = paint(terminal.colours);
  for (const line of promptText(prompt, brush)) terminal.print(line);
  const option = await readOption(invocation, prompt);
  if (signal.aborted) return ok(exitCodes.interrupted);
  if (option === undefined) return leftUnanswered(invocation, `${run.id}${itemFlag(item)}`);
  const answered = await client.request('answer', { run: run.id, item: item.id, prompt: prompt.id, option });
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
function tellWhere({ terminal }: Invocation, { run, item }: Meant): Ending {
  const brush = paint(terminal.colours);
  const { understanding } = item;
  const holds = understanding?.holds !== false;
  const of = `${run.id}${itemFlag(item)}`;
  if (understanding !== undefined) {
    terminal.print(
      `${holds ? brush.green('The gate holds.') : brush.yellow('The gate is closed.')} ${inert(understanding.reason)}`,
    );
  }
  if (holds) {
    if (item.status === 'waiting') terminal.print(`next: ${brush.cyan(landOrWait(run.id, item))}`);
    return ok(exitCodes.done);
  }
  terminal.print(`next: ${brush.cyan(`loopwright reject ${of} --reason "…"`)}`);
  return ok(exitCodes.waits);
}

/** The change was read, so that it may land; whatever else is waited for comes first. */
const landOrWait = (run: string, item: Meant['item']) =>
  item.waitsFor === undefined ? `loopwright land ${run}${itemFlag(item)}` : nextOfItem(run, item);

/** Answers the prompt that was shown, without asking anything. */
export async function answerOnce(
  client: RunnerClient,
  { terminal, json, signal }: Invocation,
  { run, item }: Meant,
  given: { readonly prompt: string; readonly typed: string },
): Promise<Ending> {
  const prompt = await shownPrompt(client, { run: run.id, item: item.id }, given.prompt, signal);
  if (!prompt.ok) return prompt;
  const option = parseAnswer(given.typed, prompt.value.options.length);
  if (option === undefined) return usageError(`--answer takes a number from 1 to ${prompt.value.options.length}.`);
  const answered = await client.request('answer', { run: run.id, item: item.id, prompt: given.prompt, option });
  if (!answered.ok) return refused(answered.error);
  const after = await itemOfRun(client, run.id, item.id);
  if (!after.ok) return after;
  const brush = paint(terminal.colours);
  const now = after.value.item;
  const { understanding } = now;
  const holds = understanding?.holds !== false;
  if (json) terminal.print(JSON.stringify({ run: run.id, ...itemName(item), answer: answered.value, understanding }));
  else {
    for (const line of answerText(answered.value, prompt.value, brush)) terminal.print(line);
    const next = now.status === 'waiting' ? nextOfItem(run.id, now) : `loopwright show ${run.id}`;
    terminal.print(`next: ${brush.cyan(next)}`);
  }
  return ok(holds ? exitCodes.done : exitCodes.waits);
}

async function shownPrompt(
  client: RunnerClient,
  of: Place,
  id: string,
  signal: AbortSignal,
): Promise<Result<Prompt, Failure>> {
  const asked = await client.request('prompt', of, signal);
  if (!asked.ok) return refused(asked.error);
  if (asked.value.status === 'nothing-to-ask')
    return fail('nothing-to-ask', `${asked.value.why} There is nothing to answer.`);
  if (asked.value.prompt.id === id) return ok(asked.value.prompt);
  return fail(
    'other-prompt',
    `The prompt ${id} is not the one that is asked now. See it with: loopwright review ${of.run} --json`,
  );
}
