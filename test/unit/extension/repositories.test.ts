import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findRepository } from '../../../src/client/repositoryFolders.ts';
import { Schedules } from '../../../src/extension/loops/schedules.ts';
import { LoopSchedules } from '../../../src/extension/repositories/loopSchedules.ts';
import { Repositories } from '../../../src/extension/repositories/repositories.ts';
import { Runners } from '../../../src/extension/repositories/runners.ts';
import { withLoops } from '../../../src/extension/repositories/withLoops.ts';
import { RunFeed } from '../../../src/extension/runner/runFeed.ts';
import { RunnerLink } from '../../../src/extension/runner/runnerLink.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { ok } from '../../../src/model/result.ts';
import { fold } from '../../../src/model/runState.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { FakeRunner } from './fakeRunner.ts';
import { fileUri, WindowOfFolders } from './windowOfFolders.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

let made: TemporaryRepository[] = [];
let ends: (() => void)[] = [];

afterEach(async () => {
  for (const end of ends) end();
  ends = [];
  await Promise.all(made.map((one) => one.dispose()));
  made = [];
});

/** A real repository with folders in it. */
async function realRepository(name: string, ...folders: readonly string[]): Promise<TemporaryRepository> {
  const repository = await TemporaryRepository.create({ path: name });
  made.push(repository);
  for (const folder of folders) await mkdir(join(repository.path, folder), { recursive: true });
  return repository;
}

/** Its top. */
const repository = async (name: string, ...folders: readonly string[]): Promise<string> =>
  (await realRepository(name, ...folders)).path;

/** A window with folders, each repository with a runner of its own. */
function windowOn(...paths: readonly string[]) {
  const folders = new WindowOfFolders(...paths);
  const store = new RunStore(fold);
  const runners = new Map<string, FakeRunner>();
  const runnerOf = (id: string): FakeRunner => {
    const runner = runners.get(id) ?? new FakeRunner();
    runners.set(id, runner);
    return runner;
  };
  const repositories = new Repositories({
    folders,
    locate: findRepository,
    make: ({ id }) => {
      const link = new RunnerLink(
        async () => ok(runnerOf(id).connect()),
        () => true,
      );
      const feed = new RunFeed(link, store.of(id), ({ message }) => expect.fail(message));
      const schedules = new Schedules(link, store, { onChange: () => () => {} });
      const parts = [schedules, feed, link];
      const handover = { open: () => link.open(true) };
      return { link, feed, schedules, handover, dispose: () => parts.map((part) => part.dispose()) };
    },
    idOfRun: (run) => store.repositoryOf(run),
    gone: (id) => store.forget(id),
  });
  ends.push(() => repositories.dispose());
  return { folders, store, runnerOf, repositories, runners: new Runners(repositories) };
}

describe('the repositories of a window', () => {
  it('are one for two folders that lie in it, and each its own otherwise', async () => {
    const [one, two] = [await repository('one', 'a', 'b'), await repository('two')];
    const { repositories } = windowOn(join(one, 'b'), two, join(one, 'a'));
    await repositories.ready();
    expect(repositories.all().map(({ name, root, folders }) => [name, root, folders.length])).toEqual([
      ['b', one, 2],
      ['two', two, 1],
    ]);
    expect(repositories.ofUri(fileUri(join(one, 'a', 'x.js')))?.root).toBe(one);
    expect(repositories.ofUri(fileUri(join(two, '..', 'x.js')))).toBeUndefined();
  });

  it('are one for two worktrees of a repository', async () => {
    const one = await realRepository('one');
    const linked = join(one.outside, 'linked');
    await one.git('worktree', 'add', '--quiet', linked);
    const { repositories } = windowOn(one.path, linked);
    await repositories.ready();
    expect(repositories.all()).toHaveLength(1);
  });

  it('have the file of a repository above the folder that is open', async () => {
    const one = await repository('one', 'packages/a');
    const { repositories } = windowOn(join(one, 'packages', 'a'));
    expect(await repositories.ofFile(fileUri(join(one, 'x.loop.yaml')))).toBe(repositories.all()[0]);
    expect(await repositories.ofFile(fileUri(join(one, '..', 'x.loop.yaml')))).toBeUndefined();
  });

  it('come and go with their folders; what stays keeps its connection', async () => {
    const [one, two] = [await repository('one'), await repository('two')];
    const { folders, repositories, runnerOf, store } = windowOn(one);
    let told = 0;
    repositories.onChange(() => told++);
    await repositories.ready();
    const [first] = repositories.all();
    await first?.link.open(true);
    folders.open(two, one);
    await repositories.ready();
    expect(repositories.all().map(({ name }) => name)).toEqual(['two', 'one']);
    expect(repositories.all()[1]).toBe(first);
    expect(first?.link.isOpen).toBe(true);
    runnerOf(first?.id ?? '')
      .newRun('r1')
      .start();
    expect(store.get('r1')?.summary.status).toBe('running');
    expect(repositories.nameOf('r1')).toBe('one');
    folders.open(two);
    await repositories.ready();
    expect(first?.link.isOpen).toBe(false);
    expect(store.get('r1')).toBeUndefined();
    expect(told).toBe(3);
  });

  it('are looked at anew: a folder becomes a repository', async () => {
    const beside = await realRepository('beside');
    const folder = join(beside.outside, 'late');
    await mkdir(folder);
    const { repositories } = windowOn(folder);
    await repositories.ready();
    expect(repositories.all().map(({ root }) => root)).toEqual([folder]);
    await beside.gitAt(folder, 'init', '--quiet');
    await repositories.look();
    expect(repositories.all().map(({ id }) => id)).toEqual([join(folder, '.git')]);
  });
});

