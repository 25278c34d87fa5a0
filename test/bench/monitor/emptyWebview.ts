import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Opens the webview of the peer. */
export const openEmpty = 'loopwrightBench.openEmpty';

/** What a page of ours does at its first drawing (media/shared/page.ts). */
const mark = "requestAnimationFrame(() => setTimeout(() => performance.mark('loopwright-first-paint')))";

const program = `const vscode = require('vscode');
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand('${openEmpty}', () => {
    const panel = vscode.window.createWebviewPanel('loopwrightBench.empty', 'Empty', vscode.ViewColumn.Active, { enableScripts: true });
    panel.webview.html = \`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-bench'"><title>Empty</title></head>
<body>Nothing<script nonce="bench">${mark}</script></body></html>\`;
  }));
};
`;

/** Writes an extension that opens a webview with a word in it: what VS Code takes for any webview. */
export function emptyWebview(folder: string): string {
  const extension = join(folder, 'loopwright-bench-empty');
  mkdirSync(extension, { recursive: true });
  const manifest = {
    name: 'loopwright-bench-empty',
    publisher: 'loopwright-bench',
    version: '1.0.0',
    engines: { vscode: '^1.90.0' },
    main: './extension.js',
    activationEvents: ['onStartupFinished'],
    contributes: { commands: [{ command: openEmpty, title: 'Open an Empty Webview' }] },
  };
  writeFileSync(join(extension, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(extension, 'extension.js'), program);
  return extension;
}
