import { join } from 'node:path';
import * as z from 'zod';
import { appendPlain } from './appendPlain.ts';
import { GrowingLines } from './growingLines.ts';
import { writeFresh } from './openPlain.ts';

/**
 * What people answered to the questions of a running step: a line of JSON each, in the step's folder. The agent can write
 * there too, but it would only answer itself.
 */
export const answersFile = (directory: string): string => join(directory, 'answers.jsonl');

const answerSchema = z.strictObject({ id: z.string().max(64), text: z.string().max(16_384) });
export type GivenAnswer = z.infer<typeof answerSchema>;

/** Writes an answer for the agent that waits for it; whatever is in the way of the file is replaced. */
export async function giveAnswer(directory: string, answer: GivenAnswer): Promise<void> {
  const file = answersFile(directory);
  await appendPlain(file, answer).catch(() => writeFresh(file, `${JSON.stringify(answer)}\n`));
}

/** The answers of a step, by the name of the question. The first one to a question holds. */
export async function answersIn(directory: string): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  await new GrowingLines(answersFile(directory)).read((line) => {
    const answer = answerIn(line);
    if (answer !== undefined && !answers.has(answer.id)) answers.set(answer.id, answer.text);
  });
  return answers;
}

function answerIn(line: string | undefined): GivenAnswer | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(line ?? '')).data;
  } catch {
    return undefined;
  }
}
