// `npm start`: a real VS Code with this extension, on a fresh copy of examples/. Stays until Ctrl-C.
//   --no-open  print the URL only     --server  use the VS Code server even where a desktop VS Code is
//   --check    end once it is ready
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build/builds.mjs';
import { copyExample } from './exampleCopy.mjs';
import { root } from './paths.mjs';
import { dependencies } from './setup/dependencies.mjs';
import { secondsSince } from './setup/progress.mjs';
import { runProgram } from './setup/runProgram.mjs';
import { desktopCode } from './vscode/desktopCode.mjs';
import { openUrl } from './vscode/openUrl.mjs';
import { asUriPath, startVscodeServer } from './vscode/serverProcess.mjs';

const { values: options } = parseArgs({
  options: {
    'no-open': { type: 'boolean', default: false },
    server: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

/** From the start of this process: performance.now() counts from there. */
const sayReady = () => console.log(`ready in ${secondsSince(0)}`);

/** @returns {Promise<void>} at the first Ctrl-C or polite end */
const untilStopped = () =>
  Promise.race(/** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']).map((signal) => once(process, signal))).then(
    () => {},
  );

/**
 * @param {string} code
 * @param {string} folder
 */
async function openDesktop(code, folder) {
  const args = ['--new-window', '--wait', `--extensionDevelopmentPath=${root}`, folder];
  // A batch file starts only through a shell, which splits at spaces, so each argument is quoted for it.
  const onWindows = process.platform === 'win32';
  const quoted = onWindows ? args.map((arg) => `"${arg}"`) : args;
  const window = spawn(onWindows ? `"${code}"` : code, quoted, { stdio: 'inherit', shell: onWindows });
  const closed = once(window, 'exit');
  sayReady();
  console.log(`VS Code opens ${folder}; this ends when its window is closed, or with Ctrl-C`);
  if (!options.check) await Promise.race([closed, untilStopped()]);
  window.kill();
}

/**
 * The runner outlives a window by design; that of the example has nothing to live for.
 * @param {string} folder
 */
async function stopRunner(folder) {
  const cli = join(root, 'dist', 'cli.js');
  if (!existsSync(join(folder, '.git', 'loopwright')) || !existsSync(cli)) return;
  await runProgram(process.execPath, [cli, 'runner', 'stop'], { cwd: folder }).catch(() => {});
}

/** @param {string} folder */
async function openServer(folder) {
  const serverDataDir = await mkdtemp(join(tmpdir(), 'loopwright-server-'));
  const stopped = untilStopped();
  const server = await startVscodeServer({ workspace: folder, serverDataDir, trust: true });
  try {
    const extension = `vscode-remote://${server.authority}${asUriPath(root)}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', extension],
      ['skipWelcome', 'true'],
    ]);
    const url = `${server.url}&payload=${encodeURIComponent(payload)}`;
    sayReady();
    console.log(`\n  VS Code:  ${url}\n  folder:   ${folder}\n\nCtrl-C ends it.`);
    if (!options['no-open'] && !options.check) openUrl(url);
    if (!options.check) await stopped;
  } finally {
    await stopRunner(folder);
    await server.stop();
    await rm(serverDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

await dependencies();
await buildIfStale();
const parent = await mkdtemp(join(tmpdir(), 'loopwright-'));
const folder = join(parent, 'example');
await copyExample(folder);
const code = options.server || options['no-open'] ? undefined : desktopCode();
if (code) await openDesktop(code, folder);
else await openServer(folder);
// A person's copy stays: what was landed in it is theirs.
if (options.check) await rm(parent, { recursive: true, force: true });
// Listeners of signals would keep nothing alive; a browser opener might.
process.exit(0);
