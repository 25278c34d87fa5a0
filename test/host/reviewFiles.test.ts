import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ReviewFiles } from '../../src/extension/review/reviewFiles.ts';
import { RunnerLink } from '../../src/extension/runner/runnerLink.ts';
import { ok } from '../../src/model/result.ts';
import { baseText, changedPath, FakeRunner, headText } from '../unit/extension/fakeRunner.ts';
import { until } from './until.ts';

const scheme = 'loopwright-test';
const removedPath = 'lib/removed.js';
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the files of a review', () => {
  const runner = new FakeRunner();
  const link = new RunnerLink(
    async () => ok(runner.connect()),
    () => true,
  );
  const files = new ReviewFiles(link, async ({ run }) => (run === 'r1' ? [changedPath, removedPath] : []), scheme);
  const registered: vscode.Disposable[] = [];
  const of = { run: 'r1', item: 'default' };
  const uriOf = (side: 'base' | 'head', path: string) => files.uriOf({ ...of, side, path });
  const [base, head] = [uriOf('base', changedPath), uriOf('head', changedPath)];

  before(() => {
    runner.waitingRun('r1');
    registered.push(vscode.workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true }), files, link);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const one of registered) one.dispose();
  });

  it('are base and head of the change, through VS Code', async () => {
    assert.equal(decode(await vscode.workspace.fs.readFile(base)), baseText);
    assert.equal(decode(await vscode.workspace.fs.readFile(head)), headText);
    assert.equal((await vscode.workspace.fs.stat(head)).size, headText.length);
  });

  it('are read-only at the base and writable at the head', async () => {
    assert.equal((await vscode.workspace.fs.stat(base)).permissions, vscode.FilePermission.Readonly);
    assert.equal((await vscode.workspace.fs.stat(head)).permissions, undefined);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(base, encode('x')), /read-?only|cannot be edited/i);
  });

  it('read as empty and read-only on the side that does not have them', async () => {
    const missing = uriOf('head', removedPath);
    assert.equal((await vscode.workspace.fs.readFile(missing)).byteLength, 0);
    assert.equal((await vscode.workspace.fs.stat(missing)).permissions, vscode.FilePermission.Readonly);
  });

  it('open as a diff whose head can be edited and saved, and the edit reaches the run', async () => {
    await vscode.commands.executeCommand('vscode.diff', base, head, 'a diff');
    const document = await vscode.workspace.openTextDocument(head);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(head, new vscode.Position(0, 0), '// by hand\n');
    const before = await vscode.workspace.fs.stat(head);
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    assert.equal(await document.save(), true);
    assert.equal(decode(await files.readFile(head)), `// by hand\n${headText}`);
    assert.ok((await vscode.workspace.fs.stat(head)).mtime > before.mtime);
    assert.ok(runner.runs.get('r1')?.events.some(({ event }) => event.type === 'signal.sent'));
  });

  it('keep their time while their content is the same', async () => {
    const first = await vscode.workspace.fs.stat(head);
    await files.refresh(of);
    const second = await vscode.workspace.fs.stat(head);
    assert.equal(second.mtime, first.mtime);
    assert.equal(second.ctime, first.ctime);
  });

  it('follow an edit that somebody else made', async () => {
    const document = await vscode.workspace.openTextDocument(head);
    await vscode.window.showTextDocument(document);
    const content = Buffer.from('// elsewhere\n').toString('base64');
    await link.request('writeFile', { run: 'r1', path: changedPath, content });
    await files.refresh(of);
    await until('the new text', () => (document.getText() === '// elsewhere\n' ? true : undefined));
  });

  it('become read-only when the run has ended', async () => {
    await link.request('reject', { run: 'r1', reason: 'enough' });
    assert.equal((await vscode.workspace.fs.stat(head)).permissions, vscode.FilePermission.Readonly);
    await assert.rejects(async () => files.writeFile(head, encode('x')), /wait/);
  });

  it('are the files of the change and the folders above them, and nothing else of the repository', async () => {
    const at = (path: string) => vscode.Uri.from({ scheme, authority: 'head', path });
    assert.deepEqual(await vscode.workspace.fs.readDirectory(at('/r1/default')), [
      ['src', vscode.FileType.Directory],
      ['lib', vscode.FileType.Directory],
    ]);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(at('/r1/default/lib')), [
      ['removed.js', vscode.FileType.File],
    ]);
    await assert.rejects(async () => files.stat(at('/r1/default/package.json')), /FileNotFound|package\.json/);
    await assert.rejects(async () => files.stat(at('/r2/default/src/price.js')), /FileNotFound|r2/);
    assert.throws(() => files.delete(head));
    assert.throws(() => files.rename(head));
  });
});
