import { join } from 'node:path';
import type { Answer } from '../../comprehension/item.ts';
import type { RunCommand } from '../../journal/engine.ts';
import type { Change } from '../../model/change.ts';
import type { Check, Loop } from '../../model/loopFile.ts';
import type { ItemView } from '../../model/runView.ts';
import { saidTo } from '../../model/shapes.ts';
import type { StepWorld } from '../../steps/stepWorld.ts';
import type { LiveRun } from '../liveRun.ts';
import { MutantTrials } from '../mutantTrials.ts';
import { outlined } from '../outline/outlineApi.ts';
import type { Outlines } from '../outline/outlines.ts';
import { loopOf } from '../runStart.ts';
import type { Answered, DeskOrder, Next } from './messages.ts';
import type { ProgramDesk, PromptProgram } from './promptProgram.ts';

/** What prompts are made with. */
export interface PromptsWorld {
  readonly world: StepWorld;
  readonly command: RunCommand;
  readonly outlines: Outlines;
  readonly program: PromptProgram;
}

/** A run, live or over. */
export type AskedRun = Pick<LiveRun, 'id' | 'directory' | 'state'>;

/** The change of an item that is asked about. */
export interface DeskAbout {
  readonly run: AskedRun;
  readonly item: ItemView;
  readonly change: Change;
  /** Settled when an earlier user of the item's scratch worktree is done with it. */
  readonly after: Promise<unknown>;
  /** It landed long ago, and a person who waits is asked about one of its units. */
  readonly quiz?: {
    readonly unit: string /** Prompts about it that were answered before. */;
    readonly answered: readonly string[];
  };
}

type Known = Extract<Answered, { graded: unknown }>;

/** The prompts about one head of an item: where they are made and tried, and what was answered. */
export class PromptDesk {
  readonly head: string;
  readonly #options: PromptsWorld;
  readonly #about: DeskAbout;
  /** Answers outlive the program that graded them. */
  readonly #answered = new Map<string, Known>();
  #answering: Promise<unknown> = Promise.resolve();
  #trials: MutantTrials | undefined;
  #desk: ProgramDesk | undefined;
  #resting: Promise<unknown>;

  constructor(options: PromptsWorld, about: DeskAbout) {
    this.head = about.change.head;
    this.#options = options;
    this.#about = about;
    this.#resting = about.after;
  }

  /** The open prompt, else the next one, else why there is none. Rejects with a `Refused` where the program ends. */
  async next(): Promise<Next> {
    const { run, change } = this.#about;
    const outline = await this.#options.outlines.fileOf(outlined(run.directory, run.state), change);
    const desk = this.#opened(outline);
    const next = await desk.next().catch((error: unknown) => {
      this.#leave(desk);
      throw error;
    });
    // The next search knows what this one has tried.
    if (next.status === 'none' && !next.settled) this.#leave(desk);
    if (next.status === 'ask' || this.#about.quiz === undefined || isQuick(proofOf(this.#about))) return next;
    return { ...next, why: `${next.why} (its checks take too long to be run for it)` };
  }

  /** One answer after the other, so that whoever comes second finds what the first one came to. */
  answer(prompt: string, answer: Answer): Promise<Answered> {
    const answered = this.#answering.then(() => this.#answer(prompt, answer));
    this.#answering = answered.catch(() => undefined);
    return answered;
  }

  /** Ends what works for it: nobody is to be asked now. Answers stay known. */
  async rest(): Promise<void> {
    const trials = this.#trials;
    this.#leave(this.#desk);
    this.#trials = undefined;
    if (trials !== undefined) this.#resting = trials.close();
    await this.#resting;
  }

  close(): Promise<void> {
    return this.rest();
  }

  async #answer(prompt: string, answer: Answer): Promise<Answered> {
    const known = this.#answered.get(prompt);
    if (known !== undefined) return { ...known, status: 'again' };
    const desk = this.#desk;
    if (desk === undefined || desk.isLost) return { status: 'unknown' };
    const answered = await desk.answer(prompt, answer).catch((error: unknown) => {
      // Its key went with the program, whether we had heard of that or not.
      if (desk.isLost) return { status: 'unknown' } as const;
      throw error;
    });
    if (answered.status !== 'unknown') this.#answered.set(prompt, answered);
    return answered;
  }

  #leave(desk: ProgramDesk | undefined): void {
    desk?.close();
    if (this.#desk === desk) this.#desk = undefined;
  }

  #opened(outline: string): ProgramDesk {
    if (this.#desk !== undefined && !this.#desk.isLost) return this.#desk;
    const proof = proofOf(this.#about);
    this.#trials ??= this.#newTrials(proof);
    this.#desk = this.#options.program.open(this.#order(proof, outline), this.#trials);
    return this.#desk;
  }

  #newTrials(proof: Proof): MutantTrials {
    const { world, command } = this.#options;
    const { run, item, quiz } = this.#about;
    // Of a landed change the review's own trials may just be given back.
    const scratch = quiz === undefined ? item.id : `${item.id}-quiz`;
    return new MutantTrials({
      world,
      command,
      ...proof,
      head: this.head,
      worktree: `${run.state.start.worktrees}-${scratch}${promptsSuffix}`,
      folder: join(promptsFolder(run.directory), scratch),
      after: this.#resting,
    });
  }

  #order(proof: Proof, outline: string): DeskOrder {
    const { run, item, change, quiz } = this.#about;
    if (quiz !== undefined) {
      const only = { units: [quiz.unit], runsChecks: proof.checks.length > 0 && isQuick(proof) };
      return { ...this.#orderOf(outline, proof, quiz.answered), pass: 1, only };
    }
    const answered = saidTo(run.state, item.id).flatMap((said) =>
      said.kind === 'answered' && said.head === change.head ? [said.prompt] : [],
    );
    return this.#orderOf(outline, proof, answered);
  }

  #orderOf(outline: string, { seconds }: Proof, answered: readonly string[]): DeskOrder {
    const { run, change } = this.#about;
    return {
      commonDir: this.#options.world.repository.commonDir,
      change,
      outline,
      seed: change.head + run.id,
      answered: [...answered],
      pass: run.state.start.understand?.pass ?? 1,
      milliseconds: searchTime(seconds),
      secondsOfChecks: seconds,
    };
  }
}

/** The checks that passed on the change that waits, and the seconds that one round of them takes. */
interface Proof {
  readonly loop: Loop;
  readonly checks: readonly Check[];
  readonly seconds: number;
}

function proofOf({ run, item }: DeskAbout): Proof {
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

/** Seconds that a round of the checks may take while somebody sits there and waits for a prompt. */
const quickRound = 5;

/** Whether a quiz may run checks: a worktree that is to be set up first, or slow checks, would take the time of the sitting. */
const isQuick = ({ loop, seconds }: Proof): boolean => loop.isolation.setup.length === 0 && seconds <= quickRound;

/** Where the output of trials goes, in the folder of their run. */
export const promptsFolder = (runDirectory: string): string => join(runDirectory, 'prompts');

/** The last part of the name of a scratch worktree; a runner that starts removes what an earlier one left. */
export const promptsSuffix = '-prompts';
