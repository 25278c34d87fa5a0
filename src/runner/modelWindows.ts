import {
  type EditorModelName,
  isNamed,
  type ModelEnd,
  type ModelNews,
  type ModelRequest,
  mostAnswered,
  notAnswered,
} from '../model/modelAsk.ts';
import type { ModelOffer } from '../protocol/models.ts';
import type { ModelPort } from '../steps/modelRelay.ts';

/** A connection over which a model can be asked. */
export interface ModelWindow {
  /** `gone`: it went away before it had answered. Never rejects. */
  ask(request: ModelRequest, tell: (news: ModelNews) => void, signal: AbortSignal): Promise<ModelEnd | 'gone'>;
}

/** Milliseconds in which a window comes back that is loaded anew, or finds a runner that has just started. */
const comingBack = 10_000;

/** What to do where no window can be asked. */
export const noWindow =
  'No window of VS Code with a language model is connected. Open the repository in VS Code, with an extension that brings a language model (GitHub Copilot Chat, say), or name another agent.';

/** The windows that have language models: who is asked, and whom instead when that one goes away. */
export class ModelWindows implements ModelPort {
  /** The newest offer last. */
  readonly #offers = new Map<ModelWindow, ModelOffer>();
  readonly #waiting = new Set<() => void>();
  readonly #patience: number;
  /** When somebody who could come back was here last; a runner that starts may have had windows before. */
  #lastSeen = Date.now();

  constructor(patience = comingBack) {
    this.#patience = patience;
  }

  offer(window: ModelWindow, offer: ModelOffer): void {
    this.#offers.delete(window);
    if (offer.models.length === 0) return;
    this.#offers.set(window, offer);
    for (const wake of this.#waiting) wake();
  }

  leave(window: ModelWindow): void {
    if (this.#offers.delete(window)) this.#lastSeen = Date.now();
  }

  /** The models that can be asked now, each once, those of the window that is asked first before the others. */
  get models(): readonly EditorModelName[] {
    const all = this.#inOrder().flatMap(({ offer }) => offer.models);
    return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
  }

  /** Whether a model can be asked; waits for a window that may be about to come back. */
  async some(): Promise<boolean> {
    return (await this.#next(new Set(), undefined, new AbortController().signal)) !== undefined;
  }

  /**
   * Whether a model can be asked, or a window may be about to come: for a firing, which cannot wait for it. A runner that
   * starts takes up its firings before anybody can connect to it.
   */
  get mayBeAsked(): boolean {
    return this.#offers.size > 0 || Date.now() < this.#lastSeen + this.#patience;
  }

  async ask(request: ModelRequest, tell: (news: ModelNews) => void, signal: AbortSignal): Promise<ModelEnd> {
    const tried = new Set<ModelWindow>();
    for (;;) {
      const window = await this.#next(tried, request.model, signal);
      if (signal.aborted) return notAnswered('failed', 'It was stopped.');
      if (window === undefined) return tried.size === 0 ? notAnswered('no-window', noWindow) : left;
      const end = await askOnce(window, request, tell, signal);
      if (end !== 'gone') return end;
      tried.add(window);
    }
  }

  /** The next one to be asked: one that has the model before one that has not, then the focused, then the newest. */
  async #next(
    tried: ReadonlySet<ModelWindow>,
    model: string | undefined,
    signal: AbortSignal,
  ): Promise<ModelWindow | undefined> {
    for (;;) {
      const there = this.#inOrder().filter(({ window }) => !tried.has(window));
      const fits = there.find(({ offer }) => model !== undefined && offer.models.some((one) => isNamed(one, model)));
      const found = fits ?? there[0];
      const left = this.#lastSeen + this.#patience - Date.now();
      if (found !== undefined || left <= 0 || signal.aborted) return found?.window;
      await this.#change(left, signal);
    }
  }

  #inOrder() {
    const newestFirst = [...this.#offers].map(([window, offer]) => ({ window, offer })).reverse();
    return newestFirst.sort((one, other) => Number(other.offer.focused) - Number(one.offer.focused));
  }

  /** Resolves when a window offers something, after so many milliseconds, or with the signal. */
  #change(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      timer.unref();
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}

const left = notAnswered(
  'window-gone',
  'The window of VS Code that was asked has closed, and there is no other one. Open the repository in VS Code again.',
);

/** Asks one window, which is believed no longer than an answer can be. */
async function askOnce(
  window: ModelWindow,
  request: ModelRequest,
  tell: (news: ModelNews) => void,
  signal: AbortSignal,
): Promise<ModelEnd | 'gone'> {
  const tooMuch = new AbortController();
  let characters = 0;
  const hear = (news: ModelNews): void => {
    if (news.type === 'text') characters += news.text.length;
    if (characters > mostAnswered) tooMuch.abort();
    else tell(news);
  };
  const end = await window.ask(request, hear, AbortSignal.any([signal, tooMuch.signal]));
  if (!tooMuch.signal.aborted) return end;
  return notAnswered('too-long', `Its answer has more than ${mostAnswered} characters.`);
}
