import type { Confidence, Given, Graded, Prompt } from '../model/prompt.ts';
import { ok, type Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import type { Refusal } from '../protocol/runner.ts';
import { type Ending, exitCodes, type Failure, fail, refused, usageError } from './ending.ts';
import { itemFlag, itemName, itemOfRun, type Meant } from './findItem.ts';
import { inert } from './text/inert.ts';
import { nextOfItem } from './text/nextStep.ts';
import { paint } from './text/paint.ts';
import { answerText, howToAnswer, parseAnswer, promptText } from './text/promptText.ts';
import type { Invocation } from './world.ts';

/** Whether a gate is closed, or asks although nothing waits for it. */
export const isToBeAsked = ({ understanding: of }: Meant['item']): boolean =>
  of?.required === true && (!of.holds || of.mayAsk === true);

/**
 * Asks prompt after prompt on the terminal until the gate holds, nothing more can be asked, or the input ends. Where the change
 * `isShown` above, the answers stand there to be read: they count as looked up.
 */
export async function askUntilTheGateHolds(
  client: RunnerClient,
  invocation: Invocation,
  meant: Meant,
  { isShown }: { readonly isShown: boolean },
): Promise<Ending> {
  const of: Place = { run: meant.run.id, item: meant.item.id };
  for (let now = meant; ; ) {
    if (now.item.status !== 'waiting' || !isToBeAsked(now.item)) return tellWhere(invocation, now);
    const asked = await client.request('prompt', of, invocation.signal);
    if (invocation.signal.aborted) return ok(exitCodes.interrupted);
    if (!asked.ok) return refused(asked.error);
    const nothingMore = asked.value.status === 'nothing-to-ask';
    const over =
      asked.value.status === 'ask'
        ? await askOne(invocation, asked.value.prompt, {
            send: (answer) => client.request('answer', { ...of, ...answer, looked: isShown }),
            comeBack: `loopwright review ${of.run}${itemFlag(meant.item)}`,
          })
        : undefined;
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

interface Asking {
  readonly send: (answer: TypedAnswer & { readonly prompt: string }) => Promise<Result<Graded, Refusal>>;
  /** The command that asks an unanswered prompt again. */
  readonly comeBack: string;
}

/** Shows a prompt, takes the answer and tells what came of it; an ending where there was none. */
export async function askOne(
  invocation: Invocation,
  prompt: Prompt,
  { send, comeBack }: Asking,
): Promise<Ending | undefined> {
  const { terminal, signal } = invocation;
  const brush = paint(terminal.colours);
  for (const line of promptText(prompt, brush)) terminal.print(line);
  const typed = await readAnswer(invocation, prompt);
  if (signal.aborted) return ok(exitCodes.interrupted);
  if (typed === undefined) return leftUnanswered(invocation, comeBack);
  const answered = await send({ prompt: prompt.id, ...typed });
  if (!answered.ok) return refused(answered.error);
  for (const line of [...answerText(answered.value, prompt, brush), '']) terminal.print(line);
  return undefined;
}

/** What the person answers; asks again for what is no answer. Undefined at the end of the input. */
async function readAnswer({ terminal, signal }: Invocation, prompt: Prompt): Promise<TypedAnswer | undefined> {
  for (;;) {
    const line = await terminal.ask(`Your answer, ${howToAnswer(prompt)} (${howSure}): `, signal);
    if (line === undefined) return undefined;
    const typed = parseTyped(line, prompt);
    if (typed !== undefined) return typed;
    terminal.print(`Type ${howToAnswer(prompt)}. The first answer counts.`);
  }
}

interface TypedAnswer {
  readonly given: Given;
  readonly confidence: Confidence;
}

const howSure = 'with ? behind it if it is a guess, with ! if you are sure';
const marks: ReadonlyMap<string, Confidence> = new Map([
  ['?', 'guess'],
  ['!', 'sure'],
]);

/** An answer and, apart from it by a blank, how sure it is: code may end in `?` or `!` itself, and a number does not. */
function parseTyped(line: string, prompt: Prompt): TypedAnswer | undefined {
  const [, text = '', mark = ''] = /^(.*\S)\s+([?!])$/.exec(line.trim()) ?? /^(\d+)([?!])$/.exec(line.trim()) ?? [];
  const confidence = marks.get(mark);
  const given = parseAnswer(confidence === undefined ? line : text, prompt);
  return given && { given, confidence: confidence ?? 'likely' };
}

function leftUnanswered({ terminal }: Invocation, comeBack: string): Ending {
  terminal.print(`The prompt waits for your answer. Come back with: ${comeBack}`);
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
  terminal.print(
    `  or: ${brush.cyan(`loopwright override ${of} --reason "…"`)}  you answer for it, and the landing says so`,
  );
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
  given: { readonly prompt: string; readonly typed: string; readonly confidence: Confidence },
): Promise<Ending> {
  const prompt = await shownPrompt(client, { run: run.id, item: item.id }, given.prompt, signal);
  if (!prompt.ok) return prompt;
  const answer = parseAnswer(given.typed, prompt.value);
  if (answer === undefined) return usageError(`--answer takes ${howToAnswer(prompt.value)}.`);
  const answered = await client.request('answer', {
    ...{ run: run.id, item: item.id, prompt: given.prompt },
    ...{ given: answer, confidence: given.confidence, looked: false },
  });
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
