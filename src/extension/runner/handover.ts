import { type Meeting, meetingWords } from '../../client/meeting.ts';
import type { Result } from '../../model/result.ts';
import type { Refusal } from '../../protocol/runner.ts';
import type { Unsubscribe } from '../listeners.ts';

/** What a person can say to a runner of another version. */
export type HandoverChoice = 'now' | 'when-idle' | 'reload';

export interface HandoverQuestion {
  readonly text: string;
  readonly choices: readonly HandoverChoice[];
}

export interface HandoverPorts {
  /** Undefined where the person closed the question: all stays as it is. */
  readonly ask: (question: HandoverQuestion) => Promise<HandoverChoice | undefined>;
  /** Gives the connection up and opens another, starting a runner where none runs. */
  readonly reopen: () => Promise<Result<unknown, Refusal>>;
  /** Whether a run goes on in the repository. */
  readonly isBusy: () => boolean;
  /** Told when that may have changed. */
  readonly onChange: (listener: () => void) => Unsubscribe;
  readonly reload: () => void;
  /** Says what became of it. */
  readonly tell: (outcome: Result<unknown, Refusal>) => void;
}

/**
 * A runner of another version than this window: explained once, and replaced when a person says so, now or when nothing runs.
 * What it runs goes on either way, and the next runner takes it over.
 */
export class Handover {
  readonly #ports: HandoverPorts;
  #explained = '';
  #mayReplace = false;
  #endWaiting: Unsubscribe = () => {};

  constructor(ports: HandoverPorts) {
    this.#ports = ports;
  }

  /** Whether the next connection may send an older runner away. */
  get mayReplace(): boolean {
    return this.#mayReplace;
  }

  /** A runner of another version was found. */
  met(meeting: Meeting): void {
    const { runner } = meeting;
    const which = `${runner.protocol} ${runner.build}`;
    if (this.#explained === which) return;
    this.#explained = which;
    void this.#explain(meeting);
  }

  /** Opens a connection to a runner of this window's own version, or a newer one. */
  async open(): Promise<Result<unknown, Refusal>> {
    this.#endWaiting();
    this.#mayReplace = true;
    try {
      return await this.#ports.reopen();
    } finally {
      this.#mayReplace = false;
    }
  }

  dispose(): void {
    this.#endWaiting();
  }

  async #explain(meeting: Meeting): Promise<void> {
    const chosen = await this.#ports.ask(questionOf(meeting));
    if (chosen === 'reload') this.#ports.reload();
    else if (chosen === 'now') await this.#replace();
    else if (chosen === 'when-idle') this.#whenIdle();
  }

  #whenIdle(): void {
    const look = () => {
      if (this.#ports.isBusy()) return;
      this.#endWaiting();
      void this.#replace();
    };
    const end = this.#ports.onChange(look);
    this.#endWaiting = () => {
      this.#endWaiting = () => {};
      end();
    };
    look();
  }

  async #replace(): Promise<void> {
    this.#ports.tell(await this.open());
  }
}

/** Of one that does not understand us it is not known whether it is idle. */
function questionOf(meeting: Meeting): HandoverQuestion {
  const words = meetingWords(meeting);
  switch (meeting.how) {
    case 'older':
      return {
        text: `${words} It is used as it is. A new one takes over what it runs.`,
        choices: ['now', 'when-idle'],
      };
    case 'older-protocol':
      return {
        text: `${words} Runs are shown once it is replaced. A new one takes over what it runs.`,
        choices: ['now'],
      };
    case 'newer-protocol':
      return { text: `${words} Update Loopwright here, and reload the window.`, choices: ['reload'] };
  }
}
