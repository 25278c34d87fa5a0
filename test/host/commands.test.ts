import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandTable } from '../../src/extension/commandTable.ts';
import { contributes } from '../../src/extension/contributes.ts';

describe('commands', () => {
  it('are all registered when activation returns', async () => {
    await vscode.extensions.getExtension('loopwright.loopwright')?.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.keys(commandTable)) assert.ok(registered.has(command), `${command} is not registered`);
  });

  it('and views are what the manifest declares', () => {
    const manifest = vscode.extensions.getExtension('loopwright.loopwright')?.packageJSON;
    const ids = (rows: readonly { readonly command: string }[]) => rows.map(({ command }) => command).sort();
    assert.deepEqual(ids(manifest.contributes.commands), ids(contributes.commands));
    assert.deepEqual(
      manifest.contributes.views.loopwright.map(({ id }: { id: string }) => id),
      contributes.views.loopwright.map(({ id }) => id),
    );
  });

  it('are ready without having been waited for', async () => {
    const extension = vscode.extensions.getExtension('loopwright.loopwright');
    assert.equal(extension?.exports, undefined, 'activate must return nothing to wait for');
  });
});
