import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { callGitHere, startGitThrough } from '../../../src/git/gitProcess.ts';
import type { RunRecord } from '../../../src/insights/insightsOf.ts';
import { type Facts, openFacts } from '../../../src/journal/factStore.ts';
import { type Followed, followedSchema } from '../../../src/model/fate.ts';
import type { InboxEvent } from '../../../src/model/inbox.ts';
import type { RunAccount } from '../../../src/model/runAccount.ts';
import { Following } from '../../../src/runner/following.ts';
import { Inbox } from '../../../src/runner/inbox.ts';
import { KnownReverts } from '../../../src/runner/knownReverts.ts';
import { loopMemories } from '../../../src/steps/loopMemories.ts';
import { TemporaryRepository, testEnvironment } from '../../support/repository.ts';

const run = promisify(execFile);
const dayMs = 86_400_000;
const start = Math.floor(Date.now() / 1000) * 1000;
const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const ten = Array.from({ length: 10 }, (_, line) => `old ${line}`);

type Item = RunAccount['items'][number];
type Landed = NonNullable<Item['landed']>;

/** A repository on whose main branch changes land, with what a runner keeps of it. */
class World {
  readonly git: TemporaryRepository;
  readonly records: RunRecord[] = [];
  readonly events: InboxEvent[] = [];
  readonly inbox: Inbox;
  readonly warnings: string[] = [];
  /** Days since the beginning. */
  day = 0;
  following: Following;
  facts: Facts<Followed, ReadonlyMap<string, Followed>>;

  private constructor(git: TemporaryRepository) {
    this.git = git;
    this.inbox = new Inbox({
      append: async (event) => void this.events.push(event),
      earlier: [],
      live: () => [],
      clock: () => this.now,
    });
    this.facts = this.#openFacts();
    this.following = this.#open();
  }

  static async create(files: Readonly<Record<string, string>> = { 'a.txt': text(...ten) }): Promise<World> {
    const world = new World(await TemporaryRepository.create());
    await world.commit(files, 'first');
    return world;
  }

  get now(): number {
    return start + this.day * dayMs;
  }

