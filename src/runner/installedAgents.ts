import { probeAgents } from '../agents/probeAgents.ts';
import type { EditorModelName } from '../model/modelAsk.ts';
import type { FoundAgent } from '../protocol/runner.ts';

/** Milliseconds for which an answer holds: every window asks when it connects. */
const fresh = 60_000;

/** The agents of this machine, asked when somebody wants to know and not again for a minute. */
export class InstalledAgents {
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #windows: { readonly models: readonly EditorModelName[] };
  #asked: { readonly at: number; readonly answer: Promise<FoundAgent[]> } | undefined;

  constructor(
    env: Readonly<Record<string, string | undefined>>,
    windows: { readonly models: readonly EditorModelName[] },
  ) {
    this.#env = env;
    this.#windows = windows;
  }

  /** With the language models of the windows that are connected now. */
  async found(): Promise<FoundAgent[]> {
    const installed = await this.#installed();
    const editor = editorAgent(this.#windows.models);
    return editor === undefined ? installed : [...installed, editor];
  }

  #installed(): Promise<FoundAgent[]> {
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

/** The models of the editor as an agent; undefined where there are none. */
export function editorAgent(
  models: readonly EditorModelName[],
): (FoundAgent & { readonly agent: 'vscode' }) | undefined {
  if (models.length === 0) return undefined;
  return { agent: 'vscode', version: models.map(({ family }) => family).join(', '), auth: 'ok' };
}
