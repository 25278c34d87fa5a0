import { lstat, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestsWith, Verdict } from '../comprehension/promptWorld.ts';
import { cageOf } from '../engine/cageOf.ts';
import { createDetachedWorktree } from '../git/createWorktree.ts';
import { removeWorktree } from '../git/removeWorktree.ts';
import { restoreWorktree } from '../git/restoreWorktree.ts';
import type { Worktree } from '../git/worktree.ts';
import type { RunCommand } from '../journal/engine.ts';
import type { Check, Loop } from '../model/loopFile.ts';
import { type CommandResult, commandPassed } from '../model/steps.ts';
import type { NamedReport } from '../reports/readReport.ts';
import { type CageWorld, caged } from '../steps/caged.ts';
import { commandSpec, type Order } from '../steps/runOrder.ts';
import { type CheckRun, captureOf, forgetReport, namedReportOf } from './understanding/checkRun.ts';
import { FileTimes } from './understanding/fileTimes.ts';
import { testsOf, testsWith } from './understanding/testNames.ts';

export interface TrialOptions {
  readonly world: CageWorld;
  readonly command: RunCommand;
  readonly loop: Loop;
  /** Those that pass on the head: only they can tell a mutant. */
  readonly checks: readonly Check[];
  /** Seconds that one round of these checks took on the head. */
  readonly seconds: number;
  /** The commit that is asked about. */
  readonly head: string;
  /** Path of the scratch worktree, and a folder for the output of its commands. Both are removed at the end. */
  readonly worktree: string;
  readonly folder: string;
  /** Settled when an earlier user of that worktree is done with it. */
  readonly after: Promise<unknown>;
}

/** The tests that the checks name on the head, and the checks that name them. */
interface HeadTests {
  readonly names: ReadonlySet<string>;
  readonly checks: readonly Check[];
}

type Round = { readonly status: 'ran'; readonly reports: readonly (NamedReport | undefined)[] } | Unknowable;
type Unknowable = { readonly status: 'too-long' | 'unknown' };
const unknown: Unknowable = { status: 'unknown' };

/**
 * Runs the loop's checks on mutants of a head, in a scratch worktree that neither an agent nor a person works in. It is as
 * the head has it before each try, whatever the checks wrote; ignored files (installed packages, caches) stay.
 */
export class MutantTrials {
  readonly #options: TrialOptions;
  readonly #times = new FileTimes(Date.now);
  #ready: Promise<Worktree | undefined> | undefined;
  #isUsed = false;
  #last: Promise<unknown>;
  #commands = 0;
  #headTests: HeadTests | undefined;
  /** What is known already, so that a search that ran out of time goes on where it was. */
  readonly #verdicts = new Map<string, Verdict>();

  constructor(options: TrialOptions) {
    this.#options = options;
    this.#last = options.after;
  }

  /** One trial after the other; see `PromptWorld.tryMutant`. */
  tryMutant(file: string, text: string, signal: AbortSignal): Promise<Verdict> {
    return this.#inTurn((): Promise<Verdict> => this.#verdictOn(file, text, signal), 'unknown');
  }

  /** See `PromptWorld.tryTests`. Never from memory: who asks twice wants to know whether it is twice the same. */
  tryTests(file: string, text: string, signal: AbortSignal): Promise<TestsWith> {
    return this.#inTurn((): Promise<TestsWith> => this.#testsOn(file, text, signal), unknown);
  }

  async close(): Promise<void> {
    await this.#last;
    const { world, worktree, folder } = this.#options;
    await removeWorktree({ repo: world.repository, path: worktree, force: true });
    await rm(folder, { recursive: true, force: true });
  }

