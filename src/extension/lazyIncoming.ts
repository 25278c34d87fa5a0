type Incoming = typeof import('./incoming.ts');

/**
 * The program `incoming.js` for who cannot wait for it: the first connection loads it, so that whoever has something of a runner
 * has it. Everybody else imports it where it is of use.
 */
export class LazyIncoming {
  #loaded: Incoming | undefined;

  async load(): Promise<Incoming> {
    this.#loaded ??= await import('./incoming.ts');
    return this.#loaded;
  }

  /** The fold of runs. @throws {Error} before anything was loaded */
  readonly fold: Incoming['fold'] = (state, recorded) => {
    if (this.#loaded === undefined) throw new Error('an event was folded before a connection was made');
    return this.#loaded.fold(state, recorded);
  };
}
