import { setTimeout as delay } from 'node:timers/promises';
import { err, ok } from '../../model/result.ts';
import type { Spend } from '../../model/spend.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import { bridge } from '../bridge.ts';
import { type Ending, exitCodes, fail, refused } from '../ending.ts';
import { pickItem, settled } from '../findItem.ts';
import { paint, plain } from '../text/paint.ts';
import { runText } from '../text/runText.ts';
import type { Invocation } from '../world.ts';
import { Bell } from './bell.ts';
import { RunsNow } from './runsNow.ts';
import type { Key, Screen } from './screen.ts';
import { frameLines, pageOf } from './topText.ts';
import { chosenAt, firstView, pressed, shownRows, type TopView, type Wish } from './topView.ts';

/** Milliseconds between two looks at what happened, and without any: the times go on. */
const minimumGap = 200;
const tick = 1000;
/** How often what was used today is asked for, in milliseconds. */
const todayEvery = 30_000;

interface TopOptions {
  /** Most runs that have ended. */
  readonly limit: number;
  readonly repository: string;
  readonly screen: Screen;
}

/** Draws the runs until the person has seen enough; past the death of the runner, as far as there is another one. */
export async function showTop(client: RunnerClient, invocation: Invocation, options: TopOptions): Promise<Ending> {
  const { connect, folder, signal } = invocation;
  const top = new Top(invocation, options);
  try {
    return await bridge(client, {
      progress: () => top.looks,
      reconnect: async () => {
        const again = await connect({ folder, start: true, signal });
        return again.ok ? again : refused(again.error);
      },
      work: (current) => top.over(current),
    });
  } finally {
    options.screen.close();
  }
}

class Top {
  readonly #invocation: Invocation;
  readonly #options: TopOptions;
  readonly #bell = new Bell();
  readonly #runs: RunsNow;
  #client: RunnerClient | undefined;
  #view: TopView = firstView;
  #details: readonly string[] | undefined;
  #today: Spend | undefined;
  #message = '';
  #ending: Ending | undefined;
  #isLost = false;
  looks = 0;

  constructor(invocation: Invocation, options: TopOptions) {
    this.#invocation = invocation;
    this.#options = options;
    this.#runs = new RunsNow(options.limit, () => this.#bell.ring());
    options.screen.onKey((key) => this.#press(key));
    options.screen.onResize(() => this.#draw());
    invocation.signal.addEventListener('abort', () => this.#end(ok(exitCodes.interrupted)), { once: true });
  }

  /** Draws over one connection; the error `disconnected` asks for another one. */
  async over(client: RunnerClient): Promise<Ending> {
    const { signal } = this.#invocation;
    this.#client = client;
    this.#isLost = false;
    client.onClose(() => {
      this.#isLost = true;
      this.#bell.ring();
    });
    const begun = await this.#runs.begin(client, signal);
    if (!begun.ok) return this.#ending ?? refused(begun.error);
    this.#message = '';
    const asking = setInterval(() => void this.#askToday(client), todayEvery);
    try {
      void this.#askToday(client);
      return await this.#look(client);
    } finally {
      clearInterval(asking);
    }
  }

  async #look(client: RunnerClient): Promise<Ending> {
    for (;;) {
      const changed = await this.#runs.catchUp(client, this.#invocation.signal);
      if (this.#ending !== undefined) return this.#ending;
      if (!changed.ok || this.#isLost) {
        this.#message = 'The connection to the runner was lost. Connecting again …';
        this.#draw();
        return changed.ok
          ? fail('disconnected', 'The connection to the runner was lost.')
          : err(toFailure(changed.error));
      }
      this.looks += 1;
      const seen = this.#view.mode === 'details' ? this.#view.chosen : undefined;
      if (changed.value.some(({ summary }) => summary.id === seen)) void this.#readDetails();
      this.#draw();
      // What happens in between is drawn together.
      await delay(minimumGap, undefined, { signal: this.#invocation.signal }).catch(() => undefined);
      if (this.#ending === undefined) await this.#bell.heard(tick - minimumGap);
    }
  }

  get #rows() {
    return shownRows(this.#runs.rows(), this.#view);
  }

  #draw(): void {
    const { screen, repository } = this.#options;
    const all = this.#runs.rows();
    const frame = {
      repository,
      all,
      rows: shownRows(all, this.#view),
      view: this.#view,
      message: this.#message,
      now: Date.now(),
      ...(this.#details === undefined ? {} : { details: this.#details }),
      ...(this.#today === undefined ? {} : { today: this.#today }),
    };
    screen.draw(frameLines(frame, screen, paint(this.#invocation.terminal.colours)));
  }

  #press(key: Key): void {
    const place = { rows: this.#rows, page: pageOf(this.#options.screen), lines: this.#details?.length ?? 0 };
    const [view, wish] = pressed(this.#view, key, place);
    this.#view = view;
    this.#message = '';
    void this.#fulfil(wish);
    this.#draw();
  }

  async #fulfil(wish: Wish): Promise<void> {
    const run = this.#rows[chosenAt(this.#rows, this.#view)]?.summary;
    if (wish === 'quit') return this.#end(ok(exitCodes.done));
    if (wish === undefined || run === undefined || this.#client === undefined) return;
    if (wish === 'details') {
      this.#details = undefined;
      return this.#readDetails();
    }
    const method = wish === 'stop' ? 'stop' : run.status === 'paused' ? 'resume' : 'pause';
    const said = await this.#client.request(method, { run: run.id });
    const done = { stop: 'is asked to stop', pause: 'is asked to pause', resume: 'goes on' }[method];
    this.#message = said.ok ? `Run ${run.id} ${done}.` : said.error.message;
    this.#draw();
  }

  async #readDetails(): Promise<void> {
    const run = this.#view.chosen;
    if (run === undefined || this.#client === undefined) return;
    const shown = await this.#client.request('show', { run }, this.#invocation.signal);
    if (this.#view.chosen !== run) return;
    if (shown.ok) {
      const known = settled(shown.value);
      const item = pickItem(known, undefined);
      this.#details = runText(known, item.ok ? item.value : undefined, plain);
    } else this.#message = shown.error.message;
    this.#draw();
  }

  async #askToday(client: RunnerClient): Promise<void> {
    const today = await client.request('today', {}, this.#invocation.signal);
    if (today.ok) this.#today = today.value.spend;
  }

  #end(ending: Ending): void {
    this.#ending = ending;
    this.#bell.ring();
  }
}

const toFailure = ({ code, message }: { readonly code: string; readonly message: string }) => ({
  code,
  message,
  exit: exitCodes.failed,
});
