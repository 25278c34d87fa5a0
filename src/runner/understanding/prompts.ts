import type { Change } from '../../model/change.ts';
import type { Graded } from '../../model/prompt.ts';
import type { ItemView } from '../../model/runView.ts';
import { saidTo } from '../../model/shapes.ts';
import type { Identity } from '../../model/steps.ts';
import { type Understanding, understandingOf } from '../../model/understanding.ts';
import type { PromptReply, RunnerParams } from '../../protocol/runner.ts';
import { itemOf } from '../landing.ts';
import type { LiveRun } from '../liveRun.ts';
import { outlined } from '../outline/outlineApi.ts';
import { Refused } from '../refusal.ts';
import { answersToCarry } from './carriedAnswers.ts';
import type { Answered } from './messages.ts';
import { PromptDesk, type PromptsWorld } from './promptDesk.ts';

/** An item, and the change that is asked about. */
interface Asked {
  readonly item: ItemView;
  readonly change: Change;
}

/**
 * Asks people about what a run wrote, grades their first answers and writes them to its journal. The keys are in the memory of
 * the program `prompts`, one for all windows and command lines, so that a first attempt counts in each of them alike.
 */
export class Prompts {
  readonly #options: PromptsWorld;
  readonly #desks = new Map<string, PromptDesk>();
  /** Answers that are being said again, by item. */
  readonly #carrying = new Map<string, Promise<void>>();
  /** Prompts are made ahead of people for one change after the other. */
  #ahead: Promise<unknown> = Promise.resolve();

  constructor(options: PromptsWorld) {
    this.#options = options;
  }

  async next(run: LiveRun, named: string | undefined): Promise<PromptReply> {
    await this.carry(run, itemToAsk(run, named).item.id);
    const asked = itemToAsk(run, named);
    const { item, change } = asked;
    const standing = standingOf(run, item.id, change);
    if (!standing.mayAsk) return { status: 'nothing-to-ask', why: standing.reason };
    const next = await this.#deskOf(run, asked).next();
    if (next.status === 'ask') return { status: 'ask', prompt: next.prompt };
    if (!next.settled) {
      throw new Refused('no-prompt-now', `No prompt could be made this time: ${next.why}. Try again.`);
    }
    const value = { kind: 'no-prompt', head: change.head, why: next.why } as const;
    await run.say({ id: `no-prompt:${change.head}`, box: item.id, value });
    return { status: 'nothing-to-ask', why: standingOf(run, item.id, change).reason };
  }

  async answer(
    run: LiveRun,
    { item: named, prompt, ...answer }: Omit<RunnerParams<'answer'>, 'run'>,
    by: Identity,
  ): Promise<Graded> {
    const { item, change } = itemToAsk(run, named);
    const desk = this.#desks.get(deskKey(run.id, item.id));
    const answered: Answered =
      desk?.head === change.head ? await desk.answer(prompt, answer) : { status: 'unknown' as const };
    if (answered.status === 'unknown') {
      throw new Refused(
        'unknown-prompt',
        'This prompt is not open, or the answer does not fit it. Ask for the next prompt.',
      );
    }
    const { graded, body } = answered;
    // Whoever comes second is told how the first answer was, and nothing is said of theirs.
    if (answered.status === 'again') return graded;
    const { kind, unit, path } = answered.prompt;
    const { confidence, looked } = answer;
    const value = {
      kind: 'answered',
      ...{ head: change.head, prompt, path, promptKind: kind, unit, confidence, looked, by },
      ...(body === undefined ? {} : { body }),
      correct: graded.correct,
      credit: graded.credit,
    } as const;
    await run.say({ id: `answer:${prompt}`, box: item.id, value });
    this.prepare(run, item.id);
    return graded;
  }

  /**
   * Makes the next prompt of an item's newest change before anybody asks for it, where there is one to be asked; one that is of
   * no use any more is given up. What goes wrong is told to whoever asks.
   */
  prepare(run: LiveRun, item: string): void {
    if (run.state.start.understand === undefined) return;
    this.#ahead = this.#ahead.then(() => this.#prepare(run, item)).catch(() => undefined);
  }

  /** Says answers about units that stand as they were again for the head that waits now. Done when they are on disk. */
  carry(run: LiveRun, item: string): Promise<void> {
    const key = deskKey(run.id, item);
    const after = (this.#carrying.get(key) ?? Promise.resolve()).catch(() => undefined);
    const carrying = after.then(() => this.#carry(run, item));
    this.#carrying.set(key, carrying);
    return carrying.finally(() => {
      if (this.#carrying.get(key) === carrying) this.#carrying.delete(key);
    });
  }

  /** Forgets the prompts of an item and gives back what they were tried in. */
  async close(run: string, item: string): Promise<void> {
    const key = deskKey(run, item);
    const desk = this.#desks.get(key);
    this.#desks.delete(key);
    await desk?.close();
  }

  async closeRun(run: string): Promise<void> {
    const keys = [...this.#desks.keys()].filter((key) => key.startsWith(`${run}/`));
    await Promise.all(keys.map((key) => this.close(run, key.slice(run.length + 1))));
  }

  async closeAll(): Promise<void> {
    const desks = [...this.#desks.values()];
    this.#desks.clear();
    await Promise.all(desks.map((desk) => desk.close()));
    this.#options.program.close();
  }

  async #prepare(run: LiveRun, id: string): Promise<void> {
    const item = itemOf(run.state, id);
    const { change, outcome } = item;
    if (outcome !== undefined || change === undefined) return;
    if (!standingOf(run, id, change).mayAsk) await this.#desks.get(deskKey(run.id, id))?.rest();
    else await this.#deskOf(run, { item, change }).next();
  }

  async #carry(run: LiveRun, id: string): Promise<void> {
    if (run.state.start.understand === undefined) return;
    const { change, accepted } = itemOf(run.state, id);
    if (change === undefined || !accepted) return;
    const said = saidTo(run.state, id);
    if (!said.some((one) => one.kind === 'answered' && one.head !== change.head && one.body !== undefined)) return;
    const outline = await this.#options.outlines.withBodies(outlined(run.directory, run.state), change);
    for (const value of answersToCarry(said, outline)) {
      await run.say({ id: `carried:${change.head}:${value.prompt}`, box: id, value });
    }
  }

  #deskOf(run: LiveRun, { item, change }: Asked): PromptDesk {
    const key = deskKey(run.id, item.id);
    const known = this.#desks.get(key);
    if (known?.head === change.head) return known;
    const desk = new PromptDesk(this.#options, { run, item, change, after: known?.close() ?? Promise.resolve() });
    this.#desks.set(key, desk);
    return desk;
  }
}

const deskKey = (run: string, item: string): string => `${run}/${item}`;

const standingOf = ({ state }: LiveRun, item: string, { head }: Change): Understanding =>
  understandingOf(state.start.understand, saidTo(state, item), head);

function itemToAsk(run: LiveRun, named: string | undefined): Asked {
  const item = itemOf(run.state, named);
  const { change } = item;
  if (item.status !== 'waiting' || item.waitsFor !== undefined || change === undefined) {
    throw new Refused('not-waiting', `Run ${run.id} does not wait for a person now, so there is nothing to ask.`);
  }
  if (!item.accepted) {
    throw new Refused('not-proven', 'The checks do not reach the goal with your edit, so there is nothing to ask yet.');
  }
  return { item, change };
}
