import type { Usage } from '../../model/spend.ts';
import { GrowingLines } from './growingLines.ts';
import { parseReportLine } from './reportLine.ts';
import { UsageFold } from './usageFold.ts';

/** Reads the usage out of a report file while it grows; what counts for it is the file's end. */
export class UsageTail {
  readonly #fold = new UsageFold();
  readonly #lines: GrowingLines;

  constructor(file: string) {
    this.#lines = new GrowingLines(file);
  }

  /** The usage up to now. It never gets less, also where the file is cut or replaced. Never rejects. */
  async read(): Promise<Usage | null> {
    await this.#lines.read((line) => this.#add(line));
    return this.#fold.value;
  }

  /** The last line may lack its line feed when the agent is gone. */
  async readToEnd(): Promise<Usage | null> {
    await this.#lines.readToEnd((line) => this.#add(line));
    return this.#fold.value;
  }

  #add(line: string | undefined): void {
    if (line === undefined || !line.includes('usage')) return;
    const parsed = parseReportLine(line, { role: 'maker', clean: (text) => text, root: '' });
    if ('line' in parsed && parsed.line.type === 'usage') this.#fold.add(parsed.line);
  }
}
