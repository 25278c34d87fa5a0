import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { Knower } from '../knower.ts';
import { LoopRepository } from '../loopRepository.ts';
import { letGo, onDay, startRunnerAt } from '../runnerOnDay.ts';
import type { RecipeProject } from './recipeProject.ts';
import { withoutAgents } from './writtenRecipe.ts';

type Item = RunDetail['items'][number];

/** Opens projects, does something with them, and sees that nothing is left, whatever happened. */
export async function acted(
  projects: readonly RecipeProject[],
  act: (performed: Performed) => Promise<void>,
  time = new Date().toISOString(),
): Promise<void> {
  const performed = await Performed.open(projects, time);
  try {
    await act(performed);
    const left = await performed.leave();
    if (left.length > 0) throw new Error(`processes are left: ${left.join(', ')}`);
  } finally {
    await performed.dispose();
  }
}

/** How each item ended, by its key; what a key has of the content of a line or file is left out. */
export const statusesOf = ({ items }: RunDetail): Record<string, string> =>
  Object.fromEntries(items.map(({ key, status }) => [key.replace(/(\.js):[0-9a-f]{10}$/, '$1'), status]));

/** Why a pass was not accepted. */
export const reasonsOf = (item: Item | undefined, pass: number): string =>
  (item?.iterations[pass]?.reasons ?? []).join('\n');

/** A project with its recipes written into it, a remote, and the real runner at work on it. */
export class Performed {
  readonly repository: LoopRepository;
  readonly remote: string;
  /** Keys of the items that a person was asked about, in order. */
  readonly asked: string[] = [];

  private constructor(repository: LoopRepository) {
    this.repository = repository;
    this.remote = join(repository.git.outside, 'remote.git');
  }

  /** `time`: what the clock of the runner says when it starts. Several projects share one repository. */
  static async open(projects: readonly RecipeProject[], time: string): Promise<Performed> {
    const files = Object.assign({}, ...(await Promise.all(projects.map(withoutAgents)))) as Record<string, string>;
    const repository = await LoopRepository.create(() => files);
    const performed = new Performed(repository);
    await repository.git.git('init', '-q', '--bare', '--initial-branch=main', performed.remote);
    await repository.git.git('remote', 'add', 'origin', performed.remote);
    await repository.git.git('push', '-q', 'origin', 'main');
    await startRunnerAt(repository, time);
    return performed;
  }

  async enable(name: string): Promise<void> {
    await this.repository.ask('enable', { file: `.loops/${name}.loop.yaml` });
  }

  /** As a machine that was off until `time`. */
  comeBack(time: string): Promise<void> {
    return onDay(this.repository, time);
  }

  /** Starts the recipe as a person does, and says yes to all that it waits for, until it has ended. */
  async run({ recipe, inputs = {} }: RecipeProject): Promise<RunDetail> {
    const file = `.loops/${recipe}.loop.yaml`;
    return this.seeThrough((await this.repository.ask('start', { file, uncommitted: false, inputs })).run);
  }

  async seeThrough(run: string): Promise<RunDetail> {
    for (const end = Date.now() + 300_000; Date.now() < end; await delay(100)) {
      const detail = await this.repository.ask('show', { run });
      if (detail.finishedAt !== undefined) return detail;
      for (const item of detail.items) if (item.status === 'waiting') await this.#letThrough(detail, item);
    }
    const { status, reason } = await this.repository.ask('show', { run });
    throw new Error(`run ${run} is ${status} (${reason})\n${await this.repository.log()}`);
  }

  /** A person reads what was changed, answers what is asked about it, and says yes. */
  async #letThrough({ id: run, definition }: RunDetail, item: Item): Promise<void> {
    const { change } = item;
    if (this.asked.at(-1) !== item.key) this.asked.push(item.key);
    if (change === undefined) throw new Error(`${item.key} waits without a change: ${item.reason}`);
    for (;;) {
      const reply = await this.repository.ask('prompt', { run, item: item.id });
      if (reply.status !== 'ask') break;
      const { id: prompt } = reply.prompt;
      const given = await new Knower(item.worktree ?? '').right(reply.prompt);
      const answer = { prompt, given, confidence: 'sure', looked: false } as const;
      await this.repository.ask('answer', { run, item: item.id, ...answer });
    }
    const { base, head, tree } = change;
    await this.repository.ask('land', { run, item: item.id, approval: { base, head, tree, definition } });
  }

  /** A file of the branch that an item was pushed to. */
  async pushed(item: Item | undefined, file: string): Promise<string> {
    return this.repository.git.gitAt(this.remote, 'show', `${item?.branch}:${file}`);
  }

  async inbox(): Promise<readonly string[]> {
    return (await this.repository.ask('inbox', {})).map(({ kind, title }) => `${kind}: ${title}`).sort();
  }

  /** Lets the runner go; gives the processes that it left behind. */
  leave(): Promise<readonly number[]> {
    return letGo(this.repository);
  }

  async dispose(): Promise<void> {
    await this.repository.dispose();
  }
}
