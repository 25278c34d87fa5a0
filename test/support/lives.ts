import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { version } from '../../package.json';
import { root } from '../../scripts/paths.mjs';
import { runnerFolder, runnerLog } from '../../src/client/runnerFolder.ts';
import { runnerEnvironment } from '../../src/client/startRunner.ts';
import { journalFile } from '../../src/journal/stepFolder.ts';
import type { LoopRepository } from './loopRepository.ts';
import type { PatientPerson } from './patientPerson.ts';
import { processesOf } from './processesOf.ts';

/** How a process ended: its exit code, or the signal. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One life of the real runner, started by the test, so that it knows the process from its first moment on. */
export interface Life {
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly over: Promise<End>;
  readonly isOver: () => boolean;
}

/** The runners of a repository, one after another, and when they were killed. */
export class Lives {
  readonly #loop: LoopRepository;
  readonly #programs: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #all: Life[] = [];
  readonly #killedAt: number[] = [];

  /** `programs`: the folder of what was built; `env`: more of the environment of whoever starts them. */
  constructor(
    loop: LoopRepository,
    {
      programs = join(root, 'dist'),
      env = {},
    }: { readonly programs?: string; readonly env?: Record<string, string> } = {},
  ) {
    this.#loop = loop;
    this.#programs = programs;
    this.#env = env;
  }

  get all(): readonly Life[] {
    return this.#all;
  }

  /** Epoch milliseconds. */
  get killedAt(): readonly number[] {
    return this.#killedAt;
  }

  /** Starts `dist/runner.js`; with `crashAt` it kills itself there. */
  async begin(crashAt?: string): Promise<Life> {
    const { git, commonDir } = this.#loop;
    await mkdir(runnerFolder(commonDir), { recursive: true, mode: 0o700 });
    // Its socket lies where the test's other files lie.
    const own = { LOOPWRIGHT_DATA: join(git.outside, 'data'), XDG_RUNTIME_DIR: git.outside };
    const env = {
      ...runnerEnvironment({ ...process.env, ...this.#env }),
      ...own,
      ...(crashAt && { LOOPWRIGHT_CRASH_AT: crashAt }),
    };
    const log = await open(runnerLog(commonDir), 'a', 0o600);
    try {
      const args = [join(this.#programs, 'runner.js'), git.path, `${version}+test`];
      const startedAt = Date.now();
      const child = spawn(process.execPath, args, { cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd], env });
      const life = lifeOf(child, startedAt);
      this.#all.push(life);
      void life.over.then(({ signal }) => signal === 'SIGKILL' && this.#killedAt.push(Date.now()));
      return life;
    } finally {
      await log.close();
    }
  }

  /** kill -9, and waits until it is gone; false where it had ended already. */
  async kill(life: Life): Promise<boolean> {
    if (life.isOver()) return false;
    process.kill(life.pid, 'SIGKILL');
    return (await life.over).signal === 'SIGKILL';
  }

  /** Bytes of all journals. */
  async bytesWritten(): Promise<number> {
    const runs = join(runnerFolder(this.#loop.commonDir), 'runs');
    const ids = await readdir(runs).catch(() => []);
    const sizes = ids.map((id) =>
      stat(journalFile(join(runs, id))).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /** Until more has been written so many times, or this holds, or everybody seems to wait for somebody. */
  async untilItWrites(before: number, times: number, isDone: () => boolean): Promise<void> {
    let known = before;
    let left = times;
    for (const end = Date.now() + 4000; left > 0 && Date.now() < end && !isDone(); await delay(4)) {
      const bytes = await this.bytesWritten();
      if (bytes > known) left -= 1;
      known = bytes;
    }
  }

  /** Lets the last one go, and tells which processes are left after a moment. */
  async leaveQuietly(person: PatientPerson): Promise<readonly number[]> {
    await person.askOnce('leave', {});
    person.leave();
    const ends = await Promise.all(this.#all.map((life) => life.over));
    if (ends.at(-1)?.code !== 0) throw new Error(`The last runner did not leave: ${JSON.stringify(ends.at(-1))}`);
    for (const end = Date.now() + 5000; ; await delay(50)) {
      const left = await processesOf(this.#loop.git.outside);
      if (left.length === 0 || Date.now() > end) return left;
    }
  }

  /** Nobody outlives the test. */
  async killAll(): Promise<void> {
    await Promise.all(this.#all.map((life) => this.kill(life)));
  }
}

function lifeOf(child: ChildProcess, startedAt: number): Life {
  const over = new Promise<End>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    startedAt,
    over,
    isOver: () => child.exitCode !== null || child.signalCode !== null,
  };
}
