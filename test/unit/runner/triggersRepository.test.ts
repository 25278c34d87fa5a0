import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openRepository } from '../../../src/git/repository.ts';
import type { Enabling, Receipt } from '../../../src/model/firing.ts';
import type { InboxEntry } from '../../../src/model/inbox.ts';
import { err, ok, type Result } from '../../../src/model/result.ts';
import { CiPoll, type CiQuery } from '../../../src/runner/triggers/ciPoll.ts';
import { CommittedLoops } from '../../../src/runner/triggers/committedLoops.ts';
import { planEnabling } from '../../../src/runner/triggers/planEnabling.ts';
import { RepositoryTriggers } from '../../../src/runner/triggers/repositoryTriggers.ts';
import { setSecret } from '../../../src/runner/triggers/secrets.ts';
import { webhookCrypto } from '../../../src/runner/triggers/webhookCrypto.ts';
import type { StartOrder } from '../../../src/runner/triggers/world.ts';
import type { FinishedCiRun } from '../../../src/triggers/workflow.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { Machine } from '../triggers/simulated.ts';

const file = '.loops/nightly.loop.yaml';
const loopText = (on: string, more = '') =>
  `name: nightly\non:\n  ${on}\nroles:\n  maker: { agent: repair }\nchecks:\n  tests: npm test\ngoal: checks.tests.passed\nbudget: { max-iterations: 5 }\n${more}`;

/** A store of lines in memory: what is on the disk of the repository. */
function store<T>() {
  const lines: T[] = [];
  return { lines, append: async (line: T) => void lines.push(line), all: async () => [...lines] };
}

class Scene {
  readonly receipts = store<Receipt>();
  readonly enablings = store<Enabling>();
  readonly raised: InboxEntry[] = [];
  readonly warnings: string[] = [];
  readonly started: StartOrder[] = [];
  ciAnswer: Result<readonly FinishedCiRun[], string> = ok([]);
  readonly ciQueries: CiQuery[] = [];
  open: RepositoryTriggers | undefined;
  readonly git: TemporaryRepository;

  private constructor(git: TemporaryRepository) {
    this.git = git;
  }

  static async make(files: Record<string, string>): Promise<Scene> {
    return new Scene(await TemporaryRepository.create({ files, path: 'with spaces é' }));
  }

  async repository() {
    const opened = await openRepository(this.git.path);
    return opened.ok ? opened.value : expect.unreachable(opened.error.code);
  }

  async start(): Promise<RepositoryTriggers> {
    const repository = await this.repository();
    await mkdir(join(repository.commonDir, 'loopwright'), { recursive: true });
    this.open = await RepositoryTriggers.open({
      repository,
      receipts: this.receipts,
      enablings: this.enablings,
      environment: {},
      start: async (order) => {
        this.started.push(order);
        return ok(undefined);
      },
      stop: async () => undefined,
      runs: () => [],
      repositoryRunsPerDay: async () => undefined,
      raise: async (entry) => void this.raised.push(entry),
      warn: (message) => void this.warnings.push(message),
      ciRuns: async (query) => {
        this.ciQueries.push(query);
        return this.ciAnswer;
      },
    });
    return this.open;
  }

  async enable(triggers: RepositoryTriggers): Promise<void> {
    const plan = await planEnabling(await this.repository(), { file, by: 'Ada <ada@example.com>', at: Date.now() });
    await triggers.enable(plan.ok ? plan.value : expect.unreachable(plan.error.message));
  }

  async stop(): Promise<void> {
    await this.open?.close();
    this.open = undefined;
  }

  /** Until so many runs were started, or a while has passed; what they were started by. */
  async heard(count: number): Promise<readonly string[]> {
    for (let i = 0; i < 400 && this.started.length < count; i++) await delay(25);
    return this.started.map(({ trigger }) => `${trigger.kind} ${trigger.about}`);
  }

