import type { RoleTask } from '../agents/agent.ts';
import { scratchFolder } from '../agents/drive/spec.ts';
import { AnswerWriter, isAnswered } from '../agents/vscode/answerFile.ts';
import { readAsk, withdrawAsk } from '../agents/vscode/askFile.ts';
import type { StepContext } from '../engine/durable.ts';
import { type ModelAsk, type ModelEnd, type ModelNews, type ModelRequest, notAnswered } from '../model/modelAsk.ts';

const pollMs = 100;

/** Language models of the editor, wherever they are. */
export interface ModelPort {
  /** Asks one of them; `tell` hears what it says. Never rejects; after an abort whatever it answers counts no more. */
  ask(request: ModelRequest, tell: (news: ModelNews) => void, signal: AbortSignal): Promise<ModelEnd>;
}

interface Asking {
  readonly id: string;
  readonly stop: AbortController;
  readonly over: Promise<void>;
}

/**
 * Brings what a running step asks of a language model to the editor, and the answer back to it. A runner that takes a step
 * up finds the question where it stands, and asks again unless the answer stands there too.
 */
export class ModelRelay {
  readonly #port: ModelPort;
  readonly #scratch: string;
  readonly #asker: Pick<ModelRequest, 'loop' | 'run' | 'role'>;
  #asking: Asking | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isHeld = false;
  #look: Promise<void> = Promise.resolve();

  constructor(port: ModelPort, { directory, runId }: Pick<StepContext, 'directory' | 'runId'>, task: RoleTask) {
    this.#port = port;
    this.#scratch = scratchFolder(directory);
    this.#asker = { loop: task.input.loop.slice(0, 200), run: runId, role: task.role };
  }

  begin(): void {
    this.#timer = setTimeout(() => {
      this.#look = this.#isHeld ? Promise.resolve() : this.#lookOnce().catch(() => undefined);
      void this.#look.then(() => {
        if (this.#timer !== undefined) this.begin();
      });
    }, pollMs);
    this.#timer.unref();
  }

  /** The step is about to be started, so that what stands there was asked by a driver that is gone. */
  async hold(): Promise<void> {
    this.#isHeld = true;
    await this.#look;
    await this.#drop();
    await withdrawAsk(this.#scratch);
  }

  go(): void {
    this.#isHeld = false;
  }

  /** Once the driver is gone: nobody waits for an answer any more. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#look;
    await this.#drop();
  }

  async #lookOnce(): Promise<void> {
    const ask = await readAsk(this.#scratch);
    if (ask?.id === this.#asking?.id) return;
    await this.#drop();
    if (ask === undefined) return;
    const stop = new AbortController();
    this.#asking = { id: ask.id, stop, over: this.#answer(ask, stop.signal) };
  }

  async #answer(ask: ModelAsk, signal: AbortSignal): Promise<void> {
    if (await isAnswered(this.#scratch, ask.id)) return;
    const answer = new AnswerWriter(this.#scratch, ask.id);
    const tell = (news: ModelNews): void => {
      if (!signal.aborted) answer.news(news);
    };
    const end = await this.#port
      .ask({ ...ask, ...this.#asker }, tell, signal)
      .catch((error: unknown) => notAnswered('failed', `The runner could not ask: ${String(error)}`));
    if (!signal.aborted) await answer.end(end);
  }

  async #drop(): Promise<void> {
    const asking = this.#asking;
    this.#asking = undefined;
    asking?.stop.abort();
    await asking?.over;
  }
}
