/** Questions of agents that work now, by the id of their inbox entry, each with the way to its agent. */
export class OpenQuestions {
  readonly #waiting = new Map<string, (text: string) => Promise<void>>();

  open(entry: string, answer: (text: string) => Promise<void>): void {
    this.#waiting.set(entry, answer);
  }

  close(entry: string): void {
    this.#waiting.delete(entry);
  }

  /** Hands an answer to the agent that asked. False where it works no more. */
  async answer(entry: string, text: string): Promise<boolean> {
    const give = this.#waiting.get(entry);
    await give?.(text);
    return give !== undefined;
  }
}
