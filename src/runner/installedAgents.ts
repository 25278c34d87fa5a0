import { probeAgents } from '../agents/probeAgents.ts';
import type { FoundAgent } from '../protocol/runner.ts';

/** Milliseconds for which an answer holds: every window asks when it connects. */
const fresh = 60_000;

/** The agents of this machine, asked when somebody wants to know and not again for a minute. */
export class InstalledAgents {
  readonly #env: Readonly<Record<string, string | undefined>>;
  #asked: { readonly at: number; readonly answer: Promise<FoundAgent[]> } | undefined;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env;
  }

  found(): Promise<FoundAgent[]> {
    const now = Date.now();
    if (this.#asked === undefined || now - this.#asked.at > fresh) this.#asked = { at: now, answer: this.#ask() };
    return this.#asked.answer;
  }

  async #ask(): Promise<FoundAgent[]> {
    const found = await probeAgents(this.#env);
    return found.map(({ agent, version, auth, advice }) => ({
      agent,
      version,
      auth,
      ...(advice === undefined ? {} : { advice }),
    }));
  }
}
