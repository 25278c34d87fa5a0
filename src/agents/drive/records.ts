import { priceOf } from '../../model/modelPrice.ts';
import type { AgentEvent } from '../port.ts';
import { reportFile } from '../report/reportFile.ts';
import { CleanValue } from './cleanValue.ts';
import { costAt } from './costAt.ts';
import { ReportLines } from './reportLines.ts';
import { type DriveSpec, transcriptFile } from './spec.ts';
import { Spending, type Used } from './spending.ts';
import { Story } from './story.ts';
import { type DriverEvent, Transcript } from './transcript.ts';

/** Milliseconds after which what an agent is saying is written down although it goes on. */
const flushAfter = 1000;
/** Characters of the last words that an outcome keeps. */
const mostWords = 64 * 1024;

/** All that a driver keeps of what an agent says and uses: transcript, report, log and account. */
export class Records {
  readonly spending = new Spending();
  readonly report: ReportLines;
  readonly #spec: DriveSpec;
  readonly #clean: CleanValue;
  readonly #transcript: Transcript;
  readonly #story: Story;
  readonly #flushing: NodeJS.Timeout;
  #model: string | undefined;

  constructor(spec: DriveSpec, secrets: readonly string[], say: (line: string) => void) {
    this.#spec = spec;
    this.#clean = new CleanValue(secrets, mostWords);
    this.#transcript = new Transcript(transcriptFile(spec.directory), secrets);
    this.#story = new Story(say, this.#clean);
    this.report = new ReportLines(reportFile(spec.directory));
    this.#model = spec.model;
    this.#flushing = setInterval(() => this.#transcript.flush(), flushAfter);
    this.#flushing.unref();
    for (const text of spec.notes ?? []) this.note(text);
  }

  get model(): string | undefined {
    return this.#model;
  }

  add(event: AgentEvent | DriverEvent): void {
    if (event.type === 'session' && event.model !== undefined) this.#model = event.model;
    if (event.type === 'usage') this.spending.tell(event.usage);
    this.#transcript.add(event);
    this.#story.add(event);
    if (event.type === 'usage') this.report.usage(this.used);
  }

  note(text: string): void {
    this.add({ type: 'note', text });
  }

  /** What is known to be used by now, with a price where the agent names none. */
  get used(): Used {
    return this.#priced(this.spending.sum);
  }

  /** Of all turns together; null where one did not tell. */
  get total(): Used | null {
    const { total } = this.spending;
    return total === null ? null : this.#priced(total);
  }

  /** Whether the cost is ours and not the agent's. */
  get isPriced(): boolean {
    return this.spending.sum.costUsd === null && this.used.costUsd !== null;
  }

  text(text: string): string {
    return this.#clean.text(text);
  }

  line(text: string): string {
    return this.#clean.line(text, 500);
  }

  close(): void {
    clearInterval(this.#flushing);
    // Nothing used is known too; of what is not known at all there is no line.
    if (this.total !== null || this.used.inputTokens + this.used.outputTokens > 0) {
      this.report.usage(this.used, { isLast: true });
    }
    this.#transcript.close();
  }

  #priced(used: Used): Used {
    if (used.costUsd !== null) return used;
    const price = priceOf(this.#model, this.#spec.prices);
    return price === undefined ? used : { ...used, costUsd: costAt(price, used) };
  }
}