describe('a request about a run', () => {
  it('goes to the runner that has it', async () => {
    const [one, two] = [await repository('one'), await repository('two')];
    const { repositories, runnerOf, runners, store } = windowOn(one, two);
    await repositories.ready();
    const [first, second] = repositories.all().map(({ id }) => runnerOf(id));
    first?.newRun('r1').start();
    second?.newRun('r2').start();
    for (const { link } of repositories.all()) await link.open(true);
    await settled();
    expect((await runners.request('stop', { run: 'r2' })).ok).toBe(true);
    await settled();
    expect(store.get('r1')?.summary.status).toBe('running');
    expect(store.get('r2')?.summary.status).toBe('stopped');
    expect(store.of(repositories.all()[0]?.id ?? '').all()).toEqual([store.get('r1')]);
    expect(first?.asked).not.toContain('stop');
  });

  it('finds the runner of a run that the window has not heard of, and says where none has it', async () => {
    const [one, two] = [await repository('one'), await repository('two')];
    const { repositories, runnerOf, runners, store } = windowOn(one, two);
    await repositories.ready();
    const [, second] = repositories.all();
    runnerOf(second?.id ?? '').waitingRun('r2');
    expect(await runners.of('r2')).toBe(second);
    await runners.read('r2');
    expect(store.get('r2')?.summary.status).toBe('waiting');
    const lost = await runners.request('stop', { run: 'r9' });
    expect(lost).toMatchObject({ ok: false, error: { code: 'unknown-run' } });
  });

  it('is refused where no folder is open', async () => {
    const { runners } = windowOn();
    expect(await runners.request('show', { run: 'r1' })).toMatchObject({ ok: false, error: { code: 'no-folder' } });
  });

  it('of all goes to those that are connected, and starts none', async () => {
    const [one, two] = [await repository('one'), await repository('two')];
    const { repositories, runnerOf, runners } = windowOn(one, two);
    await repositories.ready();
    const [first, second] = repositories.all();
    await second?.link.open(true);
    const answered = await runners.askAll('schedule', { receipts: 0 });
    expect(answered.map(({ repository: of }) => of)).toEqual([second]);
    expect(runnerOf(first?.id ?? '').connections).toBe(0);
  });
});

describe('two loops of one name', () => {
  it('have each their own schedule and newest run', async () => {
    const [one, two] = [await repository('one'), await repository('two')];
    const { repositories, runnerOf, store } = windowOn(one, two);
    await repositories.ready();
    const [first, second] = repositories.all();
    const file = '.loops/keep-tests-green.loop.yaml';
    runnerOf(second?.id ?? '').scheduled.set(file, {
      ...{ loop: 'keep-tests-green', file, state: 'on', why: '', triggers: [], next: [] },
    });
    runnerOf(first?.id ?? '')
      .newRun('r1')
      .start();
    const schedules = new LoopSchedules(repositories);
    let told = 0;
    schedules.onChange(() => told++);
    for (const { link, schedules: of } of repositories.all()) {
      await link.open(true);
      await of.refresh();
    }
    await settled();
    const loop = (root: string) => ({ name: 'keep-tests-green', uri: fileUri(join(root, file)) });
    expect(schedules.of(loop(one))).toBeUndefined();
    expect(schedules.of(loop(two))?.state).toBe('on');
    expect(told).toBeGreaterThan(0);
    expect(store.latestOf('keep-tests-green', first?.id)?.summary.id).toBe('r1');
    expect(store.latestOf('keep-tests-green', second?.id)).toBeUndefined();
    schedules.dispose();
  });
});

describe('a look at the views', () => {
  it('is worth a runner for the only repository, and of several for those with loops', async () => {
    const [one, two] = [await repository('one'), await repository('two')];
    const { folders, repositories } = windowOn(one);
    const files = { all: () => [loopIn(two)] };
    await repositories.ready();
    expect(withLoops(repositories, files).map(({ name }) => name)).toEqual(['one']);
    folders.open(one, two);
    await repositories.ready();
    expect(withLoops(repositories, files).map(({ name }) => name)).toEqual(['two']);
  });
});

const loopIn = (root: string) => ({ uri: fileUri(join(root, '.loops', 'a.loop.yaml')) });
