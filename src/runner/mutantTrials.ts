import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verdict } from '../comprehension/promptWorld.ts';
import { cageOf } from '../engine/cageOf.ts';
import { createDetachedWorktree } from '../git/createWorktree.ts';
import { removeWorktree } from '../git/removeWorktree.ts';
import type { RunCommand } from '../journal/engine.ts';
import type { Check, Loop } from '../model/loopFile.ts';
import { commandPassed } from '../model/steps.ts';
import { type CageWorld, caged } from '../steps/caged.ts';
import { commandSpec, type Order } from '../steps/runOrder.ts';

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

/** Runs the loop's checks on mutants of a head, in a scratch worktree that neither an agent nor a person works in. */
export class MutantTrials {
  readonly #options: TrialOptions;
  #ready: Promise<boolean> | undefined;
  #last: Promise<unknown>;
  #commands = 0;
  /** What is known already, so that a search that ran out of time goes on where it was. */
  readonly #verdicts = new Map<string, Verdict>();

  constructor(options: TrialOptions) {
    this.#options = options;
    this.#last = options.after;
  }

  /** One trial after the other; see `PromptWorld.tryMutant`. */
  tryMutant(file: string, text: string, signal: AbortSignal): Promise<Verdict> {
    const verdict = this.#last.then(() => this.#tryOnce(file, text, signal)).catch((): Verdict => 'unknown');
    this.#last = verdict;
    return verdict;
  }

  async close(): Promise<void> {
    await this.#last;
    const { world, worktree, folder } = this.#options;
    await removeWorktree({ repo: world.repository, path: worktree, force: true });
    await rm(folder, { recursive: true, force: true });
  }

  async #tryOnce(file: string, text: string, signal: AbortSignal): Promise<Verdict> {
    const known = this.#verdicts.get(`${file}\0${text}`);
    if (known !== undefined) return known;
    const verdict = await this.#try(file, text, signal);
    if (verdict !== 'unknown') this.#verdicts.set(`${file}\0${text}`, verdict);
    return verdict;
  }

  async #try(file: string, text: string, signal: AbortSignal): Promise<Verdict> {
    this.#ready ??= this.#prepare(signal);
    if (!(await this.#ready)) {
      // Whoever asks again may find it otherwise.
      this.#ready = undefined;
      return 'unknown';
    }
    const path = join(this.#options.worktree, file);
    const written = await swapFile(path, text);
    try {
      for (const check of this.#options.checks) {
        const timeoutSeconds = Math.min(check.timeoutSeconds, mostSeconds(this.#options.seconds));
        const result = await this.#run({ command: { shell: check.run }, env: check.env, timeoutSeconds }, signal);
        if (signal.aborted || result.ended === 'stopped' || result.ended === 'not-started') return 'unknown';
        // Perhaps it would have come to an end: nobody is asked about it.
        if (result.ended === 'timeout' && timeoutSeconds < check.timeoutSeconds) return 'too-long';
        if (!commandPassed(result)) return 'killed';
      }
      return 'survived';
    } finally {
      await written.putBack();
    }
  }

  async #prepare(signal: AbortSignal): Promise<boolean> {
    const { world, worktree, head, loop } = this.#options;
    const lockReason = 'prompts';
    const made = await createDetachedWorktree({
      repo: world.repository,
      path: worktree,
      base: head,
      lockReason,
      signal,
    });
    if (!made.ok) return false;
    for (const run of loop.isolation.setup) {
      const minutes = loop.budget['timeout-minutes'];
      const result = await this.#run({ command: { shell: run }, env: {}, timeoutSeconds: minutes * 60 }, signal);
      if (!commandPassed(result)) return false;
    }
    return true;
  }

  async #run(order: Omit<Order, 'cwd'>, signal: AbortSignal) {
    const { world, command, worktree, folder } = this.#options;
    const directory = join(folder, String(this.#commands++));
    await mkdir(directory, { recursive: true });
    const { cage } = cageOf(this.#options.loop);
    const specify = async () =>
      commandSpec(world.environment, await caged(world, { directory }, cage, { ...order, cwd: worktree }));
    return command(directory, specify, signal);
  }
}

/** A mutant may never end (`at -= 1`), and somebody waits for the prompt: it gets ten times what the checks took. */
const mostSeconds = (secondsOfChecks: number): number => Math.max(15, 10 * secondsOfChecks);

async function swapFile(path: string, text: string): Promise<{ putBack: () => Promise<void> }> {
  // A change may hold links; what they lead to is not ours to write.
  if (!(await lstat(path)).isFile()) throw new Error(`${path} is not a regular file`);
  const before = await readFile(path);
  await writeFile(path, text);
  return { putBack: () => writeFile(path, before) };
}