  get #file(): string {
    return join(this.git.outside, 'followed.jsonl');
  }

  #openFacts() {
    const kept = new Map<string, Followed>();
    const fold = { from: kept, add: (_: unknown, one: Followed) => kept.set(one.commit, one) };
    const opened = openFacts<Followed, ReadonlyMap<string, Followed>>(this.#file, followedSchema, fold);
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  #open(): Following {
    const commonDir = join(this.git.path, '.git');
    const repository = { root: this.git.path, gitDir: commonDir, commonDir, head: '' };
    return new Following({
      repository,
      runs: { records: async () => [...this.records].reverse() },
      facts: this.facts,
      reverts: new KnownReverts(repository),
      world: { memory: loopMemories(repository, () => this.now), inbox: this.inbox },
      clock: () => this.now,
      warn: (message) => this.warnings.push(message),
    });
  }

  /** The next runner, which knows what is on disk. */
  async restart(): Promise<void> {
    await this.following.close();
    await this.facts.close();
    this.facts = this.#openFacts();
    this.following = this.#open();
  }

  /** Plain git, on the day that it is. */
  async run(...args: readonly string[]): Promise<void> {
    const date = `@${this.now / 1000} +0000`;
    const env = { ...testEnvironment(join(this.git.outside, 'home')), GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
    await run('git', [...args], { cwd: this.git.path, env });
  }

  async commit(files: Readonly<Record<string, string>>, message = 'by hand'): Promise<string> {
    for (const [path, content] of Object.entries(files)) await this.git.write(path, content);
    await this.run('add', '-A');
    await this.run('commit', '-q', '-m', message);
    return this.git.head();
  }

  /** What is there lands, as a run of the loop leaves it. */
  async land(files: Readonly<Record<string, string>>, more: Partial<Landed> = {}): Promise<string> {
    const commit = await this.commit(files, 'landed');
    this.landed(commit, Object.keys(files), more);
    return commit;
  }

  landed(commit: string, paths: readonly string[], more: Partial<Landed> = {}): void {
    const files = paths.map((path) => ({ path, lines: 1, owed: 0 }));
    this.ran({
      landed: { at: this.now, commit, files, spend: { tokens: null, costUsd: null }, passed: ['tests'], ...more },
    });
  }

  ran(item: Partial<Item>, before?: RunAccount['before'], loop = 'nightly'): string {
    const id = `run-${String(this.records.length).padStart(3, '0')}`;
    const at = new Date(this.now).toISOString();
    const whole = {
      id: 'default',
      key: 'default',
      status: 'delivered' as const,
      at: this.now,
      iterations: 1,
      reached: true,
    };
    this.records.push({
      summary: { id, loop, status: 'delivered', reason: '', startedAt: at, finishedAt: at, iterationCount: 1 },
      account: { into: 'refs/heads/main', items: [{ ...whole, ...item }], ...(before === undefined ? {} : { before }) },
    });
    return id;
  }

  async fate(commit: string) {
    await this.following.look();
    expect(this.warnings).toEqual([]);
    return this.following.fateOf(commit, this.now);
  }

  get open() {
    return this.inbox.open().map(({ title, severity, actions }) => ({ title, severity, actions }));
  }

  async lessons(loop = 'nightly'): Promise<readonly string[]> {
    const memory = await loopMemories({ commonDir: join(this.git.path, '.git') }, () => this.now).read(loop);
    return memory.ok ? (memory.value?.memory.lessons.map((lesson) => lesson.text) ?? []) : [];
  }

  async lines(): Promise<number> {
    return (await readFile(this.#file, 'utf8')).split('\n').length - 1;
  }

  async dispose(): Promise<void> {
    await this.following.close();
    await this.facts.close();
    await this.git.dispose();
  }
}

const worlds: World[] = [];
async function create(files?: Readonly<Record<string, string>>): Promise<World> {
  const world = await World.create(files);
  worlds.push(world);
  return world;
}

afterEach(async () => {
  startGitThrough(callGitHere);
  for (const world of worlds.splice(0)) await world.dispose();
});

const changed = (...lines: readonly string[]): string => text(...ten.slice(0, 5), ...lines, ...ten.slice(5));

describe('a landed change is followed for 14 days', () => {
  it('stands while nobody touches its lines, and costs no git process while nothing has changed', async () => {
    const world = await create();
    const commit = await world.land({ 'a.txt': changed('new 1', 'new 2') });
    await world.commit({ 'b.txt': 'other\n', 'a.txt': `${changed('new 1', 'new 2')}more\n` });
    expect(await world.fate(commit)).toMatchObject({ stands: 1, changedBy: [], words: 'stands, day 1 of 14' });
    let processes = 0;
    startGitThrough((call) => {
      processes += 1;
      return callGitHere(call);
    });
    world.day = 3;
    expect((await world.fate(commit))?.words).toBe('stands, day 3 of 14');
    expect(processes).toBe(0);
    expect(await world.lines()).toBe(1);
    // Any number of landings: the reverts, the steps of the target, and the lines of all.
    await world.commit({ 'a.txt': changed('new 1', 'other') });
    expect((await world.fate(commit))?.stands).toBe(0.5);
    expect(processes).toBe(3);
    expect(world.open).toEqual([]);
  });

  it('is reverted: the loop remembers it, a person is called once, also by the next runner', async () => {
    const world = await create();
    const commit = await world.land({ 'a.txt': changed('new') });
    await world.fate(commit);
    world.day = 2;
    await world.run('revert', '--no-edit', commit);
    const by = await world.git.head();
    const fate = await world.fate(commit);
    expect(fate).toMatchObject({ stands: 0, reverted: { by, at: world.now } });
    expect(fate?.words).toBe(`reverted 2 days later by ${by.slice(0, 10)}`);
    expect(await world.lessons()).toEqual([
      `What landed as ${commit.slice(0, 10)} was reverted 2 days later by ${by.slice(0, 10)}. Do not bring it again the same way: find out why first.`,
    ]);
    expect(world.open).toEqual([
      {
        title: `nightly: what landed as ${commit.slice(0, 10)} was reverted`,
        severity: 'medium',
        actions: ['dismiss', 'snooze'],
      },
    ]);
    const [entry] = world.inbox.open();
    await world.inbox.dismiss(entry?.id ?? '', 'seen', 'Ada');
    await world.restart();
    world.day = 4;
    await world.commit({ 'b.txt': 'x\n' });
    expect(await world.fate(commit)).toMatchObject({ reverted: { by } });
    expect(world.open).toEqual([]);
    expect(await world.lines()).toBe(2);
  });

  it('is back when its revert is reverted, and nobody is asked to look any more', async () => {
    const world = await create();
    const commit = await world.land({ 'a.txt': changed('new') });
    await world.run('revert', '--no-edit', commit);
    expect((await world.fate(commit))?.reverted).toBeDefined();
    await world.run('revert', '--no-edit', 'HEAD');
    expect(await world.fate(commit)).toMatchObject({ stands: 1, words: 'stands, day 1 of 14' });
    expect(world.open).toEqual([]);
  });

  it('is amended where somebody takes it back by hand, and says who', async () => {
    const world = await create();
    const commit = await world.land({ 'a.txt': changed('new 1', '', 'new 2', 'new 3') });
    await world.commit({ 'a.txt': `top\n${changed('new 1', '', 'new 2', 'new 3')}` }, 'elsewhere in the file');
    world.day = 1;
    const by = await world.commit({ 'a.txt': `top\n${changed('new 1')}` });
    const fate = await world.fate(commit);
    expect(fate?.stands).toBeCloseTo(1 / 3);
    expect(fate?.changedBy).toEqual([{ commit: by, author: 'Test Author <author@example.com>', at: world.now }]);
    expect(fate?.words).toBe('amended: 33 % of its lines stand');
    await world.commit({ 'a.txt': text(...ten) });
    expect((await world.fate(commit))?.stands).toBe(0);
    // Nobody is called for that, and the loop hears of it once the days are over.
    expect([world.open, await world.lessons()]).toEqual([[], []]);
    world.day = 15;
    expect((await world.fate(commit))?.isOver).toBe(true);
    expect((await world.lessons())[0]).toMatch(/0 % of the lines stand after 14 days; others were changed by/);
  });

  it('is followed through a rename, and a target whose history was written anew', async () => {
    const world = await create();
    const commit = await world.land({ 'a.txt': changed('new 1', 'new 2') });
    await world.run('mv', 'a.txt', 'b.txt');
    await world.run('commit', '-q', '-m', 'renamed');
    expect((await world.fate(commit))?.stands).toBe(1);
    const by = await world.commit({ 'b.txt': changed('new 1', 'another') });
    expect(await world.fate(commit)).toMatchObject({ stands: 0.5, changedBy: [{ commit: by }] });
    await world.run('reset', '-q', '--hard', commit);
    await world.git.write('a.txt', changed('new 1', 'new 2', 'new 3'));
    await world.run('commit', '-q', '-a', '--amend', '-m', 'landed, and mended');
    expect(await world.fate(commit)).toMatchObject({ stands: 1 });
    await world.git.write('a.txt', changed('new 2'));
    await world.run('commit', '-q', '-a', '--amend', '-m', 'landed, less of it');
    expect(await world.fate(commit)).toMatchObject({ stands: 0.5, changedBy: [{ commit: await world.git.head() }] });
  });

  it('is told of where the commits of the target were squashed into one', async () => {
    const world = await create();
    const commit = await world.land({ 'a.txt': changed('new 1', 'new 2') });
    await world.commit({ 'a.txt': changed('new 1') });
    await world.run('reset', '-q', '--soft', 'HEAD~2');
    await world.run('commit', '-q', '-m', 'both');
    expect((await world.fate(commit))?.stands).toBe(0.5);
  });

  it('is told apart from other landings in the same file, by what each brought', async () => {
    const world = await create();
    const first = await world.land({ 'a.txt': changed('one') });
    const second = await world.land({ 'a.txt': changed('one', 'two') });
    const third = await world.land({ 'a.txt': changed('two', 'three') });
    expect(await world.fate(first)).toMatchObject({ stands: 0, changedBy: [{ commit: third }] });
    expect((await world.fate(second))?.stands).toBe(1);
    expect((await world.fate(third))?.stands).toBe(1);
  });

  it('counts what happened within the 14 days, also for a runner that was away, and nothing after', async () => {
    const world = await create();
    const commit = await world.land({ 'a.txt': changed('one', 'two') });
    world.day = 13;
    await world.commit({ 'a.txt': changed('one') });
    world.day = 20;
    await world.commit({ 'a.txt': text(...ten) }, `Revert it\n\nThis reverts commit ${commit}.`);
    const fate = await world.fate(commit);
    expect(fate).toMatchObject({ stands: 0.5, isOver: true, words: 'amended: 50 % of its lines stand' });
    expect(fate).not.toHaveProperty('reverted');
    await world.commit({ 'a.txt': changed('three') });
    expect(await world.fate(commit)).toEqual(fate);
    world.day = 60;
    const old = await world.land({ 'a.txt': changed('x') });
    world.day = 120;
    expect(await world.fate(old)).toBeUndefined();
  });

  it('says that nobody can tell where it added nothing to be read', async () => {
    const world = await create({ 'a.bin': 'a\u0000b' });
    const commit = await world.land({ 'a.bin': 'a\u0000c' });
    await world.commit({ 'a.bin': 'a\u0000d' });
    expect(await world.fate(commit)).toMatchObject({ stands: null, changedBy: [], words: 'stands, day 1 of 14' });
  });
});

describe('checks that fail since a change landed', () => {
  it('are told of the newest landing that passed them, once, with the run that saw it', async () => {
    const world = await create();
    const first = await world.land({ 'a.txt': changed('one') });
    const second = await world.land({ 'a.txt': changed('one', 'two') });
    const base = await world.commit({ 'b.txt': 'b\n' });
    world.day = 1;
    const seen = world.ran({ status: 'gave-up' }, { base, failed: [{ check: 'tests', tests: ['adds'] }] });
    world.ran({ status: 'gave-up' }, { base, failed: [{ check: 'tests', tests: ['adds'] }] });
    const fate = await world.fate(second);
    expect(fate?.broke).toEqual({ run: seen, loop: 'nightly', check: 'tests', tests: ['adds'] });
    expect(fate?.words).toBe(`tests fails since, seen by run ${seen}`);
    expect((await world.fate(first))?.broke).toBeUndefined();
    expect(world.open).toMatchObject([
      { title: `nightly: tests fails since ${second.slice(0, 10)} landed`, severity: 'high' },
    ]);
    expect(await world.lessons()).toEqual([
      `After ${second.slice(0, 10)} landed, the check tests failed on a base with it (run ${seen}).`,
    ]);
    await world.restart();
    await world.fate(second);
    expect(world.open).toHaveLength(1);
  });

  it('blame no landing that is not in the base, and no check of another loop', async () => {
    const world = await create();
    const before = await world.git.head();
    const commit = await world.land({ 'a.txt': changed('one') });
    const base = await world.git.head();
    world.day = 1;
    world.ran({}, { base: before, failed: [{ check: 'tests', tests: [] }] });
    world.ran({}, { base, failed: [{ check: 'tests', tests: [] }] }, 'other');
    world.ran({}, { base, failed: [{ check: 'lint', tests: [] }] });
    expect((await world.fate(commit))?.broke).toBeUndefined();
    world.day = 15;
    world.ran({}, { base, failed: [{ check: 'tests', tests: [] }] });
    expect((await world.fate(commit))?.broke).toBeUndefined();
  });

  it('are told where a test of a changed file fails, whichever loop saw it', async () => {
    const world = await create({ 'test/a.test.js': text(...ten) });
    const commit = await world.land({ 'test/a.test.js': changed('one') });
    world.day = 1;
    const tests = ['test/a.test.js > adds', 'test/a.test.jsx > no', 'test/b.test.js > other'];
    world.ran({}, { base: commit, failed: [{ check: 'unit', tests }] }, 'other');
    expect((await world.fate(commit))?.broke).toMatchObject({ loop: 'other', check: 'unit', tests: [tests[0]] });
  });
});

it('a target that moves is looked at by itself', async () => {
  const world = await create();
  const commit = await world.land({ 'a.txt': changed('one') });
  await world.fate(commit);
  await world.run('revert', '--no-edit', commit);
  await expect.poll(() => world.following.fateOf(commit, world.now)?.reverted, { timeout: 20_000 }).toBeDefined();
});
