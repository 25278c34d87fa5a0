import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot, root } from '../paths.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { step } from './progress.mjs';

const lockfile = join(root, 'package-lock.json');
/** Written by npm at the end of every install. */
const npmMark = join(root, 'node_modules', '.package-lock.json');
/** Ours: the digest of the lockfile that was installed; survives a checkout that only touches the lockfile's time. */
const ourMark = join(root, 'node_modules', '.loopwright-installed');

const lockDigest = () => createHash('sha256').update(readFileSync(lockfile)).digest('hex');

/** @param {string} path */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** True when node_modules is what package-lock.json asks for. Reads at most two files. */
export function areDependenciesInstalled() {
  const installed = modified(npmMark);
  if (installed === undefined) return false;
  if (installed >= statSync(lockfile).mtimeMs) return true;
  return modified(ourMark) !== undefined && readFileSync(ourMark, 'utf8') === lockDigest();
}

/** @throws {Error} when this Node cannot run the tools */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(
    `Loopwright needs Node 20.19 or newer; this is ${process.version}. Install a newer Node and run this again.`,
  );
}

/** Brings node_modules up to date with `npm ci`, only when it is not. */
export async function dependencies() {
  requireNode();
  if (areDependenciesInstalled()) return;
  const lock = createHash('sha256').update(root).digest('hex').slice(0, 16);
  await withLock(join(cacheRoot(), `checkout-${lock}.lock`), async () => {
    if (areDependenciesInstalled()) return;
    // NODE_ENV=production would leave the tools out, so they are asked for by name.
    await step('npm packages (npm ci)', () => npm(root, ['ci', '--ignore-scripts', '--include=dev']));
    writeFileSync(ourMark, lockDigest());
  });
}
