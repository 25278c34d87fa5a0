import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { loopLanguage } from '../../src/extension/loopLanguage.ts';
import { until } from './until.ts';

const folder = () => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  if (!first) throw new Error('the host tests need a folder');
  return first.uri;
};

const lensesOf = async (uri: vscode.Uri) =>
  (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri)).map(
    (lens) => lens.command,
  );

describe('a loop file', () => {
  const broken = () => vscode.Uri.joinPath(folder(), '.loops', 'broken.loop.yaml');
  const skilled = () => vscode.Uri.joinPath(folder(), '.loops', 'skilled.loop.yaml');

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(broken());
    await vscode.workspace.fs.delete(skilled());
  });

  it('has the lenses Run, Dry Run and Validate above its first line', async () => {
    const [uri] = await vscode.workspace.findFiles('.loops/*.loop.yaml');
    if (!uri) throw new Error('the example has no loop');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, loopLanguage);
    const commands = await until('lenses', async () => {
      const found = await lensesOf(uri);
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(
      commands.slice(0, 3).map((command) => command?.command),
      ['loopwright.run', 'loopwright.dryRun', 'loopwright.validate'],
    );
    assert.deepEqual(commands[0]?.arguments?.map(String), [uri.toString()]);
  });

  it('has its problems from the language server, with code and range', async () => {
    const text = 'name: broken\non: manual\nchekcs: { tests: npm test }\n';
    await vscode.workspace.fs.writeFile(broken(), new TextEncoder().encode(text));
    await vscode.window.showTextDocument(broken());
    const found = await until('diagnostics', () => {
      const all = vscode.languages.getDiagnostics(broken());
      return all.length > 0 ? all : undefined;
    });
    const typo = found.find(({ message }) => message.includes('chekcs'));
    assert.ok(typo, `no problem about chekcs in ${found.map(({ message }) => message).join(' | ')}`);
    assert.equal(typo.range.start.line, 2);
    assert.match(JSON.stringify(typo.code), /LW101/);
  });

  it('is validated with what the repository has, at the place of the first problem', async () => {
    const valid =
      'name: skilled\non: manual\nroles:\n  maker:\n    agent: auto\n    skills: [gone]\n    prompt: Fix it.\n';
    const rest = 'checks: { tests: npm test }\ngoal: checks.tests.passed\nbudget: { max-iterations: 3 }\n';
    await vscode.workspace.fs.writeFile(skilled(), new TextEncoder().encode(valid + rest));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // It returns once the file is shown; a loop without a problem is not shown at all.
    await vscode.commands.executeCommand('loopwright.validate', skilled());
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path === skilled().path);
    assert.ok(editor, 'nobody missed the skill');
    assert.equal(editor.document.getText(editor.document.getWordRangeAtPosition(editor.selection.start)), 'gone');
  });

  it('is completed from the schema', async () => {
    const list = await until('completions', async () => {
      const position = new vscode.Position(3, 0);
      const command = 'vscode.executeCompletionItemProvider';
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(command, broken(), position);
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return labels.includes('goal') ? labels : undefined;
    });
    assert.ok(list.includes('budget'));
  });
});
