import { join } from 'node:path';
import * as z from 'zod';
import { type ModelEnd, type ModelNews, modelEndSchema, modelNewsSchema } from '../../model/modelAsk.ts';
import { appendPlain } from '../report/appendPlain.ts';
import { GrowingLines } from '../report/growingLines.ts';

/** What a model answers to one question: a line of JSON for each piece, written by the runner while the driver reads. */
const answerFile = (scratch: string, id: string): string => join(scratch, `answer-${id}.jsonl`);

const lineSchema = z.union([modelNewsSchema, z.strictObject({ type: z.literal('end'), end: modelEndSchema })]);
type AnswerLine = z.infer<typeof lineSchema>;

/** Writes the answer to a question, in the order in which it is told. */
export class AnswerWriter {
  readonly #file: string;
  #written: Promise<void> = Promise.resolve();

  constructor(scratch: string, id: string) {
    this.#file = answerFile(scratch, id);
  }

  news(news: ModelNews): void {
    this.#add(news);
  }

  /** Resolves when everything is written. Never rejects: nobody waits for what cannot be written. */
  end(end: ModelEnd): Promise<void> {
    this.#add({ type: 'end', end });
    return this.#written;
  }

  #add(line: AnswerLine): void {
    this.#written = this.#written.then(() => appendPlain(this.#file, line)).catch(() => undefined);
  }
}

/** Reads the answer to a question while it is written. */
export class AnswerReader {
  readonly #lines: GrowingLines;

  constructor(scratch: string, id: string) {
    this.#lines = new GrowingLines(answerFile(scratch, id));
  }

  /** What is new; what cannot be read is left out. Never rejects. */
  async read(): Promise<readonly AnswerLine[]> {
    const found: AnswerLine[] = [];
    await this.#lines.read((written) => {
      const line = lineIn(written);
      if (line !== undefined) found.push(line);
    });
    return found;
  }
}

/** Whether a question has its answer already: an earlier runner may have written it. */
export const isAnswered = async (scratch: string, id: string): Promise<boolean> =>
  (await new AnswerReader(scratch, id).read()).some(({ type }) => type === 'end');

function lineIn(written: string | undefined): AnswerLine | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(written ?? '')).data;
  } catch {
    return undefined;
  }
}
