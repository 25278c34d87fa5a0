import type { Result } from '../../model/result.ts';
import type { Changed, Refusal } from '../../protocol/runner.ts';
import { coalesced } from '../coalesced.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { ToldRequests } from './requests.ts';

export interface AskedOptions<T> {
  readonly link: ToldRequests;
  /** The kinds of news after which the answer may be another. */
  readonly after: readonly Changed[];
  readonly ask: () => Promise<Result<T, Refusal>>;
  /** Whether anybody wants to know now; what nobody looks at is asked for when somebody does. */
  readonly isWanted?: () => boolean;
}

/**
 * An answer of the runner that is kept true: asked for when a connection opens and when the runner says that it changed,
 * at most five times a second, one request at a time. No runner is started for it.
 */
export class Asked<T> {
  readonly #options: AskedOptions<T>;
  readonly #changed = new Listeners<[]>();
  readonly #update = coalesced(() => void this.refresh());
  readonly #unsubscribe: readonly Unsubscribe[];
  #value: T | undefined;
  #refusal: Refusal | undefined;
  #isStale = true;
  #again = false;
  #asking: Promise<void> | undefined;

  constructor(options: AskedOptions<T>) {
    this.#options = options;
    const { link, after } = options;
    const told = link.onChanged?.((what) => after.includes(what) && this.ask());
    this.#unsubscribe = [link.onOpen(() => this.ask()), ...(told === undefined ? [] : [told])];
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** Undefined until the runner has answered once; its last answer stands while there is no other. */
  get value(): T | undefined {
    return this.#value;
  }

  /** Why the newest request was not answered. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** It may be another by now. */
  ask(): void {
    this.#isStale = true;
    this.look();
  }

  /** Somebody looks: asks where the answer may be old. */
  look(): void {
    if (this.#isStale && (this.#options.isWanted?.() ?? true)) this.#update.ask();
  }

  /** Asks at once, where there is a runner; done when the answer is here. */
  async refresh(): Promise<void> {
    this.#again = true;
    this.#asking ??= this.#askWhileTold().finally(() => {
      this.#asking = undefined;
    });
    await this.#asking;
  }

  dispose(): void {
    this.#update.cancel();
    for (const end of this.#unsubscribe) end();
  }

  async #askWhileTold(): Promise<void> {
    const { link, ask } = this.#options;
    while (this.#again && link.isOpen) {
      this.#again = false;
      this.#isStale = false;
      const answer = await ask();
      if (answer.ok) this.#value = answer.value;
      this.#refusal = answer.ok ? undefined : answer.error;
      this.#changed.tell();
    }
    this.#again = false;
  }
}
