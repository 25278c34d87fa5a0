import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { root } from './paths.mjs';
import { runProgram } from './setup/runProgram.mjs';

/** What a user's global configuration could do to a plain first commit, switched off. */
const plain = [
  ...['-c', 'commit.gpgSign=false'],
  ...['-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.autocrlf=false'],
  ...['-c', 'core.excludesFile='],
  ...['-c', 'core.fsmonitor=false'],
];

/** Variables like GIT_DIR point git at another repository; they are set while a git hook runs us, for instance. */
const environment = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));

/**
 * Copies `examples/` to a folder and makes it a git repository on branch `main`: one commit, an identity of its own.
 * Asks nothing of the user's git configuration.
 * @param {string} target absolute; made when it is not there, and expected to be empty
 * @returns {Promise<void>}
 */
export async function copyExample(target) {
  await mkdir(target, { recursive: true });
  const examples = join(root, 'examples');
  // What somebody installed or tried in the checkout's own copy is not part of the example, nor are the other examples.
  const others = new Set(['morning-triage', 'keep-it-running'].map((name) => join(examples, name)));
  const filter = (/** @type {string} */ path) => !/^(node_modules|\.git)$/.test(basename(path)) && !others.has(path);
  await cp(examples, target, { recursive: true, filter });
  /** @param {...string} args */
  const git = (...args) => runProgram('git', [...plain, ...args], { cwd: target, env: environment() });
  await git('init', '--quiet', '--template=');
  await git('symbolic-ref', 'HEAD', 'refs/heads/main');
  await git('config', 'user.name', 'You');
  await git('config', 'user.email', 'you@example.com');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'The example as it is handed out');
}
