import type { Prompt } from '../../model/prompt.ts';
import type { PromptGate, PromptPage, PromptSays } from '../../protocol/promptView.ts';
import type { ItemRef } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';

/** What a sitting needs of the world around it. */
export interface SittingPorts {
  readonly link: RunRequests;
  /** Where the landing stands now, after the events of an answer have arrived. */
  readonly gate: (of: ItemRef) => Promise<PromptGate>;
  readonly show: (page: PromptPage) => void;
  readonly openDiff: (of: ItemRef, path: string) => void;
  readonly land: () => void;
}

const cancelled = 'Cancelled. No prompt was asked, and nothing was counted.';

/** One person answering prompts about one change: asks the runner, shows what comes, until there is nothing to ask. */
export class PromptSitting {
  readonly #ports: SittingPorts;
  readonly #of: ItemRef;
  #page: PromptPage = { show: 'making' };
  #making: AbortController | undefined;
  #answered: string | undefined;

  constructor({ run, item }: ItemRef, ports: SittingPorts) {
    this.#of = { run, item };
    this.#ports = ports;
  }

  get of(): ItemRef {
    return this.#of;
  }

  /** Asks for a prompt; making one runs checks, which `cancel` ends. */
  async next(): Promise<void> {
    this.#making?.abort();
    const making = new AbortController();
    this.#making = making;
    this.#show({ show: 'making' });
    const reply = await this.#ports.link.request('prompt', this.#of, making.signal);
    if (this.#making !== making) return;
    this.#making = undefined;
    if (making.signal.aborted) this.#show({ show: 'trouble', message: cancelled });
    else if (!reply.ok) this.#show({ show: 'trouble', message: reply.error.message });
    else if (reply.value.status === 'ask') this.#show({ show: 'question', prompt: reply.value.prompt });
    else this.#show({ show: 'nothing', why: reply.value.why, gate: await this.#ports.gate(this.#of) });
  }

  async take(said: PromptSays): Promise<void> {
    switch (said.say) {
      case 'ready':
        return this.#ports.show(this.#page);
      case 'next':
        return this.next();
      case 'cancel':
        return this.cancel();
      case 'open-diff':
        return this.#ports.openDiff(this.#of, said.path);
      case 'land':
        return this.#ports.land();
      case 'answer':
        return this.#answer(said);
    }
  }

  cancel(): void {
    this.#making?.abort();
  }

  /** The first answer counts: the page offers no second, and neither does this. */
  async #answer({ prompt: id, given, confidence }: Extract<PromptSays, { say: 'answer' }>): Promise<void> {
    if (this.#page.show !== 'question' || this.#page.prompt.id !== id || this.#answered === id) return;
    this.#answered = id;
    const prompt: Prompt = this.#page.prompt;
    const answer = { prompt: id, given, confidence, looked: false };
    const reply = await this.#ports.link.request('answer', { ...this.#of, ...answer });
    if (!reply.ok) return this.#show({ show: 'trouble', message: reply.error.message });
    const gate = await this.#ports.gate(this.#of);
    this.#show({ show: 'graded', prompt, given, graded: reply.value, gate });
  }

  #show(page: PromptPage): void {
    this.#page = page;
    this.#ports.show(page);
  }
}
