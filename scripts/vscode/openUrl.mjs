import { spawn } from 'node:child_process';

/**
 * The command that opens a URL in the default browser, or undefined where no browser can show.
 * @param {string} url
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @returns {readonly [program: string, ...args: string[]] | undefined}
 */
export function urlOpener(url, env, platform) {
  if (env['BROWSER']) return [env['BROWSER'], url];
  if (platform === 'darwin') return ['open', url];
  // `start` is a word of cmd.exe, which would read the & of a URL; this is what it does in the end.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', url] : undefined;
}

/**
 * Opens a URL in the default browser where there is one; the URL has been printed anyway, so a failure is no error.
 * @param {string} url
 */
export function openUrl(url) {
  const opener = urlOpener(url, process.env, process.platform);
  if (!opener) return;
  const [program, ...args] = opener;
  spawn(program, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
