import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runProgram } from '../setup/runProgram.mjs';
import { vscodeServer } from '../setup/vscodeServer.mjs';
import { keepAlongside } from './keepAlongside.mjs';
import { removeLeftSockets } from './leftSockets.mjs';
import { endProcessTree } from './processTree.mjs';

const readyMark = 'Extension host agent listening on';
const startTimeoutMs = 60_000;
/** How much of the server's output an error shows, in characters. */
const shownOutput = 3000;

/**
 * @typedef {object} ServerOptions
 * @property {string} workspace absolute folder, or `.code-workspace` file, that the URL opens
 * @property {string} serverDataDir absolute folder of extensions, settings and workspace state; use a new one a test
 * @property {boolean} trust false: the folder opens in Restricted Mode, as a stranger's would
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {Readonly<Record<string, unknown>>} [settings] added to the quiet user settings
 */

/**
 * @typedef {object} RunningServer
 * @property {string} url opens the workspace in the web workbench
 * @property {string} authority `host:port`, the authority of `vscode-remote://` URIs
 * @property {number} port
 * @property {number} pid
 * @property {() => string} output what the server has written, for a failing test's report
 * @property {() => Promise<void>} stop ends the server and everything it started; again is harmless
 */

/** What would talk over a test or a first look; the rest stays as a user finds it. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.startupPrompt': 'never',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** @returns {Promise<number>} a port that was free a moment ago */
export async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}

/**
 * The user settings of the web workbench of this server live in its data folder (code-server keeps them there, not in
 * the browser).
 * @param {string} serverDataDir
 * @param {Readonly<Record<string, unknown>>} settings
 */
function writeUserSettings(serverDataDir, settings) {
  const folder = join(serverDataDir, 'data', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}

/**
 * Starts the VS Code server on 127.0.0.1 and a free port.
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>} when it listens
 */
export async function startVscodeServer({ workspace, serverDataDir, trust, env = {}, settings = {} }) {
  const { node, main } = await vscodeServer();
  writeUserSettings(serverDataDir, { ...quietSettings, ...settings });
  const port = await freePort();
  const args = [
    main,
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--disable-telemetry', '--enable-smoke-test-driver'],
    ...(trust ? ['--disable-workspace-trust'] : []),
    ...['--server-data-dir', serverDataDir],
  ];
  const startedAt = Date.now();
  // Its own process group, so that stopping it takes the extension hosts and terminals along.
  const child = spawn(node, args, {
    detached: process.platform !== 'win32',
    env: { ...withoutOuterEditor(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`the VS Code server could not be started with ${node}`);
  const letKeeperGo = keepAlongside(pid);
  const end = async () => {
    await endProcessTree(pid);
    letKeeperGo();
    removeLeftSockets(startedAt);
  };
  /** @type {Promise<void> | undefined} */
  let ended;
  const stop = () => {
    ended ??= end();
    return ended;
  };
  try {
    const output = await listening(child);
    const authority = `127.0.0.1:${port}`;
    const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
    const url = `http://${authority}/?${kind}=${encodeURIComponent(asUriPath(workspace))}`;
    return { url, authority, port, pid, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * A VS Code terminal's own variables would make the inner server think it belongs to the outer one.
 * @param {NodeJS.ProcessEnv} env
 */
const withoutOuterEditor = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_RUN_AS_NODE$)/.test(name)));

/**
 * A file path as the path of a URI: `C:\x` is `/C:/x`.
 * @param {string} path
 */
export const asUriPath = (path) => path.replaceAll('\\', '/').replace(/^(?!\/)/, '/');

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @returns {Promise<() => string>} what it has written so far
 */
function listening(child) {
  let text = '';
  return new Promise((resolve, reject) => {
    /** @param {string} why */
    const fail = (why) => reject(new Error(`the VS Code server ${why}\n${text.slice(-shownOutput)}`));
    const timer = setTimeout(() => fail(`was not ready after ${startTimeoutMs / 1000} s`), startTimeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part) => {
        text += part;
        if (!text.includes(readyMark)) return;
        clearTimeout(timer);
        resolve(() => text);
      });
    }
    child.on('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
  });
}

/**
 * Installs a packaged extension into a server's data folder, as a user would.
 * @param {string} vsix absolute path
 * @param {string} serverDataDir
 */
export async function installVsix(vsix, serverDataDir) {
  const { node, main } = await vscodeServer();
  const args = [main, '--install-extension', vsix, '--server-data-dir', serverDataDir, '--accept-server-license-terms'];
  await runProgram(node, args, { env: withoutOuterEditor(process.env) });
}
