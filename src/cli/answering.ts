import type { Given, Prompt } from '../model/prompt.ts';
import { ok, type Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Ending, exitCodes, type Failure, fail, refused, usageError } from './ending.ts';
import { itemFlag, itemName, itemOfRun, type Meant } from './findItem.ts';
import { inert } from './text/inert.ts';
import { nextOfItem } from './text/nextStep.ts';
import { paint } from './text/paint.ts';
import { answerText, howToAnswer, parseAnswer, promptText } from './text/promptText.ts';
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
  const given = await readAnswer(invocation, prompt);
  if (signal.aborted) return ok(exitCodes.interrupted);
  if (given === undefined) return leftUnanswered(invocation, `${run.id}${itemFlag(item)}`);
  const answered = await client.request('answer', { run: run.id, item: item.id, ...answerTo(prompt.id, given) });
  if (!answered.ok) return refused(answered.error);
  for (const line of [...answerText(answered.value, prompt, brush), '']) terminal.print(line);
  return undefined;
}

/** What the person answers; asks again for what is no answer. Undefined at the end of the input. */
async function readAnswer({ terminal, signal }: Invocation, prompt: Prompt): Promise<Given | undefined> {
  for (;;) {
    const typed = await terminal.ask(`Your answer, ${howToAnswer(prompt)}: `, signal);
    if (typed === undefined) return undefined;
    const given = parseAnswer(typed, prompt);
    if (given !== undefined) return given;
    terminal.print(`Type ${howToAnswer(prompt)}. The first answer counts.`);
  }
}

/** On a terminal nobody sees what else is looked at: an answer is taken as it is. */
const answerTo = (prompt: string, given: Given) => ({ prompt, given, confidence: 'likely', looked: false }) as const;

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
  const answer = parseAnswer(given.typed, prompt.value);
  if (answer === undefined) return usageError(`--answer takes ${howToAnswer(prompt.value)}.`);
  const answered = await client.request('answer', { run: run.id, item: item.id, ...answerTo(given.prompt, answer) });
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
