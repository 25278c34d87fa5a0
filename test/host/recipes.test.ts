import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseLoop } from '../../src/language/parseLoop.ts';

describe('New from Recipe', () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const at = (path: string) => {
    if (!folder) throw new Error('the host tests need a folder');
    return vscode.Uri.joinPath(folder.uri, path);
  };
  const text = async (path: string) => new TextDecoder().decode(await vscode.workspace.fs.readFile(at(path)));
  const make = (agent: string) =>
    vscode.commands.executeCommand('loopwright.newFromRecipe', {
      recipe: 'fix-failing-tests',
      answers: { tests: 'npm test', lint: '', setup: '', agent },
    });

  const skill = '.loops/skills/fix-the-cause/SKILL.md';
  const loops = ['.loops/fix-failing-tests.loop.yaml', '.loops/fix-failing-tests-2.loop.yaml'];

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const path of [...loops, '.loops/skills']) await vscode.workspace.fs.delete(at(path), { recursive: true });
  });

  it('writes the loop and its skill out of the installed extension, and opens the loop', async () => {
    await make('claude');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, at(loops[0] ?? '').path);
    const { loop, problems } = parseLoop(await text(loops[0] ?? ''), { path: loops[0] ?? '' });
    assert.deepEqual(problems, []);
    assert.equal(loop?.roles.maker?.agent, 'claude');
    assert.deepEqual(
      loop?.checks.map(({ run }) => run),
      ['npm test'],
    );
    assert.match(await text(skill), /^---\nname: fix-the-cause\n/);
  });

  it('overwrites nothing the second time, and writes nothing for an answer that cannot be', async () => {
    await vscode.workspace.fs.writeFile(at(skill), new TextEncoder().encode('mine'));
    await make('pi');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, at(loops[1] ?? '').path);
    assert.equal(await text(skill), 'mine');
    await make('gpt');
    const files = await vscode.workspace.fs.readDirectory(at('.loops'));
    assert.equal(
      files.some(([name]) => name.startsWith('fix-failing-tests-3')),
      false,
    );
  });
});
