import type { RunPage } from '../../protocol/runPageView.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { JournalRows } from './journalRows.ts';

type JournalNews = Extract<RunPage, { readonly show: 'journal' }>;

/** Rows that one message carries: making more at once would be felt. */
const mostRows = 1000;

/** Tells a page the journal of a run, and then what is added to it. */
export class JournalFeed {
  readonly #runner: RunRequests;
  readonly #run: string;
  readonly #post: (news: JournalNews) => void;
  #rows: JournalRows | undefined;
  #next = 0;
  #reading = false;
  /** Counts how often the page began anew: what was asked for before that is not told. */
  #life = 0;

  constructor(runner: RunRequests, run: string, post: (news: JournalNews) => void) {
    this.#runner = runner;
    this.#run = run;
    this.#post = post;
  }

  /** The page begins anew and knows nothing. */
  forget(): void {
    this.#life += 1;
    this.#next = 0;
    this.#rows = undefined;
    this.#reading = false;
  }

  /** Tells what is there up to event `last`; one reading at a time, the next call tells the rest. */
  async tell(last: number): Promise<void> {
    if (this.#reading || last < this.#next) return;
    this.#reading = true;
    const life = this.#life;
    const events = await this.#runner.request('events', { run: this.#run, from: this.#next });
    const { JournalRows } = await import('../incoming.ts');
    if (life !== this.#life) return;
    this.#reading = false;
    if (!events.ok) return;
    this.#rows ??= new JournalRows();
    for (let at = 0; at < events.value.length; at += mostRows) {
      const part = events.value.slice(at, at + mostRows);
      this.#post({ show: 'journal', from: this.#next, rows: [...this.#rows.rowsOf(part)] });
      this.#next += part.length;
    }
  }
}
