import type { DrivenAgent } from '../model/agents.ts';

/** Passes of one agent that work at once, over all runs of the repository. */
const atOnce = 4;

/** A pass's place among those of its agent. Giving it back twice is the same as once. */
export interface Slot {
  /** Waits until there is room, or until the signal aborts: then nothing will be started that needs any. */
  wait(signal: AbortSignal): Promise<void>;
  giveBack(): void;
}

/** How many passes of each agent work at once: the others wait in the order in which they came. */
export class AgentSlots {
  readonly #most: number;
  readonly #taken = new Map<DrivenAgent, number>();
  readonly #waiting = new Map<DrivenAgent, (() => void)[]>();

  constructor(most = atOnce) {
    this.#most = most;
  }

  /** `isWorking`: it was started by an earlier runner, so it has its place, whether there is room or not. */
  slot(agent: DrivenAgent, isWorking: boolean): Slot {
    let isHeld = isWorking;
    if (isWorking) this.#add(agent, 1);
    return {
      wait: async (signal) => {
        if (!isHeld) isHeld = await this.#take(agent, signal);
      },
      giveBack: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#giveBack(agent);
      },
    };
  }

  #take(agent: DrivenAgent, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.#count(agent) < this.#most) {
      this.#add(agent, 1);
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const queue = this.#waiting.get(agent) ?? [];
      this.#waiting.set(agent, queue);
      const begin = (): void => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = (): void => {
        queue.splice(queue.indexOf(begin), 1);
        resolve(false);
      };
      queue.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #giveBack(agent: DrivenAgent): void {
    this.#add(agent, -1);
    while (this.#count(agent) < this.#most) {
      const next = this.#waiting.get(agent)?.shift();
      if (next === undefined) return;
      this.#add(agent, 1);
      next();
    }
  }

  #count(agent: DrivenAgent): number {
    return this.#taken.get(agent) ?? 0;
  }

  #add(agent: DrivenAgent, change: number): void {
    this.#taken.set(agent, this.#count(agent) + change);
  }
}
