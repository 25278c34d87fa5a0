/** More than the windows of a repository can have in hand at one time; the oldest are forgotten. */
const most = 2000;

/** Who of several windows tells a person something: whoever asks first. Kept in memory: what is old is no news to anybody. */
export class Claims {
  readonly #taken = new Set<string>();

  /** True for the first who asks. */
  take(run: string, id: string): boolean {
    const name = `${run}\n${id}`;
    if (this.#taken.has(name)) return false;
    this.#taken.add(name);
    const [oldest] = this.#taken;
    if (this.#taken.size > most && oldest !== undefined) this.#taken.delete(oldest);
    return true;
  }
}
