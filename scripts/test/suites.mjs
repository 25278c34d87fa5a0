import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installAgents, installOne } from '../agents/install.mjs';
import { loopbackOnly } from '../agents/loopback.mjs';
import { copyExample } from '../exampleCopy.mjs';
import { packageVsix } from '../package/vsix.mjs';
import { root, testResults } from '../paths.mjs';
import { bubblewrap } from '../setup/bubblewrap.mjs';
import { chromium } from '../setup/chromium.mjs';
import { step } from '../setup/progress.mjs';
import { vscodeServer } from '../setup/vscodeServer.mjs';
import { runHostTests } from '../vscode/hostRunner.mjs';
import { countVitest, sumCounts, vitestFailures } from './counts.mjs';

/** @typedef {import('./counts.mjs').Outcome} Outcome */

/**
 * Each suite: what it needs beside npm's packages and a build, and how it runs.
 * @type {Readonly<Record<'unit' | 'agents' | 'host' | 'ui', { prepare: () => Promise<void>, run: () => Promise<Outcome> }>>}
 */
export const suites = {
  unit: { prepare: prepareCage, run: () => runVitest('unit') },
  agents: { prepare: prepareAgents, run: runAgents },
  host: { prepare: prepareEditor, run: runHost },
  ui: {
    async prepare() {
      await prepareEditor();
      await step('package for the ui tests', packageVsix);
    },
    run: () => runVitest('ui'),
  },
};

/** What the tests of the cage need; they fail by themselves where it cannot be had. */
async function prepareCage() {
  if (process.platform !== 'linux') return;
  await bubblewrap();
  await installOne('srt').catch((error) => console.error(error));
}

/** @throws {Error} where the agents cannot be installed, so that the suite fails and says why */
async function prepareAgents() {
  await installAgents();
}

/** @returns {Promise<Outcome>} */
async function runAgents() {
  const before = await loopbackOnly();
  const isAlone = before.length > 0;
  console.log(`agents reach loopback only: ${isAlone ? 'a network namespace' : 'by proxies that lead nowhere'}`);
  return runVitest('agents', before, { LOOPWRIGHT_LOOPBACK: isAlone ? 'namespace' : 'proxies' });
}

/**
 * @param {string} workspace
 * @param {string} log its name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Outcome>}
 */
function hostTestsIn(workspace, log, env = {}) {
  return runHostTests({
    extension: root,
    beside: [join(root, 'test', 'host', 'modelProvider')],
    tests: join(root, 'dist', 'test', 'host', 'index.js'),
    workspace,
    env,
    log: join(testResults, log),
    onLine: (line) => console.log(line),
  });
}

/**
 * Makes a workspace of the example, which is in `folder` already, and a small folder beside it.
 * @param {string} folder
 * @returns {Promise<string>} its file
 */
async function workspaceOfTwo(folder) {
  const loops = join(folder, 'beside', '.loops');
  await mkdir(loops, { recursive: true });
  await writeFile(join(loops, 'beside.loop.yaml'), besideLoop);
  const file = join(folder, 'two.code-workspace');
  await writeFile(file, JSON.stringify({ folders: [{ path: 'example' }, { path: 'beside' }] }));
  return file;
}

const besideLoop = `name: beside
on: manual
roles: { maker: { agent: auto, prompt: Fix it. } }
checks: { tests: npm test }
goal: checks.tests.passed
budget: { max-iterations: 3 }
`;

async function prepareEditor() {
  await vscodeServer();
  await chromium();
}

/**
 * @param {string} project of vitest.config.ts
 * @param {readonly string[]} [before] what is put before its command
 * @param {Readonly<Record<string, string>>} [env] more of its environment
 * @returns {Promise<Outcome>}
 */
async function runVitest(project, before = [], env = {}) {
  await mkdir(testResults, { recursive: true });
  const outputFile = join(testResults, `${project}.json`);
  await rm(outputFile, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
  const [program, ...args] = [...before, process.execPath, vitest, 'run', '--project', project, ...reporters];
  const options = { cwd: root, env: { ...process.env, ...env } };
  const child = spawn(program ?? '', args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  const report = JSON.parse(await readFile(outputFile, 'utf8'));
  return { ...countVitest(report, code ?? 1), failures: vitestFailures(report) };
}

/** @returns {Promise<Outcome>} */
async function runHost() {
  const folder = await mkdtemp(join(tmpdir(), 'loopwright-host-workspace-'));
  const workspace = join(folder, 'example');
  try {
    await copyExample(workspace);
    const all = await hostTestsIn(workspace, 'host.log');
    const folders = await hostTestsIn(await workspaceOfTwo(folder), 'host-folders.log', {
      LOOPWRIGHT_HOST_SUITE: 'two folders',
    });
    return { ...sumCounts([all, folders]), failures: [...all.failures, ...folders.failures] };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
