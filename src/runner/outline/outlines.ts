import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { nowhere } from '../../git/hardened.ts';
import type { Change } from '../../model/change.ts';
import type { Loop } from '../../model/loopFile.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import { Refused } from '../refusal.ts';
import { forgetOldOutlines, outlineFile, outlineFolder, readOutline } from './outlineFile.ts';
import type { OutlineRequest } from './request.ts';

export interface OutlineProgram {
  /** The Node (or Electron) that runs it. */
  readonly node: string;
  /** `dist/outline.js`, absolute. */
  readonly script: string;
}

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
}

/** Last characters of what the program says when it fails. */
const mostSaid = 2000;

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
    const file = outlineFile(run.directory, change);
    const known = this.#underWay.has(file) ? undefined : await readOutline(file);
    if (known !== undefined) return known;
    await this.#make(run, change, file, false);
    const made = await readOutline(file);
    if (made !== undefined) return made;
    throw new Refused('no-outline', 'The outline of the change was made and cannot be read. Ask again.');
  }

  /** Makes it before anybody asks, in the background. What goes wrong is told to whoever asks. */
  async prepare(run: OutlinedRun, change: Change): Promise<void> {
    const file = outlineFile(run.directory, change);
    if (this.#underWay.has(file) || (await readOutline(file)) !== undefined) return;
    await this.#make(run, change, file, true).catch(() => undefined);
  }

  /** The file of the outline, once it is there: for another program that reads it. Throws `Refused` where it cannot be made. */
  async fileOf(run: OutlinedRun, change: Change): Promise<string> {
    const file = outlineFile(run.directory, change);
    if (this.#underWay.has(file) || (await readOutline(file)) === undefined) await this.#make(run, change, file, true);
    return file;
  }

  /** Ends what is being made for a run: nobody reads it any more. */
  stop(run: string): void {
    for (const one of this.#underWay.values()) if (one.run === run) one.child.kill();
  }

  close(): void {
    for (const { child } of this.#underWay.values()) child.kill();
  }

  #make(run: OutlinedRun, change: Change, file: string, isAhead: boolean): Promise<void> {
    const known = this.#underWay.get(file);
    if (known !== undefined) return known.done;
    const { 'protected-paths': paths, oracles, 'oracle-paths': oraclePaths } = run.policy;
    const policy = {
      'protected-paths': [...paths],
      oracles,
      ...(oraclePaths === undefined ? {} : { 'oracle-paths': [...oraclePaths] }),
    };
    const child = this.#start();
    const done = this.#ask(child, run, { commonDir: this.#commonDir, change, policy, out: file, isAhead }).finally(() =>
      this.#underWay.delete(file),
    );
    this.#underWay.set(file, { run: run.id, child, done });
    return done;
  }

  #start(): ChildProcess {
    const { PATH = '', SystemRoot, TEMP, TMP } = process.env;
    const windows = { ...(SystemRoot && { SystemRoot }), ...(TEMP && { TEMP }), ...(TMP && { TMP }) };
    const electron = process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
    return spawn(this.#program.node, [this.#program.script], {
      cwd: nowhere(process.platform, process.env),
      env: { PATH, ...windows, ...electron },
      stdio: ['pipe', 'ignore', 'pipe'],
      windowsHide: true,
    });
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

function endOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-mostSaid);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, said: error.message }));
    child.once('close', (code) => resolve({ code, said }));
  });
}
