import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of the bench, which ends with it. */
export class BenchChild<To extends object, From extends { readonly say: string }> {
  readonly #child: ChildProcess;

  constructor(module: string, args: readonly string[]) {
    this.#child = fork(module, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  tell(message: To): void {
    this.#child.send(message);
  }

  /** The next message of this kind; rejects when the process ends before. */
  async heard<S extends From['say']>(say: S): Promise<Extract<From, { readonly say: S }>> {
    const gone = new AbortController();
    const ended = once(this.#child, 'exit', { signal: gone.signal }).then(([code]) => {
      throw new Error(`a process of the bench ended with code ${code}`);
    });
    try {
      for (;;) {
        const [message] = (await Promise.race([once(this.#child, 'message'), ended])) as [From];
        if (message.say === say) return message as Extract<From, { readonly say: S }>;
      }
    } finally {
      gone.abort();
      ended.catch(() => undefined);
    }
  }

  /** Tells it to end, and waits until it has. */
  async end(last: To): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.send(last);
    await gone;
  }
}
