import type { Prompt } from '../../model/prompt.ts';
import type { PromptPage, PromptSays } from '../../protocol/promptView.ts';
import type { PromptSource } from './promptSource.ts';

/** What a sitting needs of the world around it. */
export interface SittingPorts {
  readonly source: PromptSource;
  readonly show: (page: PromptPage) => void;
  /** Opens the code that a prompt is about. */
  readonly openCode: (prompt: Prompt) => void;
  readonly land: () => void;
  readonly override: () => void;
  readonly close: () => void;
}

const cancelled = 'Cancelled. No prompt was asked, and nothing was counted.';

/** One person answering prompts: asks for them, shows what comes, until there is nothing to ask. */
export class PromptSitting {
  readonly #ports: SittingPorts;
  #page: PromptPage = { show: 'making' };
  #making: AbortController | undefined;
  #answered: string | undefined;

  constructor(ports: SittingPorts) {
    this.#ports = ports;
  }

  /** What stands before the person. */
  get page(): PromptPage {
    return this.#page;
  }

  get isMaking(): boolean {
    return this.#making !== undefined;
  }

  /** Asks for a prompt; making one may run checks, which `cancel` ends. */
  async next(): Promise<void> {
    const { source } = this.#ports;
    this.#making?.abort();
    const making = new AbortController();
    this.#making = making;
    this.#show({ show: 'making' });
    const reply = await source.ask(making.signal);
    if (this.#making !== making) return;
    this.#making = undefined;
    if (making.signal.aborted) return this.#show({ show: 'trouble', message: cancelled });
    if (!reply.ok) return this.#show({ show: 'trouble', message: reply.error.message });
    const { value } = reply;
    if (value.status === 'ask') {
      this.#show({ show: 'question', prompt: value.prompt, progress: source.progress(), looked: false });
    } else this.#show({ show: 'nothing', why: value.why, standing: await source.standing() });
  }

  async take(said: PromptSays): Promise<void> {
    switch (said.say) {
      case 'ready':
        return this.#ports.show(this.#page);
      case 'next':
        return this.next();
      case 'cancel':
        return this.cancel();
      case 'open-code':
        return this.#openCode();
      case 'land':
        return this.#ports.land();
      case 'override':
        return this.#ports.override();
      case 'done':
        return this.#ports.close();
      case 'answer':
        return this.#answer(said);
    }
  }

  /** The code that the prompt is about came before the person. It says so, and a closed-book prompt is worth less from then on. */
  looked(): void {
    const page = this.#page;
    if (page.show !== 'question' || page.looked || page.prompt.book === 'open') return;
    this.#show({ ...page, looked: true });
  }

  cancel(): void {
    this.#making?.abort();
  }

  #openCode(): void {
    const page = this.#page;
    if (page.show !== 'question' && page.show !== 'graded') return;
    this.looked();
    this.#ports.openCode(page.prompt);
  }

  /** The first answer counts: the page offers no second, and neither does this. */
  async #answer({ prompt: id, given, confidence }: Extract<PromptSays, { say: 'answer' }>): Promise<void> {
    const { source } = this.#ports;
    if (this.#page.show !== 'question' || this.#page.prompt.id !== id || this.#answered === id) return;
    this.#answered = id;
    const { prompt, looked } = this.#page;
    const reply = await source.answer({ prompt: id, given, confidence, looked });
    if (!reply.ok) return this.#show({ show: 'trouble', message: reply.error.message });
    this.#show({ show: 'graded', prompt, given, graded: reply.value, standing: await source.standing() });
  }

  #show(page: PromptPage): void {
    this.#page = page;
    this.#ports.show(page);
  }
}
