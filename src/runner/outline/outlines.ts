import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import type { Change } from '../../model/change.ts';
import type { Loop } from '../../model/loopFile.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import { Refused } from '../refusal.ts';
import { endOf, type OutlineProgram, startOutlineProgram } from './outlineChild.ts';
import { forgetOldOutlines, type OutlineDepth, outlineFile, outlineFolder, readOutline } from './outlineFile.ts';
import type { OutlineRequest } from './request.ts';

/** A run whose change is outlined. */
export interface OutlinedRun {
  readonly id: string;
  /** Its folder. */
  readonly directory: string;
  readonly policy: Loop['policy'];
}

interface UnderWay {
  readonly run: string;
  readonly child: ChildProcess;
  readonly done: Promise<void>;
  /** Somebody waits for it. */
  isAwaited: boolean;
}

/**
 * The outlines of changes, each made once by a process of its own and kept on disk: this process neither waits nor computes.
 */
export class Outlines {
  readonly #commonDir: string;
  readonly #program: OutlineProgram;
  /** By the file that is made. */
  readonly #underWay = new Map<string, UnderWay>();

  constructor(commonDir: string, program: OutlineProgram) {
    this.#commonDir = commonDir;
    this.#program = program;
  }

  /** The outline of a change, made now unless it was before. Throws `Refused` where it cannot be made. */
  async of(run: OutlinedRun, change: Change): Promise<ReviewOutline> {
    const deep = await readOutline(outlineFile(run.directory, change, { bodies: true }));
    return deep ?? this.#known(run, change, { bodies: false });
  }

  /** The same with what the ledger takes of its units. That takes several times as long: a person does not wait for it. */
  withBodies(run: OutlinedRun, change: Change): Promise<ReviewOutline> {
    return this.#known(run, change, { bodies: true });
  }

  /** Makes both before anybody asks, in the background. What goes wrong is told to whoever asks. */
  async prepare(run: OutlinedRun, change: Change): Promise<void> {
    for (const depth of [{ bodies: false }, { bodies: true }]) {
      const file = outlineFile(run.directory, change, depth);
      if (this.#underWay.has(file) || (await readOutline(file)) !== undefined) continue;
      const making = this.#make(run, change, { ...depth, isAhead: true });
      const isMade = await making.done.then(
        () => true,
        () => false,
      );
      if (!isMade) return;
    }
  }

  /**
   * The file of the outline with bodies, once it is there: for another program that reads it. Throws `Refused` where it cannot be
   * made.
   */
  async fileOf(run: OutlinedRun, change: Change): Promise<string> {
    await this.withBodies(run, change);
    return outlineFile(run.directory, change, { bodies: true });
  }

  /** Ends what is made for a run in case somebody reads it: now nobody will. */
  stop(run: string): void {
    for (const one of this.#underWay.values()) if (one.run === run && !one.isAwaited) one.child.kill();
  }

  close(): void {
    for (const { child } of this.#underWay.values()) child.kill();
  }

  async #known(run: OutlinedRun, change: Change, depth: OutlineDepth): Promise<ReviewOutline> {
    const file = outlineFile(run.directory, change, depth);
    const known = this.#underWay.has(file) ? undefined : await readOutline(file);
    if (known !== undefined) return known;
    const making = this.#make(run, change, { ...depth, isAhead: depth.bodies });
    making.isAwaited = true;
    await making.done;
    const made = await readOutline(file);
    if (made !== undefined) return made;
    throw new Refused('no-outline', 'The outline of the change was made and cannot be read. Ask again.');
  }

  #make(run: OutlinedRun, change: Change, how: Pick<OutlineRequest, 'bodies' | 'isAhead'>): UnderWay {
    const file = outlineFile(run.directory, change, how);
    const known = this.#underWay.get(file);
    if (known !== undefined) return known;
    const { 'protected-paths': paths, oracles, 'oracle-paths': oraclePaths } = run.policy;
    const policy = {
      'protected-paths': [...paths],
      oracles,
      ...(oraclePaths === undefined ? {} : { 'oracle-paths': [...oraclePaths] }),
    };
    const child = startOutlineProgram(this.#program);
    const request = { commonDir: this.#commonDir, change, policy, out: file, ...how };
    const done = this.#ask(child, run, request).finally(() => this.#underWay.delete(file));
    const making: UnderWay = { run: run.id, child, done, isAwaited: false };
    this.#underWay.set(file, making);
    return making;
  }

  async #ask(child: ChildProcess, run: OutlinedRun, request: OutlineRequest): Promise<void> {
    const ended = endOf(child);
    await mkdir(outlineFolder(run.directory), { recursive: true, mode: 0o700 });
    // A process that has gone says why by its end.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(JSON.stringify(request));
    const { code, said } = await ended;
    if (code !== 0) {
      const why = said.trim() === '' ? 'it was stopped' : said.trim();
      throw new Refused('no-outline', `The outline of the change could not be made: ${why}. Ask again.`);
    }
    await forgetOldOutlines(run.directory);
  }
}
