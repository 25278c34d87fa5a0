import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the peer's view. */
export const bareView = 'Bare';
/** Opens it. */
export const focusBare = 'loopwrightBench.bare.focus';

const program = (rows: number) => `const vscode = require('vscode');
exports.activate = (context) => {
  const rows = Array.from({ length: ${rows} }, (_, n) => 'Row ' + n);
  const getTreeItem = (row) => new vscode.TreeItem(row);
  const provider = { getTreeItem, getChildren: () => rows };
  context.subscriptions.push(vscode.window.createTreeView('loopwrightBench.bare', { treeDataProvider: provider }));
};
`;

/** Writes an extension with a view of so many constant rows, in a container of its own: what VS Code takes to open any view. */
export function bareTree(folder: string, rows: number): string {
  const extension = join(folder, 'loopwright-bench-tree');
  mkdirSync(extension, { recursive: true });
  const manifest = {
    name: 'loopwright-bench-tree',
    publisher: 'loopwright-bench',
    version: '1.0.0',
    engines: { vscode: '^1.90.0' },
    main: './extension.js',
    activationEvents: ['onStartupFinished'],
    contributes: {
      viewsContainers: { activitybar: [{ id: 'loopwrightBench', title: 'Bench', icon: '$(beaker)' }] },
      views: { loopwrightBench: [{ id: 'loopwrightBench.bare', name: bareView }] },
    },
  };
  writeFileSync(join(extension, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(extension, 'extension.js'), program(rows));
  return extension;
}
