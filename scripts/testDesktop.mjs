// `npm run test:desktop`: the host suite in a desktop VS Code, which @vscode/test-electron downloads. Needs a network
// that reaches update.code.visualstudio.com and, on Linux, a display (xvfb-run will do).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build/builds.mjs';
import { copyExample } from './exampleCopy.mjs';
import { root } from './paths.mjs';
import { dependencies } from './setup/dependencies.mjs';

await dependencies();
await buildIfStale();
const { runTests } = await import('@vscode/test-electron');
const folder = await mkdtemp(join(tmpdir(), 'loopwright-desktop-'));
const workspace = join(folder, 'example');
try {
  await copyExample(workspace);
  process.exitCode = await runTests({
    extensionDevelopmentPath: [root, join(root, 'test', 'host', 'modelProvider')],
    extensionTestsPath: join(root, 'dist', 'test', 'host', 'index.js'),
    launchArgs: [
      workspace,
      '--disable-workspace-trust',
      '--disable-extensions',
      '--user-data-dir',
      join(folder, 'user'),
    ],
  });
} catch (error) {
  console.error(`the desktop suite failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
