import type { GoalNow } from '../../src/model/goalNow.ts';
import type {
  CheckRow,
  CostSeries,
  IterationRow,
  JournalRow,
  PassDetail,
  RunHead,
  RunNews,
  RunPage,
  StepChoice,
} from '../../src/protocol/runPageView.ts';
import { type Entry, TranscriptEntries } from './transcriptEntries.ts';

type Said<S extends RunPage['show']> = Extract<RunPage, { readonly show: S }>;

/** What a step has said so far: entries of a transcript, or plain text. */
export interface Log {
  readonly step: string;
  readonly entries: readonly Entry[];
  readonly text: string;
  readonly ended: boolean;
}

/** All that the page was told. */
export interface PageState {
  /** The editor's clock less the clock of this page, in milliseconds: they may stand on two machines. */
  readonly clock: number;
  readonly head?: RunHead | undefined;
  /** Null: nothing was judged yet; absent: not told yet. The same below. */
  readonly goal?: GoalNow | null | undefined;
  readonly iterations?: readonly IterationRow[] | undefined;
  readonly pass?: PassDetail | null | undefined;
  readonly checks?: readonly CheckRow[] | undefined;
  readonly cost?: CostSeries | undefined;
  readonly steps?: readonly StepChoice[] | undefined;
  readonly journal: readonly JournalRow[];
  readonly log?: Log | undefined;
  readonly found?: Said<'found'> | undefined;
  readonly patches: ReadonlyMap<number, Said<'patch'>>;
  readonly trouble?: string | undefined;
}

export const emptyPage: PageState = { clock: 0, journal: [], patches: new Map() };

/** Takes in what the editor says, one message after the other. */
export class PageStates {
  #state = emptyPage;
  #transcript = new TranscriptEntries();

  get now(): PageState {
    return this.#state;
  }

  /** @param at when the message arrived, by the clock of this page */
  take(page: RunPage, at: number): void {
    switch (page.show) {
      case 'news':
        this.#state = { ...withoutTrouble(this.#state), ...newsOf(this.#state, page), clock: page.now - at };
        return;
      case 'cleared': {
        const { head, clock, journal, cost } = this.#state;
        this.#state = { ...emptyPage, clock, journal, ...(head ? { head } : {}), ...(cost ? { cost } : {}) };
        return;
      }
      case 'journal':
        this.#state = { ...this.#state, journal: [...this.#state.journal.slice(0, page.from), ...page.rows] };
        return;
      case 'log':
        this.#state = { ...this.#state, log: this.#logOf(page) };
        return;
      case 'found':
        this.#state = { ...this.#state, found: page };
        return;
      case 'patch':
        this.#state = { ...this.#state, patches: new Map(this.#state.patches).set(page.iteration, page) };
        return;
      case 'trouble':
        this.#state = { ...this.#state, trouble: page.message };
        return;
      // These say where to go, and nothing of the run.
      case 'place':
      case 'sections':
        return;
    }
  }

  #logOf({ step, form, text, begins, ended }: Said<'log'>): Log {
    if (begins) this.#transcript = new TranscriptEntries();
    if (form === 'lines') this.#transcript.add(text);
    const before = begins ? '' : (this.#state.log?.text ?? '');
    return { step, entries: this.#transcript.all, text: form === 'text' ? before + text : before, ended };
  }
}

function withoutTrouble({ trouble: _, ...state }: PageState): PageState {
  return state;
}

function newsOf(
  { iterations = [] }: PageState,
  { show: _, now: __, iterations: news, ...parts }: RunNews,
): Partial<PageState> {
  if (news === undefined) return parts;
  const rows = new Map([...iterations, ...news.rows].map((row) => [row.number, row]));
  return { ...parts, iterations: news.order.flatMap((number) => rows.get(number) ?? []) };
}
