/** Does what concerns one thing one after another, in the order it was asked for; different things side by side. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(what: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(what) ?? Promise.resolve();
    const turn = before.then(work);
    const over = turn.catch(() => undefined);
    this.#last.set(what, over);
    void over.then(() => {
      if (this.#last.get(what) === over) this.#last.delete(what);
    });
    return turn;
  }
}
