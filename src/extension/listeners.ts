/** Ends a subscription. */
export type Unsubscribe = () => void;

/** The listeners of one kind of event, in plain TypeScript so that what uses it can be tested without VS Code. */
export class Listeners<A extends readonly unknown[]> {
  readonly #all = new Set<(...args: A) => void>();

  add(listener: (...args: A) => void): Unsubscribe {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(...args: A): void {
    for (const listener of [...this.#all]) listener(...args);
  }
}
