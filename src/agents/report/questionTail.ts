import { asked } from './gathering.ts';
import { GrowingLines } from './growingLines.ts';
import { type LineReading, parseReportLine } from './reportLine.ts';
import type { AskedNow } from './said.ts';

/** More of them nobody answers. */
const mostQuestions = 200;

/** Reads out of a report file while it grows what a person is asked now, each question once. */
export class QuestionTail {
  readonly #lines: GrowingLines;
  readonly #reading: LineReading;
  readonly #seen = new Set<string>();

  constructor(file: string, reading: LineReading) {
    this.#lines = new GrowingLines(file);
    this.#reading = reading;
  }

  /** Questions that are new. Never rejects. */
  async read(): Promise<readonly AskedNow[]> {
    const found: AskedNow[] = [];
    await this.#lines.read((line) => this.#add(line, found));
    return found;
  }

  /** The same once nobody writes any more. */
  async readToEnd(): Promise<readonly AskedNow[]> {
    const found: AskedNow[] = [];
    await this.#lines.readToEnd((line) => this.#add(line, found));
    return found;
  }

  #add(written: string | undefined, found: AskedNow[]): void {
    if (written === undefined || !written.includes('question') || this.#seen.size >= mostQuestions) return;
    const parsed = parseReportLine(written, this.#reading);
    if (!('line' in parsed) || parsed.line.type !== 'question') return;
    const { id, at } = parsed.line;
    if (id === undefined || this.#seen.has(id)) return;
    this.#seen.add(id);
    found.push({ id, text: asked(parsed.line), ...(at === undefined ? {} : { at }) });
  }
}
