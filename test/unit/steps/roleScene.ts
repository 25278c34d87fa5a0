import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { StepContext } from '../../../src/engine/durable.ts';
import { createWorktree } from '../../../src/git/createWorktree.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { runOrAdopt } from '../../../src/journal/step/stepCommand.ts';
import { WrapperPool } from '../../../src/journal/step/wrapperPool.ts';
import { outputFile } from '../../../src/journal/stepFolder.ts';
import { notAnswered } from '../../../src/model/modelAsk.ts';
import type { Cost } from '../../../src/model/spend.ts';
import type { StepInput } from '../../../src/model/steps.ts';
import { Redactor } from '../../../src/redaction/redact.ts';
import { AgentSlots } from '../../../src/steps/agentSlots.ts';
import { withoutCages } from '../../../src/steps/caged.ts';
import type { CostLog } from '../../../src/steps/costLog.ts';
import { OpenQuestions } from '../../../src/steps/openQuestions.ts';
import { Purse } from '../../../src/steps/purse.ts';
import type { RoleWorld } from '../../../src/steps/rolePlace.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must } from '../git/must.ts';

export const BRANCH = 'refs/heads/loops/fix/r1/default';
export const SECRET = 'canary-secret-7f3a91';

/** A repository with a worktree at a change, and the steps' world over it: real git, real processes under the wrapper. */
export class RoleScene {
  readonly repository: TemporaryRepository;
  readonly worktree: string;
  readonly base: string;
  /** The commit with the change; the branch is there. */
  readonly head: string;
  readonly world: RoleWorld;
  readonly costs: Cost[];
  readonly #wrappers: WrapperPool;
  readonly #stop = new AbortController();

  private constructor(
    repository: TemporaryRepository,
    place: Pick<RoleScene, 'worktree' | 'base' | 'head' | 'world' | 'costs'>,
    wrappers: WrapperPool,
  ) {
    this.repository = repository;
    this.worktree = place.worktree;
    this.base = place.base;
    this.head = place.head;
    this.world = place.world;
    this.costs = place.costs;
    this.#wrappers = wrappers;
  }

  /** `wrapper` is the built program that steps run under. */
  static async create(wrapper: string): Promise<RoleScene> {
    const repository = await TemporaryRepository.create({
      files: { 'a.txt': 'one\n', 'b.txt': 'b\n', '.gitignore': 'build/\n' },
    });
    const base = await repository.head();
    const repo = must(await openRepository(repository.path));
    const worktree = path.join(repository.outside, 'worktree');
    must(await createWorktree({ repo, path: worktree, branch: BRANCH, base, lockReason: 'r1' }));
    writeFileSync(path.join(worktree, 'a.txt'), 'two\n');
    await repository.gitAt(worktree, 'commit', '-aqm', 'the change');
    const head = await repository.head(BRANCH);
    const costs: Cost[] = [];
    const environment = { PATH: process.env['PATH'] ?? '', RUNNER_TOKEN: SECRET };
    const world: RoleWorld = {
      repository: repo,
      programs: { node: process.execPath, repair: '', agent: '', mcp: '' },
      environment,
      now: Date.now,
      indexes: new Map(),
      purse: new Purse({ costs: costLogInMemory(costs), now: Date.now }),
      slots: new AgentSlots(),
      inbox: { raise: async () => {}, close: async () => {}, closeOf: async () => {} },
      questions: new OpenQuestions(),
      models: { ask: async () => notAnswered('no-window', 'There is no window here.') },
      cages: withoutCages,
      redact: (text, secrets) => {
        const redactor = new Redactor(secrets);
        return redactor.push(text) + redactor.end();
      },
    };
    const wrappers = new WrapperPool({ node: process.execPath, script: wrapper }, { spare: false });
    return new RoleScene(repository, { worktree, base, head, world, costs }, wrappers);
  }

  async dispose(): Promise<void> {
    this.#wrappers.close();
    await this.repository.dispose();
  }

  /** The same repository after the death of the runner: nothing is remembered but what is on disk. */
  successor(): RoleScene {
    const purse = new Purse({ costs: costLogInMemory(this.costs), now: Date.now });
    return new RoleScene(
      this.repository,
      { ...this, world: { ...this.world, indexes: new Map(), purse } },
      this.#wrappers,
    );
  }

  /** Another item's worktree at the same commit. */
  async place(item: string) {
    const branch = `refs/heads/loops/fix/r1/${item}`;
    const worktree = path.join(this.repository.outside, `worktree-${item}`);
    const repo = must(await openRepository(this.repository.path));
    must(await createWorktree({ repo, path: worktree, branch, base: this.head, lockReason: 'r1' }));
    return { item, branch, worktree };
  }

  /** A program of an agent; the line that runs it. */
  program(source: string): string {
    const file = path.join(this.repository.outside, `agent-${this.#programs++}.cjs`);
    const say =
      "const fs = require('node:fs'); const E = process.env;\n" +
      "const say = (line) => fs.appendFileSync(E.LOOPWRIGHT_REPORT_FILE, JSON.stringify(line) + '\\n');\n" +
      'const wait = (ms) => new Promise((done) => setTimeout(done, ms));\n';
    writeFileSync(file, `${say}(async () => {\n${source}\n})();\n`);
    return `'${process.execPath}' '${file}'`;
  }
  #programs = 0;

  context(key: string): StepContext {
    const directory = path.join(this.repository.outside, 'steps', key.replaceAll('/', '-'));
    mkdirSync(directory, { recursive: true });
    return {
      runId: 'r1',
      key,
      directory,
      log: outputFile(directory),
      signal: this.#stop.signal,
      command: (specify, signal) =>
        runOrAdopt(directory, specify, {
          signal: signal === undefined ? this.#stop.signal : AbortSignal.any([this.#stop.signal, signal]),
          wrappers: this.#wrappers,
        }),
    };
  }

  /** A person stops the run. */
  stop(): void {
    this.#stop.abort();
  }

  #role(source: string) {
    return {
      item: 'default',
      worktree: this.worktree,
      branch: BRANCH,
      agent: 'command' as const,
      run: this.program(source),
      prompt: 'the prompt',
      env: {},
      session: 'r1/default/role/1',
      memory: 'what is remembered',
      limits: [],
      loop: 'fix',
      head: this.head,
    };
  }

  explore(source: string, more: Partial<StepInput<'explore'>> = {}): StepInput<'explore'> {
    return { ...this.#role(source), attempt: 1, ...more };
  }

  make(source: string, more: Partial<StepInput<'make'>> = {}): StepInput<'make'> {
    const rest = { iteration: 2, feedback: 'what failed', checks: [], allowedPaths: [], protectedPaths: [] };
    return { ...this.#role(source), ...rest, ...more };
  }

  verify(source: string, more: Partial<StepInput<'verify'>> = {}): StepInput<'verify'> {
    return { ...this.#role(source), iteration: 2, base: this.base, brief: 'the brief', ...more };
  }

  judge(source: string, more: Partial<StepInput<'judge'>> = {}): StepInput<'judge'> {
    return { ...this.#role(source), iteration: 2, base: this.base, seat: 1, brief: 'the brief', ...more };
  }

  /** What the user's git says of the worktree; empty when all is as committed. */
  status(): Promise<string> {
    return this.repository.gitAt(this.worktree, 'status', '--porcelain');
  }
}

export const costLogInMemory = (costs: Cost[]): CostLog => ({
  append: async (cost) => {
    costs.push(cost);
  },
  all: () => costs,
});
