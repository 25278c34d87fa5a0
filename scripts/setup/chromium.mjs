import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { step } from './progress.mjs';
import { runProgram } from './runProgram.mjs';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
];

const macApplications = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
];

/**
 * Where a Chrome, Chromium or Edge may be, best first. Pure: it only names paths.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @returns {string[]}
 */
export function browserPlaces(env, platform) {
  const named = env['CHROME_PATH'] ? [env['CHROME_PATH']] : [];
  if (platform === 'win32') return [...named, ...windowsPlaces(env), ...onPath(env, win32, '.exe')];
  if (platform === 'darwin') return [...named, ...macPlaces(env), ...onPath(env, posix, '')];
  // Snap's chromium is last: its confinement hides /tmp, where test profiles live.
  return [...named, ...onPath(env, posix, ''), '/usr/bin/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium'];
}

/** @param {Readonly<Record<string, string | undefined>>} env */
function windowsPlaces(env) {
  const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
  return folders.flatMap((folder) => windowsPrograms.map((parts) => win32.join(folder, ...parts)));
}

/** @param {Readonly<Record<string, string | undefined>>} env */
function macPlaces(env) {
  const folders = ['/Applications', ...(env['HOME'] ? [posix.join(env['HOME'], 'Applications')] : [])];
  return folders.flatMap((folder) => macApplications.map((application) => posix.join(folder, application)));
}

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {import('node:path').PlatformPath} path
 * @param {string} suffix
 */
function onPath(env, path, suffix) {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter(Boolean);
  return commands.flatMap((command) => folders.map((folder) => path.join(folder, command + suffix)));
}

/**
 * A Chrome, Chromium or Edge; on Debian and its kin, as root, one is installed when there is none.
 * @returns {Promise<string>} the absolute path of its program
 * @throws {Error} that says what to install
 */
export async function chromium() {
  const named = process.env['CHROME_PATH'];
  if (named && !existsSync(named))
    throw new Error(`CHROME_PATH names ${named}, which does not exist. Correct or unset it.`);
  const find = () => browserPlaces(process.env, process.platform).find((path) => existsSync(path));
  const found = find();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await step('Chromium (apt-get)', installOnDebian);
    const installed = find();
    if (installed) return installed;
  }
  throw new Error(
    'No Chrome, Chromium or Edge was found. Install one, or set CHROME_PATH to its program, and run this again.',
  );
}

async function installOnDebian() {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runProgram('apt-get', ['update', '-q'], options);
  // The system's package manager may be busy (a first boot upgrades itself), so wait for its lock.
  const args = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', 'chromium'];
  await runProgram('apt-get', args, options);
}
