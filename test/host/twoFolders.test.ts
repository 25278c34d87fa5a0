import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { findRepository } from '../../src/client/repositoryFolders.ts';
import { LoopFiles } from '../../src/extension/loops/loopFiles.ts';
import { loopService } from '../../src/extension/loops/loopService.ts';
import { Schedules } from '../../src/extension/loops/schedules.ts';
import { Repositories } from '../../src/extension/repositories/repositories.ts';
import { vscodeFolders } from '../../src/extension/repositories/vscodeFolders.ts';
import { RunFeed } from '../../src/extension/runner/runFeed.ts';
import { RunnerLink } from '../../src/extension/runner/runnerLink.ts';
import { RunStore } from '../../src/extension/runs/runStore.ts';
import { startLanguageClientWhenNeeded } from '../../src/extension/startLanguageClient.ts';
import { ok } from '../../src/model/result.ts';
import { fold } from '../../src/model/runState.ts';
import { FakeRunner } from '../unit/extension/fakeRunner.ts';
import { until } from './until.ts';

/** Run by itself, in a window with a workspace of two folders: see scripts/test/suites.mjs. */
describe('two folders', () => {
  const [first, second] = vscode.workspace.workspaceFolders ?? [];
  const store = new RunStore(fold);
  const runner = new FakeRunner();
  const repositories = new Repositories({
    folders: vscodeFolders,
    locate: findRepository,
    make: ({ id }) => {
      const link = new RunnerLink(
        async () => ok(runner.connect()),
        () => true,
      );
      const feed = new RunFeed(link, store.of(id), ({ message }) => assert.fail(message));
      const schedules = new Schedules(link, store, { onChange: () => () => {} });
      const parts = [schedules, feed, link];
      const handover = { open: () => link.open(true) };
      return { link, feed, schedules, handover, dispose: () => parts.map((part) => part.dispose()) };
    },
    idOfRun: (run) => store.repositoryOf(run),
    gone: (id) => store.forget(id),
  });
  const extension = vscode.extensions.getExtension('loopwright.loopwright');
  if (!extension) throw new Error('the extension is not installed in this host');
  const language = startLanguageClientWhenNeeded(extension.extensionUri);
  const files = new LoopFiles(loopService(language));

  after(() => {
    for (const one of [files, language, repositories]) one.dispose();
  });

  const loop = (name: string) =>
    `name: ${name}\non: manual\nroles: { maker: { agent: auto, prompt: Fix it. } }\nchecks: { tests: npm test }\ngoal: checks.tests.passed\nbudget: { max-iterations: 3 }\n`;

  /** Writes a loop beside the folders of the window. */
  async function folderWithLoop(name: string): Promise<string> {
    const folder = join(dirname(first?.uri.fsPath ?? ''), name);
    await mkdir(join(folder, '.loops'), { recursive: true });
    await writeFile(join(folder, '.loops', `${name}.loop.yaml`), loop(name));
    return folder;
  }

  it('are two repositories, and the loops of both are known without a process', async () => {
    if (!first || !second) throw new Error('the window has no two folders');
    await repositories.ready();
    assert.deepEqual(
      repositories.all().map(({ name }) => name),
      [first.name, second.name],
    );
    await files.refresh();
    const names = files.all().map(({ uri, name }) => [repositories.ofUri(uri)?.name, name]);
    assert.ok(names.some(([folder]) => folder === first.name));
    assert.deepEqual(
      names.filter(([folder]) => folder === second.name),
      [[second.name, 'beside']],
    );
  });

  it('have their loops told by the language server once somebody looks', async () => {
    await files.look();
    const beside = files.all().find(({ name }) => name === 'beside');
    assert.ok(beside);
    assert.deepEqual(beside.agents, ['auto']);
    assert.equal(beside.errors, 0);
    assert.deepEqual(await files.inputsOf(beside.uri), {});
  });

  it('may be three, and two again, while the window is open', async () => {
    const third = await folderWithLoop('third');
    const before = vscode.workspace.workspaceFolders?.length ?? 0;
    assert.ok(vscode.workspace.updateWorkspaceFolders(before, 0, { uri: vscode.Uri.file(third) }));
    const added = await until('the third repository', () =>
      repositories.all().find(({ folders }) => folders.some(({ uri }) => uri.fsPath === third)),
    );
    await until('its loop', () => files.all().find(({ name }) => name === 'third'));
    await added.link.open(true);
    assert.ok(vscode.workspace.updateWorkspaceFolders(before, 1));
    await until('two again', () => (repositories.all().length === before ? true : undefined));
    assert.equal(added.link.isOpen, false);
    await until('two folders of loops', () => (files.all().every(({ name }) => name !== 'third') ? true : undefined));
  });
});
