import { join } from 'node:path';
import { Desk } from '../comprehension/desk.ts';
import type { PromptWorld } from '../comprehension/promptWorld.ts';
import { seededRandom } from '../comprehension/seededRandom.ts';
import { whichDidItWrite } from '../comprehension/whichDidItWrite.ts';
import { namedPlaces } from '../git/namedPlaces.ts';
import { readBlob } from '../git/objects.ts';
import type { RunCommand } from '../journal/engine.ts';
import type { Change } from '../model/change.ts';
import type { Check, Loop } from '../model/loopFile.ts';
import type { Graded } from '../model/prompt.ts';
import type { ItemView } from '../model/runView.ts';
import { saidTo } from '../model/shapes.ts';
import type { Identity } from '../model/steps.ts';
import { understandingOf } from '../model/understanding.ts';
import type { PromptReply, RunnerParams } from '../protocol/runner.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import { itemOf } from './landing.ts';
import type { LiveRun } from './liveRun.ts';
import { MutantTrials } from './mutantTrials.ts';
import { Refused } from './refusal.ts';
import { loopOf } from './runStart.ts';

interface OpenDesk {
  readonly head: string;
  desk: Desk;
  readonly newDesk: () => Desk;
  readonly stop: AbortController;
  readonly trials: MutantTrials;
}

/**
 * Asks people about what a run wrote and grades their first answers. The keys live here, in memory, so that a first
 * attempt counts in every window and on the command line alike.
 */
export class Prompts {
  readonly #world: StepWorld;
  readonly #command: RunCommand;
  readonly #desks = new Map<string, OpenDesk>();

  constructor(world: StepWorld, command: RunCommand) {
    this.#world = world;
    this.#command = command;
  }

  async next(run: LiveRun, named: string | undefined): Promise<PromptReply> {
    const asked = itemToAsk(run, named);
    const { item, change } = asked;
    const gate = run.state.start.understand;
    const understanding = understandingOf(gate, saidTo(run.state, item.id), change.head);
    if (gate === undefined || !understanding.mayAsk) {
      return { status: 'nothing-to-ask', why: understanding.reason };
    }
    const open = this.#deskOf(run, asked);
    const reply = await open.desk.next();
    if (reply.status === 'ask') return { status: 'ask', prompt: reply.item.prompt };
    if (!reply.settled) {
      // The next search knows what this one has tried.
      open.desk = open.newDesk();
      throw new Refused('no-prompt-now', `No prompt could be made this time: ${reply.why}. Try again.`);
    }
    const value = { kind: 'no-prompt', head: change.head, why: reply.why } as const;
    await run.say({ id: `no-prompt:${change.head}`, box: item.id, value });
    const said = saidTo(run.state, item.id);
    return { status: 'nothing-to-ask', why: understandingOf(gate, said, change.head).reason };
  }

  async answer(
    run: LiveRun,
    { item: named, prompt, ...answer }: Omit<RunnerParams<'answer'>, 'run'>,
    by: Identity,
  ): Promise<Graded> {
    const { item: asked, change } = itemToAsk(run, named);
    const { head } = change;
    const open = this.#desks.get(deskKey(run.id, asked.id));
    const answered = open?.head === head ? await open.desk.answer(prompt, answer) : { status: 'unknown' as const };
    if (answered.status === 'unknown') {
      throw new Refused(
        'unknown-prompt',
        'This prompt is not open, or the answer does not fit it. Ask for the next prompt.',
      );
    }
    const { graded, item } = answered;
    // Whoever comes second is told how the first answer was, and nothing is said of theirs.
    if (answered.status === 'again') return graded;
    const { kind, unit, path } = item.prompt;
    const { confidence, looked } = answer;
    const value = {
      kind: 'answered',
      ...{ head, prompt, path, promptKind: kind, unit, confidence, looked, by },
      ...(item.body === undefined ? {} : { body: item.body }),
      correct: graded.correct,
      credit: graded.credit,
    } as const;
    await run.say({ id: `answer:${prompt}`, box: asked.id, value });
    return graded;
  }

  /** Forgets the prompts of an item and gives back what they were tried in. */
  close(run: string, item: string): Promise<void> {
    return this.#closeDesk(deskKey(run, item));
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#desks.keys()].map((key) => this.#closeDesk(key)));
  }

  async #closeDesk(key: string): Promise<void> {
    const open = this.#desks.get(key);
    this.#desks.delete(key);
    open?.stop.abort();
    await open?.trials.close();
  }

  #deskOf(run: LiveRun, { item, change }: Asked): OpenDesk {
    const key = deskKey(run.id, item.id);
    const open = this.#desks.get(key);
    if (open?.head === change.head) return open;
    const proof = proofOf(run, item);
    const trials = new MutantTrials({
      world: this.#world,
      command: this.#command,
      ...proof,
      head: change.head,
      worktree: `${run.state.start.worktrees}-${item.id}${promptsSuffix}`,
      folder: join(promptsFolder(run.directory), item.id),
      after: this.#closeDesk(key),
    });
    const stop = new AbortController();
    const newDesk = (): Desk => {
      const answered = saidTo(run.state, item.id).flatMap((said) =>
        said.kind === 'answered' && said.head === change.head ? [said.prompt] : [],
      );
      const settings = { answered, milliseconds: searchTime(proof.seconds) };
      return new Desk(whichDidItWrite(change, this.#promptWorld(run, change, trials), stop.signal, settings), answered);
    };
    const fresh: OpenDesk = { head: change.head, desk: newDesk(), newDesk, stop, trials };
    this.#desks.set(key, fresh);
    return fresh;
  }

  #promptWorld(run: LiveRun, change: Change, trials: MutantTrials): PromptWorld {
    const read = (revision: string) => async (path: string) => {
      const blob = await readBlob(this.#world.repository, revision, path);
      return blob.ok ? blob.value?.toString('utf8') : undefined;
    };
    return {
      readBase: read(change.base),
      readHead: read(change.head),
      tryMutant: (path, text, signal) => trials.tryMutant(path, text, signal),
      tryTests: async () => ({ status: 'unknown' }),
      placesOf: async (names) => namedPlaces(this.#world.repository, change.head, names),
      random: seededRandom(change.head + run.id),
      now: () => performance.now(),
    };
  }
}

/** The checks that passed on the change that waits, and the seconds that one round of them takes. */
function proofOf(run: LiveRun, item: ItemView): { loop: Loop; checks: readonly Check[]; seconds: number } {
  const loop = loopOf(run.state.start);
  const newest = item.iterations.findLast((iteration) => iteration.checks.length > 0);
  const passed = newest?.checks.filter((check) => check.passed) ?? [];
  const ids = new Set(passed.map((check) => check.id));
  const seconds = passed.reduce((sum, check) => sum + check.seconds, 0);
  return { loop, checks: loop.checks.filter((check) => ids.has(check.id)), seconds };
}

/** Milliseconds for one prompt: about a dozen rounds of the checks, a minute at least and a quarter of an hour at most. */
function searchTime(secondsOfChecks: number): number {
  return Math.min(Math.max(60, 12 * secondsOfChecks), 900) * 1000;
}

/** Where the output of trials goes, in the folder of their run. */
export const promptsFolder = (runDirectory: string): string => join(runDirectory, 'prompts');

/** The last part of the name of a scratch worktree; a runner that starts removes what an earlier one left. */
export const promptsSuffix = '-prompts';

interface Asked {
  readonly item: ItemView;
  readonly change: Change;
}

const deskKey = (run: string, item: string): string => `${run}/${item}`;

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
