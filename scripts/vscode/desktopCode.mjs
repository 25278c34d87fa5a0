import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';

const macApp = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';

/**
 * @typedef {object} Machine
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {NodeJS.Platform} platform
 * @property {number | undefined} uid undefined on Windows
 * @property {(path: string) => boolean} exists
 */

/** @type {() => Machine} */
const thisMachine = () => ({
  env: process.env,
  platform: process.platform,
  uid: process.getuid?.(),
  exists: existsSync,
});

/**
 * The command of a desktop VS Code that can open a window here.
 * Not taken for one: the `code` inside a remote or container terminal (it speaks to a window elsewhere and knows no
 * development extension), Windows' `code` seen from WSL, and any `code` on Linux without a display or as root, which
 * VS Code refuses.
 * @param {Machine} machine
 * @returns {string | undefined} an absolute path
 */
export function desktopCode({ env, platform, uid, exists } = thisMachine()) {
  if (env['VSCODE_IPC_HOOK_CLI'] || env['REMOTE_CONTAINERS'] || env['CODESPACES']) return undefined;
  if (platform === 'linux' && (uid === 0 || !(env['DISPLAY'] || env['WAYLAND_DISPLAY']))) return undefined;
  const path = platform === 'win32' ? win32 : posix;
  const name = platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter(Boolean);
  const candidates = folders.map((folder) => path.join(folder, name));
  if (platform === 'darwin') candidates.push(macApp);
  return candidates.find((candidate) => exists(candidate) && !isShim(candidate));
}

/** @param {string} path */
const isShim = (path) => /remote-cli|\.vscode-server|code-server|^\/mnt\/[a-z]\//.test(path);
