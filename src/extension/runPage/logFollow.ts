import type { RunPage } from '../../protocol/runPageView.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { followLog, type LogSource } from '../runs/followLog.ts';

type LogNews = Extract<RunPage, { readonly show: 'log' }>;

interface Wanted {
  readonly run: string;
  readonly step: string;
}

/** Tells a page what one step says, while it says it: the lines of its transcript, else its output. */
export class LogFollow {
  readonly #runner: RunRequests;
  readonly #pause: LogSource['pause'];
  readonly #post: (news: LogNews) => void;
  #following: { readonly step: string; readonly end: AbortController } | undefined;

  constructor(runner: RunRequests, pause: LogSource['pause'], post: (news: LogNews) => void) {
    this.#runner = runner;
    this.#pause = pause;
    this.#post = post;
  }

  /** Follows this step in place of the one before; the same again changes nothing. */
  follow(wanted: Wanted | undefined): void {
    if (wanted?.step === this.#following?.step) return;
    this.stop();
    if (wanted === undefined) return;
    const end = new AbortController();
    this.#following = { step: wanted.step, end };
    void this.#read(wanted, end.signal);
  }

  stop(): void {
    this.#following?.end.abort();
    this.#following = undefined;
  }

  async #read({ run, step }: Wanted, signal: AbortSignal): Promise<void> {
    let begins = true;
    const say = (form: LogNews['form'], text: string, ended: boolean): void => {
      if (signal.aborted) return;
      this.#post({ show: 'log', step, form, text, begins, ended });
      begins = false;
    };
    say('text', '', false);
    begins = true;
    for (const form of ['lines', 'text'] as const) {
      let any = false;
      const source: LogSource = {
        read: (offset) => this.#runner.request('readLog', { run, step, offset, form }, signal),
        pause: this.#pause,
      };
      const refusal = await followLog(
        source,
        (text) => {
          any = true;
          say(form, text, false);
        },
        signal,
      );
      if (refusal !== undefined) return say('text', refusal.message, true);
      // A step without a transcript has its output.
      if (any || form === 'text') return say(form, '', true);
    }
  }
}