  async until(isSo: () => boolean): Promise<void> {
    for (let i = 0; i < 400 && !isSo(); i++) await delay(25);
    expect(isSo()).toBe(true);
  }
}

let scene: Scene | undefined;
async function make(files: Record<string, string>): Promise<Scene> {
  scene = await Scene.make(files);
  return scene;
}
afterEach(async () => {
  await scene?.stop();
  await scene?.git.dispose();
  scene = undefined;
});

const short = (commit: string) => commit.slice(0, 8);

describe('a push to a watched branch', () => {
  const on = 'push: { branches: [main, "release/**"], paths: ["src/**"] }';

  it('is heard from the files of git, also in a new folder, when packed, and when nobody was there', async () => {
    const here = await make({ [file]: loopText(on) });
    const { git } = here;
    const triggers = await here.start();
    await here.enable(triggers);
    const first = await git.head();
    const second = await git.commit('second', { 'src/a.ts': '1' });
    expect(await here.heard(1)).toEqual([`push main ${short(first)} → ${short(second)}`]);
    await git.commit('docs', { 'docs/a.md': '1' });
    await git.git('checkout', '-q', '-b', 'release/1/x');
    const third = await git.commit('third', { 'src/b.ts': '1' });
    await git.git('pack-refs', '--all');
    expect((await here.heard(2)).at(-1)).toMatch(new RegExp(`^push release/1/x (new|[0-9a-f]{8}) → ${short(third)}$`));
    await git.git('checkout', '-q', 'main');
    await here.stop();
    const fourth = await git.commit('fourth', { 'src/c.ts': '1' });
    await here.start();
    expect((await here.heard(3)).at(-1)).toMatch(new RegExp(`^push main [0-9a-f]{8} → ${short(fourth)}$`));
    await here.stop();
    await here.start();
    await delay(300);
    expect(here.started).toHaveLength(3);
    expect(here.warnings).toEqual([]);
  });

  it('by the loop itself is left out, with a receipt', async () => {
    const here = await make({ [file]: loopText(on) });
    await here.enable(await here.start());
    await here.git.commit('nightly: it works\n\nLoop: nightly\nLoop-Run: r1', { 'src/a.ts': '1' });
    await here.until(() => here.receipts.lines.length > 0);
    expect(here.receipts.lines.map(({ became }) => became)).toEqual(['skipped']);
    expect(here.started).toEqual([]);
  });
});

describe('a loop file that changes', () => {
  const on = 'push: { branches: [main], paths: ["src/**"] }';

  it('holds the loop until it is enabled again; what is not committed does not count', async () => {
    const here = await make({ [file]: loopText(on) });
    const triggers = await here.start();
    await here.enable(triggers);
    await here.git.write(file, loopText(on, '# not committed\n'));
    await triggers.triggers.reload();
    expect(triggers.triggers.armed.map(({ name }) => name)).toEqual(['nightly']);
    await here.git.commit('another definition', { [file]: loopText(on, 'description: another\n'), 'src/a.ts': '1' });
    await here.until(() => here.raised.length > 0);
    expect(here.raised).toMatchObject([
      {
        id: 'held:nightly',
        kind: 'held',
        why: expect.stringMatching(/at main is not the definition that was enabled/),
      },
    ]);
    expect(triggers.triggers.armed).toEqual([]);
    expect(triggers.isArmed).toBe(true);
    await here.enable(triggers);
    await here.git.commit('more', { 'src/a.ts': '2' });
    expect(await here.heard(1)).toHaveLength(1);
    expect(here.started[0]?.loop.loop.description).toBe('another');
    await rm(join(here.git.path, file));
    await here.git.commit('no loop', {});
    await here.until(() => here.raised.length > 1);
    expect(here.raised[1]?.why).toMatch(/is not there any more at main/);
    expect(await triggers.disable('nightly', 'Ada')).toBe(true);
    expect(await triggers.disable('nightly', 'Ada')).toBe(false);
    expect(triggers.isArmed).toBe(false);
  });

  it.each([
    ['on: manual', loopText('x').replace(/on:\n {2}x/, 'on: manual'), 'only-manual'],
    [
      'an input without default',
      loopText('push: { branches: [main] }\n  manual: { inputs: { a: { type: number } } }'),
      'invalid-loop',
    ],
    ['errors', 'name: nightly\n', 'invalid-loop'],
    ['no file', undefined, 'uncommitted'],
  ])('cannot be enabled with %s', async (_, text, code) => {
    const here = await make({ 'README.md': 'x', ...(text === undefined ? {} : { [file]: text }) });
    const plan = await planEnabling(await here.repository(), { file, by: 'Ada', at: 1 });
    expect(plan.ok ? 'ok' : plan.error.code).toBe(code);
  });

  it('is read where its work begins', async () => {
    const here = await make({ [file]: loopText(on, 'isolation: { base: stable }\n') });
    await here.git.git('branch', 'stable');
    const plan = await planEnabling(await here.repository(), { file, by: 'Ada', at: 1 });
    expect(plan).toMatchObject({ ok: true, value: { base: 'refs/heads/stable', loop: 'nightly' } });
  });
});

