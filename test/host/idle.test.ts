import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { until } from './until.ts';

/** The command lines of all processes that this extension host has started, and of theirs. Linux only. */
async function commandsOfChildren(): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const [stat, command] = await Promise.all(
        ['stat', 'cmdline'].map((file) => readFile(join('/proc', id, file), 'utf8').catch(() => '')),
      );
      const parent = /\) \S (\d+)/.exec(stat ?? '')?.[1] ?? '';
      return { id, parent, command: (command ?? '').replaceAll('\0', ' ') };
    }),
  );
  const below = (id: string): readonly string[] =>
    found.filter(({ parent }) => parent === id).flatMap((one) => [one.command, ...below(one.id)]);
  return below(String(process.pid));
}

describe('the extension at rest', () => {
  const isServer = (command: string) => /dist.server\.js/.test(command);

  it('starts no process, and the language server when the first loop is opened', async function () {
    if (process.platform !== 'linux') return this.skip();
    await vscode.extensions.getExtension('loopwright.loopwright')?.activate();
    await vscode.commands.executeCommand('workbench.view.explorer');
    const seen: string[] = [];
    for (let look = 0; look < 20; look++) {
      seen.push(...(await commandsOfChildren()));
      await delay(50);
    }
    const ours = seen.filter((command) => isServer(command) || /runner\.js|\bgit\b/.test(command));
    assert.deepEqual(ours, []);
    const [uri] = await vscode.workspace.findFiles('.loops/*.loop.yaml');
    if (!uri) throw new Error('the example has no loop');
    await vscode.workspace.openTextDocument(uri);
    await until('the language server', async () => (await commandsOfChildren()).find(isServer));
  });
});
