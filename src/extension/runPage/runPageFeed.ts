import type { RunState } from '../../model/runState.ts';
import type { RunDetail } from '../../model/shapes.ts';
import type { Forecast } from '../../protocol/runner.ts';
import type { Chosen, RunPage, RunPageSays } from '../../protocol/runPageView.ts';
import { coalesced } from '../coalesced.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { LogSource } from '../runs/followLog.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { Asked } from './asked.ts';
import { JournalFeed } from './journalFeed.ts';
import { LogFollow } from './logFollow.ts';
import { News, shownItem } from './news.ts';
import { searchStep } from './searchStep.ts';
import { newestHeard } from './transcriptSteps.ts';

export interface RunPageDeps {
  readonly runner: RunRequests;
  /** What earlier runs of the loop of a run used; undefined where nobody knows. */
  readonly usual: (run: string, file: string) => Promise<Forecast | undefined>;
  readonly store: Pick<RunStore, 'get' | 'onChange'>;
  /** Reads the events of a run that are missing. */
  readonly readRun: (run: string) => Promise<void>;
  readonly post: (page: RunPage) => void;
  readonly pause: LogSource['pause'];
  /** The clock that events are written by: epoch milliseconds. */
  readonly now: () => number;
}

const nothingChosen: Chosen = { open: [] };

/**
 * Feeds the page of one run: from the events in the store what changed, at most five times a second, and on request what
 * has to be asked for. A page that is hidden listens to nothing and costs nothing.
 */
export class RunPageFeed {
  readonly run: string;
  readonly #deps: RunPageDeps;
  readonly #news = new News();
  readonly #log: LogFollow;
  readonly #journal: JournalFeed;
  readonly #tell: ReturnType<typeof coalesced>;
  readonly #unsubscribe: () => void;
  #chosen = nothingChosen;
  #listens = false;
  #asked: Asked = { forecast: undefined, usual: undefined, fates: new Map() };
  /** What the forecast was asked for at: it changes when something more was paid for. */
  #askedAt = '';
  #search = new AbortController();

  constructor(run: string, deps: RunPageDeps) {
    this.run = run;
    this.#deps = deps;
    this.#log = new LogFollow(deps.runner, deps.pause, (news) => this.#post(news));
    this.#journal = new JournalFeed(deps.runner, run, (news) => this.#post(news));
    this.#tell = coalesced(() => this.#tellNews());
    this.#unsubscribe = deps.store.onChange((changed) => {
      if (this.#listens && (changed === run || changed === undefined)) this.#tell.ask();
    });
  }

  get chosen(): Chosen {
    return this.#chosen;
  }

  /** What the page says, but for what needs the editor. */
  async take(said: RunPageSays): Promise<void> {
    switch (said.say) {
      case 'ready':
        return this.#begin(said);
      case 'choose':
        return this.#choose(said);
      case 'patch':
        return this.#tellPatch(said.iteration);
      case 'search':
        return this.#tellFound(said.step, said.text);
      case 'act':
      case 'retry':
      case 'place':
        return;
    }
  }

  /** The page is not seen any more; it says that it is ready when it is again. */
  hide(): void {
    this.#listens = false;
    this.#tell.cancel();
    this.#log.stop();
    this.#search.abort();
  }

  dispose(): void {
    this.hide();
    this.#unsubscribe();
  }

  #post(page: RunPage): void {
    if (this.#listens) this.#deps.post(page);
  }

  get #state(): RunState | undefined {
    return this.#deps.store.get(this.run)?.state;
  }

  async #begin({ say: _, ...chosen }: Extract<RunPageSays, { readonly say: 'ready' }>): Promise<void> {
    this.#listens = true;
    this.#chosen = chosen;
    this.#news.forget();
    this.#journal.forget();
    this.#log.stop();
    if (this.#state === undefined) await this.#deps.readRun(this.run);
    if (this.#state === undefined) {
      const message =
        'This run cannot be read: its journal is gone, or the runner is. Open another run from the view Runs.';
      return this.#post({ show: 'trouble', message });
    }
    this.#tellNews();
  }

  #choose({ say: _, ...chosen }: Extract<RunPageSays, { readonly say: 'choose' }>): void {
    const isOther = chosen.item !== this.#chosen.item;
    this.#chosen = chosen;
    if (isOther) {
      this.#news.forget();
      this.#post({ show: 'cleared' });
    }
    this.#tellNews();
  }

  #tellNews(): void {
    const entry = this.#deps.store.get(this.run);
    if (!this.#listens || entry?.state === undefined) return;
    const { state, summary } = entry;
    const news = this.#news.of({ state, summary }, this.#chosen, this.#asked);
    if (news !== undefined) this.#post({ show: 'news', now: this.#deps.now(), ...news });
    const isOpen = (section: Chosen['open'][number]): boolean => this.#chosen.open.includes(section);
    if (isOpen('journal')) void this.#journal.tell(state.seq);
    const heard = this.#chosen.step ?? newestHeard(shownItem(state, this.#chosen.item));
    this.#log.follow(isOpen('transcript') && heard !== undefined ? { run: this.run, step: heard } : undefined);
    void this.#askForecast(state);
  }

  /** Nobody waits for it: the page shows it when it is there. */
  async #askForecast(state: RunState): Promise<void> {
    const paid = [...state.items.values()].flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'account'));
    const at = `${paid.length} ${state.outcome?.status ?? ''}`;
    if (at === this.#askedAt) return;
    this.#askedAt = at;
    const [shown, usual] = await Promise.all([
      this.#deps.runner.request('show', { run: this.run }),
      this.#deps.usual(this.run, state.start.file),
    ]);
    this.#asked = {
      forecast: shown.ok ? shown.value.forecast : undefined,
      usual: usual === undefined || usual.runs === 0 ? undefined : rangeOf(usual),
      fates: shown.ok ? fatesOf(shown.value) : new Map(),
    };
    if (this.#listens) this.#tell.ask();
  }

  async #tellPatch(iteration: number): Promise<void> {
    const state = this.#state;
    const item = state === undefined ? undefined : shownItem(state, this.#chosen.item)?.id;
    const params = { run: this.run, iteration, ...(item === undefined ? {} : { item }) };
    const reply = await this.#deps.runner.request('iterationPatch', params);
    if (reply.ok) this.#post({ show: 'patch', iteration, ...reply.value, why: '' });
    else this.#post({ show: 'patch', iteration, patch: '', cut: false, why: reply.error.message });
  }

  /** A new search ends the one before. */
  async #tellFound(step: string, text: string): Promise<void> {
    this.#search.abort();
    const search = new AbortController();
    this.#search = search;
    const found = await searchStep(this.#deps.runner, { run: this.run, step, text }, search.signal);
    if (!search.signal.aborted) this.#post({ show: 'found', text, ...found });
  }
}

const fatesOf = ({ items }: RunDetail): Asked['fates'] =>
  new Map(items.flatMap(({ id, fate }) => (fate === undefined ? [] : [[id, fate.words] as const])));

function rangeOf({ low, middle, high }: Forecast): Asked['usual'] {
  return { low, middle, high };
}
