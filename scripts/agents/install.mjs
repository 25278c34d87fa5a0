import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cached } from '../setup/cached.mjs';
import { nodeRuntime } from '../setup/nodeRuntime.mjs';
import { npm } from '../setup/npm.mjs';
import { agentCache, folderName, knownPlatform, pinned } from './pinned.mjs';

/** @typedef {import('./pinned.mjs').PinnedName} PinnedName */

/**
 * @typedef {object} Installed
 * @property {string} cache
 * @property {string} node the Node 24 that runs scripts
 * @property {string} nodeBin the folder that it is in
 * @property {Readonly<Record<PinnedName, { readonly version: string, readonly argv: readonly string[] }>>} agents
 */

/**
 * The pinned agents, installed where they are not: 1.4 GB once, one folder a package and version, each put in its place
 * only when complete, so that two installs at once and a killed one do no harm.
 * @returns {Promise<Installed>}
 * @throws {Error} that says what to do: on a platform that is not known, or without a registry
 */
export async function installAgents() {
  requirePlatform();
  const node = await nodeRuntime();
  const agents = /** @type {Record<PinnedName, { version: string, argv: readonly string[] }>} */ ({});
  for (const name of /** @type {PinnedName[]} */ (Object.keys(pinned))) {
    agents[name] = { version: pinned[name].version, argv: await install(name, node) };
  }
  return { cache: agentCache(), node, nodeBin: dirname(node), agents };
}

/**
 * One of them.
 * @param {PinnedName} name
 * @returns {Promise<readonly string[]>} what starts it
 */
export async function installOne(name) {
  requirePlatform();
  return install(name, await nodeRuntime());
}

function requirePlatform() {
  const platform = `${process.platform}-${process.arch}`;
  if (platform === knownPlatform) return;
  throw new Error(
    `The agents are installed for tests on ${knownPlatform} only; this is ${platform}, where they do not run.`,
  );
}

/**
 * @param {PinnedName} name
 * @param {string} node
 * @returns {Promise<readonly string[]>} what starts it
 */
async function install(name, node) {
  const what = pinned[name];
  const spec = `${what.package}@${what.version}`;
  const start = what.native ?? what.script ?? '';
  const fill = async (/** @type {string} */ draft) => {
    await writeFile(join(draft, 'package.json'), '{ "private": true }\n');
    await fetched(spec, draft);
    const program = join(draft, 'node_modules', start);
    if (!existsSync(program)) throw new Error(`${spec} has no ${start}. Correct scripts/agents/pinned.mjs.`);
    await chmod(program, 0o755);
  };
  const folder = await cached(folderName(what), `${spec} (${what.megabytes} MB)`, fill, agentCache());
  const program = join(folder, 'node_modules', start);
  return what.native ? [program] : [node, program];
}

/**
 * @param {string} spec
 * @param {string} draft
 */
async function fetched(spec, draft) {
  try {
    // Scripts stay off: nothing of a package runs before we start it.
    await npm(draft, ['install', '--ignore-scripts', '--no-save', spec]);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${spec} could not be installed. Is the npm registry (npm config get registry) reachable?\n${said}`,
    );
  }
}

/**
 * Where the agents are or would be; installs nothing.
 * @returns {{ cache: string, missing: readonly PinnedName[] }}
 */
export function agentsMissing() {
  const cache = agentCache();
  const names = /** @type {PinnedName[]} */ (Object.keys(pinned));
  return { cache, missing: names.filter((name) => !existsSync(join(cache, folderName(pinned[name])))) };
}
