import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension('loopwright.loopwright');
    assert.ok(extension, 'the extension is not installed in this host');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