  #inTurn<T>(work: () => Promise<T>, broken: T): Promise<T> {
    const done = this.#last.then(work).catch(() => broken);
    this.#last = done;
    return done;
  }

  async #verdictOn(file: string, text: string, signal: AbortSignal): Promise<Verdict> {
    const known = this.#verdicts.get(`${file}\0${text}`);
    if (known !== undefined) return known;
    const verdict = await this.#with(file, text, signal, (worktree) => this.#verdict(worktree, signal));
    if (verdict !== undefined && verdict !== 'unknown') this.#verdicts.set(`${file}\0${text}`, verdict);
    return verdict ?? 'unknown';
  }

  async #verdict({ path }: Worktree, signal: AbortSignal): Promise<Verdict> {
    for (const check of this.#options.checks) {
      const { result, timeoutSeconds } = await this.#check(check, path, signal, async () => undefined);
      if (isCutShort(result, signal)) return 'unknown';
      // Perhaps it would have come to an end: nobody is asked about it.
      if (result.ended === 'timeout' && timeoutSeconds < check.timeoutSeconds) return 'too-long';
      if (!commandPassed(result)) return 'killed';
    }
    return 'survived';
  }

  async #testsOn(file: string, text: string, signal: AbortSignal): Promise<TestsWith> {
    this.#headTests ??= await this.#testsOfHead(signal);
    if (this.#headTests === undefined) return unknown;
    const { names, checks } = this.#headTests;
    const round = await this.#with(file, text, signal, ({ path }) => this.#round(checks, path, signal));
    if (round?.status !== 'ran') return round ?? unknown;
    const reports = round.reports.filter((report) => report !== undefined);
    return reports.length === checks.length ? testsWith(names, reports) : unknown;
  }

  /** Undefined where no check names its tests, or they do not all pass: whoever asks again may find it otherwise. */
  async #testsOfHead(signal: AbortSignal): Promise<HeadTests | undefined> {
    const { checks } = this.#options;
    const worktree = await this.#clean(signal);
    const round = worktree && (await this.#round(checks, worktree.path, signal));
    if (round?.status !== 'ran') return undefined;
    const naming = checks.filter((_, index) => round.reports[index] !== undefined);
    const names = testsOf(round.reports.filter((report) => report !== undefined));
    return names && { names, checks: naming };
  }

  /** Runs all of the checks, those that fail too. */
  async #round(checks: readonly Check[], worktree: string, signal: AbortSignal): Promise<Round> {
    const reports: (NamedReport | undefined)[] = [];
    for (const check of checks) {
      await forgetReport(check, worktree);
      const { result, read } = await this.#check(check, worktree, signal, (run) => namedReportOf(check, run));
      if (isCutShort(result, signal)) return unknown;
      if (result.ended === 'timeout') return { status: 'too-long' };
      reports.push(read);
    }
    return { status: 'ran', reports };
  }

  /** What `work` finds while `text` stands in the file; undefined where the worktree cannot be made ready. */
  async #with<T>(
    file: string,
    text: string,
    signal: AbortSignal,
    work: (worktree: Worktree) => Promise<T>,
  ): Promise<T | undefined> {
    const worktree = await this.#clean(signal);
    if (worktree === undefined) return undefined;
    const putBack = await this.#swap(join(worktree.path, file), text);
    try {
      return await work(worktree);
    } finally {
      await putBack();
    }
  }

  async #swap(path: string, text: string): Promise<() => Promise<void>> {
    // A change may hold links; what they lead to is not ours to write.
    if (!(await lstat(path)).isFile()) throw new Error(`${path} is not a regular file`);
    const before = await readFile(path);
    await this.#write(path, text);
    return () => this.#write(path, before);
  }

  async #write(path: string, content: string | Buffer): Promise<void> {
    await writeFile(path, content);
    const time = this.#times.next();
    await utimes(path, time, time);
  }

  /** The worktree as the head has it; undefined where it cannot be made. */
  async #clean(signal: AbortSignal): Promise<Worktree | undefined> {
    this.#ready ??= this.#prepare(signal);
    const worktree = await this.#ready;
    const restored = worktree && this.#isUsed ? await this.#restored(worktree, signal) : worktree;
    this.#isUsed = true;
    // Whoever asks again may find it otherwise.
    this.#ready = restored && Promise.resolve(restored);
    return restored;
  }

  async #restored(worktree: Worktree, signal: AbortSignal): Promise<Worktree | undefined> {
    const { head, folder } = this.#options;
    const restored = await restoreWorktree({ worktree, head, quarantine: join(folder, 'quarantine'), signal });
    return restored.ok ? { ...worktree, index: restored.value.index } : undefined;
  }

  async #prepare(signal: AbortSignal): Promise<Worktree | undefined> {
    const { world, worktree: path, head, loop } = this.#options;
    const made = await createDetachedWorktree({
      repo: world.repository,
      path,
      base: head,
      lockReason: 'prompts',
      signal,
    });
    if (!made.ok) return undefined;
    for (const run of loop.isolation.setup) {
      const timeoutSeconds = loop.budget['timeout-minutes'] * 60;
      const order = { command: { shell: run }, cwd: path, env: {}, timeoutSeconds };
      if (!commandPassed(await this.#run(order, this.#newDirectory(), signal))) return undefined;
    }
    return made.value;
  }

  /** Runs a check; what it printed may hold secrets, and is gone once it was read. */
  async #check<T>(check: Check, worktree: string, signal: AbortSignal, read: (run: CheckRun) => Promise<T>) {
    const timeoutSeconds = Math.min(check.timeoutSeconds, mostSeconds(this.#options.seconds));
    const directory = this.#newDirectory();
    const order = { command: { shell: check.run }, cwd: worktree, env: check.env, timeoutSeconds };
    const result = await this.#run({ ...order, ...captureOf(check, directory) }, directory, signal);
    const found = await read({ worktree, directory });
    await rm(directory, { recursive: true, force: true });
    return { result, timeoutSeconds, read: found };
  }

  #newDirectory(): string {
    return join(this.#options.folder, String(this.#commands++));
  }

  async #run(order: Order, directory: string, signal: AbortSignal): Promise<CommandResult> {
    const { world, command, loop } = this.#options;
    await mkdir(directory, { recursive: true });
    const { cage } = cageOf(loop);
    const specify = async () => commandSpec(world.environment, await caged(world, { directory }, cage, order));
    return command(directory, specify, signal);
  }
}

/** A mutant may never end (`at -= 1`), and somebody waits for the prompt: it gets ten times what the checks took. */
const mostSeconds = (secondsOfChecks: number): number => Math.max(15, 10 * secondsOfChecks);

const isCutShort = ({ ended }: CommandResult, signal: AbortSignal): boolean =>
  signal.aborted || ended === 'stopped' || ended === 'not-started';
