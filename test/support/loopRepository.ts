import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../scripts/paths.mjs';
import { connectRunner } from '../../src/client/connect.ts';
import { addressFile } from '../../src/client/runnerFolder.ts';
import type { RunDetail } from '../../src/model/shapes.ts';
import type { RunnerClient } from '../../src/protocol/client.ts';
import {
  type RunnerMethod,
  type RunnerParams,
  type RunnerReply,
  runnerAddressSchema,
} from '../../src/protocol/runner.ts';
import { processesOf } from './processesOf.ts';
import { TemporaryRepository } from './repository.ts';

/** Where a loop of tests lies, and its name. */
export const loopFile = '.loops/count-up.loop.yaml';

/**
 * A maker that raises the number in value.txt by one each pass and notes each start outside the repository, and a check
 * that is content from `goal` on. Nothing but Node is needed.
 */
export function countingFiles(outside: string, goal: number, more = ''): Record<string, string> {
  const note = JSON.stringify(join(outside, 'starts.log'));
  return {
    'value.txt': '0\n',
    'tools/make.mjs': [
      "import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';",
      `appendFileSync(${note}, 'start\\n');`,
      "const value = Number(readFileSync('value.txt', 'utf8'));",
      'await new Promise((resolve) => setTimeout(resolve, 60));',
      "writeFileSync('value.txt', `${value + 1}\\n`);",
    ].join('\n'),
    'tools/check.mjs': [
      "import { readFileSync } from 'node:fs';",
      "const value = Number(readFileSync('value.txt', 'utf8'));",
      "console.log('value is', value);",
      `process.exit(value >= ${goal} ? 0 : 1);`,
    ].join('\n'),
    [loopFile]: [
      'name: count-up',
      'on: manual',
      'roles: { maker: { agent: command, run: node tools/make.mjs } }',
      'checks: { counted: node tools/check.mjs }',
      'goal: checks.counted.passed',
      'budget: { max-iterations: 8 }',
      `policy: { allowed-paths: [value.txt, "made/**"], write: [${JSON.stringify(outside)}] }`,
      more,
    ].join('\n'),
  };
}

/** A repository with a loop, and the real runner of `dist/` at work on it. `npm run build` comes first. */
export class LoopRepository {
  readonly git: TemporaryRepository;
  readonly #clients = new Set<RunnerClient>();

  private constructor(git: TemporaryRepository) {
    this.git = git;
  }

  /** `files` are committed; they are given the folder around the repository, which nothing else uses. */
  static async create(
    files: (outside: string) => Readonly<Record<string, string>>,
    path?: string,
  ): Promise<LoopRepository> {
    const git = await TemporaryRepository.create(path === undefined ? {} : { path });
    await git.commit('loop', files(git.outside));
    process.env['LOOPWRIGHT_DATA'] = join(git.outside, 'data');
    return new LoopRepository(git);
  }

  get commonDir(): string {
    return join(this.git.path, '.git');
  }

  async connect(): Promise<RunnerClient> {
    process.env['LOOPWRIGHT_DATA'] = join(this.git.outside, 'data');
    const connected = await connectRunner({ folder: this.git.path, programs: join(root, 'dist'), start: true });
    if (!connected.ok) throw new Error(`${connected.error.code}: ${connected.error.message}\n${await this.log()}`);
    this.#clients.add(connected.value);
    connected.value.onClose(() => this.#clients.delete(connected.value));
    return connected.value;
  }

  /** What the runner printed. */
  async log(): Promise<string> {
    return readFile(join(this.commonDir, 'loopwright', 'runner.log'), 'utf8').catch(() => '');
  }

  /** Asks until it is answered, whoever is killed meanwhile; a refusal is thrown as an error. */
  async ask<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<RunnerReply<M>> {
    for (;;) {
      const client = [...this.#clients][0] ?? (await this.connect());
      const reply = await client.request(method, params);
      if (reply.ok) return reply.value;
      if (reply.error.code !== 'disconnected') throw new Error(`${reply.error.code}: ${reply.error.message}`);
    }
  }

  async start(file = loopFile): Promise<string> {
    return (await this.ask('start', { file, uncommitted: false })).run;
  }

  /** The run once it has one of these statuses. */
  async until(run: string, ...statuses: readonly RunDetail['status'][]): Promise<RunDetail> {
    for (const end = Date.now() + 300_000; Date.now() < end; await delay(40)) {
      const detail = await this.ask('show', { run });
      if (statuses.includes(detail.status)) return detail;
      if (detail.finishedAt !== undefined) break;
    }
    const { status, reason } = await this.ask('show', { run });
    throw new Error(`run ${run} is ${status} (${reason}), not ${statuses.join(' or ')}\n${await this.log()}`);
  }

  async land(detail: RunDetail): Promise<RunnerReply<'land'>> {
    return this.ask('land', { run: detail.id, approval: approvalOf(detail) });
  }

  /** The runner's process id; undefined while none runs. */
  async runnerPid(): Promise<number | undefined> {
    const text = await readFile(addressFile(this.commonDir), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : runnerAddressSchema.parse(JSON.parse(text)).pid;
  }

  /** kill -9 of the runner; false when there was none. */
  async killRunner(): Promise<boolean> {
    const pid = await this.runnerPid();
    return pid !== undefined && endProcess(pid);
  }

  /** Lets the runner go and tells which processes are left after a while: how soon they end is not what is asked. */
  async quiet(): Promise<readonly number[]> {
    await this.ask('leave', {});
    for (const client of this.#clients) client.close();
    let left: readonly number[] = [];
    for (const end = Date.now() + 30_000; Date.now() < end; await delay(50)) {
      left = await processesOf(this.git.outside);
      if (left.length === 0) break;
    }
    return left;
  }

  async dispose(): Promise<void> {
    for (const client of this.#clients) client.close();
    const text = await readFile(addressFile(this.commonDir), 'utf8').catch(() => undefined);
    await this.killRunner();
    if (text !== undefined) {
      const { socket } = runnerAddressSchema.parse(JSON.parse(text));
      await rm(dirname(socket), { recursive: true, force: true });
    }
    for (const pid of await processesOf(this.git.outside)) endProcess(pid);
    await this.git.dispose();
  }
}

/** False when it had ended already, perhaps in this very moment. */
function endProcess(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

export function approvalOf({ change, definition }: RunDetail): RunnerParams<'land'>['approval'] {
  if (change === undefined) throw new Error('this run has no change');
  return { base: change.base, head: change.head, tree: change.tree, definition };
}
