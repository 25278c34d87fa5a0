import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cached.mjs';
import { nodeRuntime } from './nodeRuntime.mjs';
import { npm } from './npm.mjs';

/** code-server carries the matching VS Code server: 4.139.1 has VS Code 1.139.1. */
const version = '4.139.1';

/**
 * The VS Code server with its web workbench, from the npm registry.
 * @returns {Promise<{ node: string, main: string }>} the Node to run it with, and its script
 */
export async function vscodeServer() {
  const node = await nodeRuntime();
  const folder = await cached(`code-server-${version}`, `VS Code server ${version} (600 MB)`, install);
  return { node, main: join(serverFolder(folder), 'out', 'server-main.js') };
}

/** @param {string} folder */
const serverFolder = (folder) => join(folder, 'node_modules', 'code-server', 'lib', 'vscode');

/** @param {string} draft */
async function install(draft) {
  await writeFile(join(draft, 'package.json'), '{ "private": true }\n');
  // Scripts stay off: they would compile native modules, which need headers; what we use ships prebuilt.
  await npm(draft, ['install', '--ignore-scripts', '--no-save', `code-server@${version}`]);
  const server = serverFolder(draft);
  // `npm ci` refuses the npm-shrinkwrap.json that is there; `npm install` honours it.
  for (const part of [server, join(server, 'extensions')]) {
    await npm(part, ['install', '--omit=dev', '--ignore-scripts']);
  }
}