describe('changes of files of the checkout', () => {
  it('start one run below the watched folders, also in new ones, and for a file that is replaced', async () => {
    const here = await make({
      [file]: loopText('files: { paths: ["src/**/*.ts", "later/**", "one.txt"], debounce: 300ms }'),
      'src/a.ts': '1',
      'one.txt': '1',
    });
    await here.enable(await here.start());
    await here.git.write('other/a.ts', '2');
    await here.git.write('src/node_modules/x/a.ts', '2');
    await here.git.write('src/a.md', '2');
    await here.git.write('src/deep/er/b.ts', '2');
    expect(await here.heard(1)).toEqual(['files src/deep/er/b.ts']);
    await writeFile(join(here.git.path, 'fresh'), '2');
    await rename(join(here.git.path, 'fresh'), join(here.git.path, 'one.txt'));
    expect((await here.heard(2)).at(-1)).toBe('files one.txt');
    await here.git.write('later/new/x', '1');
    expect((await here.heard(3)).at(-1)).toBe('files later/new/x');
    await writeFile(join(here.git.path, 'fresh'), '3');
    await rename(join(here.git.path, 'fresh'), join(here.git.path, 'one.txt'));
    expect((await here.heard(4)).at(-1)).toBe('files one.txt');
    expect(here.warnings).toEqual([]);
  });
});

describe('a webhook', () => {
  const on = 'webhook: { path: /hook, secret: HOOK }\n  workflow_run: { workflows: [ci] }';
  const secret = 'a secret of the loop';
  const send = (url: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: { 'x-hub-signature-256': `sha256=${webhookCrypto.hmac(secret, [body])}`, ...headers },
    });

  it('starts a run, tells of CI runs, keeps its port, and asks for its secret', async () => {
    const here = await make({ [file]: loopText(on) });
    let triggers = await here.start();
    await here.enable(triggers);
    const url = triggers.webhookUrl('/hook') ?? '';
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hook$/);
    expect(here.raised).toContainEqual(expect.objectContaining({ id: 'failure:nightly:secret' }));
    expect((await send(url, '{}')).status).toBe(401);
    const { commonDir } = await here.repository();
    expect(await setSecret(commonDir, 'HOOK', secret)).toMatchObject({ ok: true });
    expect((await send(url, '{}')).status).toBe(202);
    // The receipt is there with the answer.
    expect(here.receipts.lines.map(({ became }) => became)).toEqual(['queued', 'started']);
    expect((await send(url, '{}', { 'x-github-delivery': 'x' })).status).toBe(409);
    const updated_at = new Date(Date.now() + 1000).toISOString();
    const event = { id: 7, name: 'ci', head_branch: 'main', conclusion: 'failure', updated_at };
    expect((await send(url, JSON.stringify({ action: 'in_progress', workflow_run: event }))).status).toBe(202);
    expect((await send(url, '{"zen":"x"}', { 'x-github-event': 'ping' })).status).toBe(202);
    expect(here.started).toHaveLength(1);
    expect((await send(url, JSON.stringify({ action: 'completed', workflow_run: event }))).status).toBe(202);
    expect((await here.heard(2)).at(-1)).toBe('workflow_run ci on main: failure');
    await here.stop();
    await expect(send(url, '{}')).rejects.toThrow();
    triggers = await here.start();
    expect(triggers.webhookUrl('/hook')).toBe(url);
    // A replay is known to the next runner too.
    expect((await send(url, '{}')).status).toBe(409);
    expect(here.started).toHaveLength(2);
  });
});

