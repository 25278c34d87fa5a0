import { ok, type Result } from '../model/result.ts';
import type { LogHit } from '../model/transcript.ts';
import type { RunnerClient } from '../protocol/client.ts';
import type { Refusal } from '../protocol/runner.ts';
import { type Ending, exitCodes, refused } from './ending.ts';
import type { LoggedStep } from './loggedSteps.ts';
import { inert } from './text/inert.ts';
import type { Paint } from './text/paint.ts';

/** Characters of a text that is searched for. */
export const longestSearch = 1000;

interface Search {
  readonly run: string;
  readonly steps: readonly LoggedStep[];
  readonly text: string;
  readonly signal: AbortSignal;
}

/**
 * Looks for a text in the transcripts and outputs of steps. An output of which the transcript tells more is left out, so
 * that nothing is found twice.
 */
export async function searchSteps(
  client: RunnerClient,
  { steps, ...search }: Search,
  tell: (hit: LogHit) => void,
): Promise<Ending> {
  for (const { key: step } of steps) {
    const transcript = await searchOne(client, { ...search, step, source: 'transcript' }, tell);
    if (!transcript.ok) return refused(transcript.error);
    if (transcript.value.isWhole) continue;
    const output = await searchOne(client, { ...search, step, source: 'output' }, tell);
    if (!output.ok) return refused(output.error);
    if (search.signal.aborted) return ok(exitCodes.interrupted);
  }
  return ok(search.signal.aborted ? exitCodes.interrupted : exitCodes.done);
}

type One = Omit<Search, 'steps'> & Pick<LogHit, 'step' | 'source'>;

/** Asks for one part after another, so that a long file keeps nobody waiting. */
async function searchOne(
  client: RunnerClient,
  { signal, ...what }: One,
  tell: (hit: LogHit) => void,
): Promise<Result<{ readonly isWhole: boolean }, Refusal>> {
  const { step, source } = what;
  let next = { offset: 0, lines: 0 };
  for (;;) {
    const reply = await client.request('searchLog', { ...what, ...next }, signal);
    if (signal.aborted) return ok({ isWhole: false });
    if (!reply.ok) return reply;
    for (const hit of reply.value.hits) tell({ step, source, ...hit });
    if (reply.value.ended) return ok({ isWhole: reply.value.isWhole });
    next = { offset: reply.value.next, lines: reply.value.lines };
  }
}

/** `default/1/make #12 text  …as the test says` */
export function hitText({ step, source, seq, type, text, more }: LogHit, paint: Paint): string {
  const where = source === 'output' ? `line ${seq}` : `#${seq}${type === undefined ? '' : ` ${type}`}`;
  const rest = more === undefined ? '' : paint.dim(` (and ${more} more lines)`);
  return `${paint.cyan(inert(step))} ${paint.dim(inert(where))}  ${inert(text)}${rest}`;
}
