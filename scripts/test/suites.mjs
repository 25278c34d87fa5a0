import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyExample } from '../exampleCopy.mjs';
import { packageVsix } from '../package/vsix.mjs';
import { root, testResults } from '../paths.mjs';
import { chromium } from '../setup/chromium.mjs';
import { step } from '../setup/progress.mjs';
import { vscodeServer } from '../setup/vscodeServer.mjs';
import { runHostTests } from '../vscode/hostRunner.mjs';
import { countVitest } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

/**
 * Each suite: what it needs beside npm's packages and a build, and how it runs.
 * @type {Readonly<Record<'unit' | 'host' | 'ui', { prepare: () => Promise<void>, run: () => Promise<Counts> }>>}
 */
export const suites = {
  unit: { prepare: async () => {}, run: () => runVitest('unit') },
  host: { prepare: prepareEditor, run: runHost },
  ui: {
    async prepare() {
      await prepareEditor();
      await step('package for the ui tests', packageVsix);
    },
    run: () => runVitest('ui'),
  },
};

async function prepareEditor() {
  await vscodeServer();
  await chromium();
}

/**
 * @param {string} project of vitest.config.ts
 * @returns {Promise<Counts>}
 */
async function runVitest(project) {
  await mkdir(testResults, { recursive: true });
  const outputFile = join(testResults, `${project}.json`);
  await rm(outputFile, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
  const args = [vitest, 'run', '--project', project, ...reporters];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  return countVitest(JSON.parse(await readFile(outputFile, 'utf8')), code ?? 1);
}

/** @returns {Promise<Counts>} */
async function runHost() {
  const folder = await mkdtemp(join(tmpdir(), 'loopwright-host-workspace-'));
  const workspace = join(folder, 'example');
  try {
    await copyExample(workspace);
    return await runHostTests({
      extension: root,
      tests: join(root, 'dist', 'test', 'host', 'index.js'),
      workspace,
      log: join(testResults, 'host.log'),
      onLine: (line) => console.log(line),
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
