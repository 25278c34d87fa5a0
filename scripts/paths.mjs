import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the checkout, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Where test runs leave screenshots and reports; ignored by git. */
export const testResults = join(root, 'test-results');

/**
 * The folder that set-up caches in, outside every checkout. Pure, so that each platform's answer is tested on any.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @param {string} home the user's home folder
 * @returns {string}
 */
export function cacheFolder(env, platform, home) {
  const path = platform === 'win32' ? win32 : posix;
  if (env['LOOPWRIGHT_CACHE']) return path.resolve(env['LOOPWRIGHT_CACHE']);
  if (env['XDG_CACHE_HOME']) return path.join(env['XDG_CACHE_HOME'], 'loopwright');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'loopwright');
  if (platform === 'win32') {
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'loopwright', 'Cache');
  }
  return path.join(home, '.cache', 'loopwright');
}

/** {@link cacheFolder} of this process. */
export const cacheRoot = () => cacheFolder(process.env, process.platform, homedir());
