import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { asUriPath, startVscodeServer } from './serverProcess.mjs';

/** Begins the line of results that test/host/index.ts prints. */
const resultMark = 'LOOPWRIGHT_HOST_RESULT ';
/** What test/host/index.ts prints of a test; VS Code's own noise comes through the same door. */
const testLine = /^ {2}(ok|FAIL|skip) /;
/** The whole suite must be through by then, in milliseconds. */
const suiteTimeoutMs = 600_000;

/** @typedef {import('../test/counts.mjs').Outcome} Outcome */

/**
 * @typedef {object} HostRun
 * @property {string} extension absolute folder of the extension under development
 * @property {readonly string[]} [beside] absolute folders of extensions that are installed beside it
 * @property {string} tests absolute path of the built module whose `run()` is called in the host
 * @property {string} workspace absolute folder, or `.code-workspace` file
 * @property {boolean} [trust] false for Restricted Mode; true unless told
 * @property {NodeJS.ProcessEnv} [env] added to the host's environment
 * @property {Readonly<Record<string, unknown>>} [settings] added to the quiet user settings
 * @property {(page: import('playwright-core').Page) => void} [onPage] given the workbench's page before it opens
 * @property {string} [log] absolute file for everything the host and the page print
 * @property {(line: string) => void} [onLine] one line a test
 */

/**
 * Runs a module's `run()` inside a real extension host: the VS Code server's, driven by a headless browser.
 * @param {HostRun} run
 * @returns {Promise<{ code: number, lines: readonly string[] }>} code 0 when `run()` resolved, 1 when it rejected
 */
export async function runInHost({
  extension,
  beside = [],
  tests,
  workspace,
  trust = true,
  env = {},
  settings = {},
  onPage = () => {},
  log,
  onLine = () => {},
}) {
  const serverDataDir = await mkdtemp(join(tmpdir(), 'loopwright-host-'));
  /** @type {string[]} */
  const lines = [];
  /** @param {string} line */
  const take = (line) => {
    lines.push(line);
    if (testLine.test(line)) onLine(line);
  };
  try {
    // The web workbench takes one extension under development only; the server loads what lies in its folder.
    for (const folder of beside) {
      await cp(folder, join(serverDataDir, 'extensions', basename(folder)), { recursive: true });
    }
    const server = await startVscodeServer({ workspace, serverDataDir, trust, env, settings });
    try {
      const code = await inBrowser(hostUrl(server, extension, tests), take, onPage);
      return { code, lines };
    } finally {
      await server.stop();
    }
  } finally {
    if (log) await writeLog(log, lines);
    await rm(serverDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {string} url
 * @param {(line: string) => void} take told what the host and the page print
 * @param {(page: import('playwright-core').Page) => void} onPage
 * @returns {Promise<number>} the exit code of the tests
 */
async function inBrowser(url, take, onPage) {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ args) =>
      take(args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')),
    );
    onPage(page);
    return await exitCode(page, url);
  } finally {
    await browser.close();
  }
}

/**
 * @param {string} file
 * @param {readonly string[]} lines
 */
async function writeLog(file, lines) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${lines.join('\n')}\n`);
}

/**
 * @param {import('./serverProcess.mjs').RunningServer} server
 * @param {string} extension
 * @param {string} tests
 */
function hostUrl(server, extension, tests) {
  /** @param {string} path */
  const remote = (path) => `vscode-remote://${server.authority}${asUriPath(path)}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(tests)],
    ['skipWelcome', 'true'],
  ];
  return `${server.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @returns {Promise<number>} what VS Code reports when `run()` has settled
 */
async function exitCode(page, url) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<number>} */
  const exited = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the host tests did not end in time')), suiteTimeoutMs);
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    page.on('crash', () => reject(new Error('the page of the host tests crashed')));
  });
  try {
    await page.goto(url);
    return await exited;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs the host suite and counts.
 * @param {HostRun} run
 * @returns {Promise<Outcome>}
 * @throws {Error} when the suite ended without telling its counts
 */
export async function runHostTests(run) {
  const { code, lines } = await runInHost(run);
  const line = lines.find((candidate) => candidate.startsWith(resultMark));
  if (!line) throw new Error(`the host suite ended with code ${code} and no result`);
  return JSON.parse(line.slice(resultMark.length));
}
