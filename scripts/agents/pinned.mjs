import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { cacheFolder } from '../paths.mjs';

/**
 * What is installed for the tests of the agents, and which file of it starts (below `node_modules`).
 * `native` starts by itself; `script` is started by a Node of version 24.
 * @typedef {{
 *   readonly package: string,
 *   readonly version: string,
 *   readonly megabytes: number,
 *   readonly native?: string,
 *   readonly script?: string,
 * }} Pinned
 */

/** @typedef {'claude' | 'codex' | 'pi' | 'gemini' | 'opencode' | 'srt'} PinnedName */

/**
 * The versions that Loopwright's adapters are held against. A new one is tried by changing it here and running
 * `npm run record:agents`. `srt` is the sandbox runtime of the cage, which is no agent.
 * @type {Readonly<Record<PinnedName, Pinned>>}
 */
export const pinned = {
  claude: {
    package: '@anthropic-ai/claude-code',
    version: '2.1.329',
    megabytes: 361,
    native: '@anthropic-ai/claude-code-linux-x64/claude',
  },
  codex: {
    package: '@openai/codex',
    version: '0.169.0',
    megabytes: 404,
    native: '@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex',
  },
  pi: {
    package: '@earendil-works/pi-coding-agent',
    version: '0.87.1',
    megabytes: 159,
    script: '@earendil-works/pi-coding-agent/dist/bundle/cli.js',
  },
  gemini: {
    package: '@google/gemini-cli',
    version: '0.61.0',
    megabytes: 100,
    script: '@google/gemini-cli/bundle/gemini.js',
  },
  opencode: {
    package: 'opencode-ai',
    version: '1.18.33',
    megabytes: 354,
    native: 'opencode-linux-x64/bin/opencode',
  },
  srt: {
    package: '@anthropic-ai/sandbox-runtime',
    version: '0.0.83',
    megabytes: 20,
    script: '@anthropic-ai/sandbox-runtime/dist/cli.js',
  },
};

/** The only platform whose native programs are looked for; on others the tests of the agents say that they do not run. */
export const knownPlatform = 'linux-x64';

/** Where the agents are: `$LOOPWRIGHT_AGENT_CACHE`, else a folder of the set-up cache; outside every checkout. */
export function agentCache() {
  const named = process.env['LOOPWRIGHT_AGENT_CACHE'];
  return named ? resolve(named) : join(cacheFolder(process.env, process.platform, homedir()), 'agents');
}

/**
 * The folder of one package in the cache: its name and version.
 * @param {Pinned} what
 */
export const folderName = ({ package: name, version }) => `${name.replace('/', '+')}@${version}`;
