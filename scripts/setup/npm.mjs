import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProgram } from './runProgram.mjs';

/**
 * The environment for an npm of our own: what the outer `npm start` told us about *its* package is dropped, else the
 * inner npm would act on the wrong folder; the user's own settings (registry, proxy, certificates) stay.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(env) {
  const foreign =
    /^npm_(package_|lifecycle_|command$|config_(local_prefix|global|prefix|omit|include|dry_run|loglevel)$)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

/** The npm-cli.js of the npm that runs us, or of the one beside this Node; undefined when neither is there. */
function npmScript() {
  const bin = dirname(process.execPath);
  const candidates = [
    process.env['npm_execpath'] ?? '',
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  return candidates.find((path) => /npm-cli\.c?js$/.test(path) && existsSync(path));
}

/**
 * Runs npm in a folder. Called as a script of this Node where possible: on Windows `npm` is a batch file, which only a
 * shell can start, and a shell would read the arguments again.
 * @param {string} folder
 * @param {readonly string[]} args
 */
export async function npm(folder, args) {
  const all = [...args, '--no-audit', '--no-fund', '--no-update-notifier'];
  const options = { cwd: folder, env: npmEnvironment(process.env) };
  const script = npmScript();
  if (script) return runProgram(process.execPath, [script, ...all], options);
  return runProgram('npm', all, { ...options, shell: process.platform === 'win32' });
}