describe('asking the CI', () => {
  const on = 'workflow_run: { workflows: [ci], branches: ["ma*"] }';

  it('is about the branches that there are, from when the loop was enabled', async () => {
    const here = await make({ [file]: loopText(on) });
    const before = Date.now();
    const run = { id: '1', workflow: 'ci', branch: 'main', conclusion: 'failure', finishedAt: Date.now() + 60_000 };
    here.ciAnswer = ok([run]);
    await here.enable(await here.start());
    expect(await here.heard(1)).toEqual(['workflow_run ci on main: failure']);
    expect(here.ciQueries[0]).toMatchObject({ branch: 'main', workflows: ['ci'] });
    expect(here.ciQueries[0]?.since).toBeGreaterThanOrEqual(before - 11 * 60_000);
  });

  it('goes on after failures, more rarely, and says so once', async () => {
    const machine = new Machine('2026-06-01T00:00Z');
    const asked: number[] = [];
    const deaf: string[] = [];
    let answer: Result<readonly FinishedCiRun[], string> = err('gh is not signed in.');
    const poll = new CiPoll({
      now: machine.now,
      wakeAt: (at, wake) => machine.wakeAt(at, wake),
      ask: async () => {
        asked.push(machine.now());
        return answer;
      },
      heard: async () => undefined,
      deaf: async (_, why) => void deaf.push(why),
    });
    const since = machine.now();
    poll.watch([{ loop: 'x', workflows: ['ci'], branches: ['main'], everyMs: 5 * 60_000, since }]);
    await machine.until('2026-06-01T03:00Z', poll);
    const minutes = asked.map((at) => (at - since) / 60_000);
    expect(minutes).toEqual([0, 10, 30, 70, 130]);
    expect(deaf).toEqual(['gh is not signed in.']);
    answer = ok([]);
    await machine.until('2026-06-01T03:30Z', poll);
    expect(asked.length).toBe(5 + 5);
    await poll.close();
  });
});

describe('reading enabled loops', () => {
  it('asks git only for a base that has moved', async () => {
    const here = await make({ [file]: loopText('push: { branches: [main] }') });
    const repository = await here.repository();
    const plan = await planEnabling(repository, { file, by: 'Ada', at: 1 });
    const enabled = plan.ok ? [{ ...plan.value, enabled: true }] : expect.unreachable();
    const tips = new Map([['refs/heads/main', await here.git.head()]]);
    const committed = new CommittedLoops(repository);
    const read = () => committed.read(enabled, (branch) => tips.get(branch));
    expect((await read()).armed.map(({ name }) => name)).toEqual(['nightly']);
    // git would find nothing any more.
    await rename(join(repository.commonDir, 'objects'), join(repository.commonDir, 'gone'));
    expect((await read()).armed.map(({ name }) => name)).toEqual(['nightly']);
    tips.set('refs/heads/main', 'f'.repeat(40));
    expect((await read()).held.map(({ name }) => name)).toEqual(['nightly']);
  });
});
