import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The programs that run outside the process that starts them. */
export const programNames = [
  'runner.js',
  'runner.main.js',
  'step.js',
  'git.js',
  'outline.js',
  'prompts.js',
  'repair.js',
  'agent.js',
  'agent.after.js',
  'mcp.js',
] as const;

/** What `outline.js` and `prompts.js` read beside them: the parser, and a grammar for each language, compressed. They change with them. */
export const grammarFiles: readonly string[] = [
  '',
  '-javascript',
  '-typescript',
  '-tsx',
  '-python',
  '-go',
  '-rust',
  '-java',
].map((name) => `tree-sitter${name}.wasm.br`);

/** The build of the programs in a folder: the version, and a digest of the runner and all it starts. */
export async function buildOf(programs: string, version: string): Promise<string> {
  const digest = createHash('sha256');
  for (const name of programNames) digest.update(await readFile(join(programs, name)));
  return `${version}+${digest.digest('hex').slice(0, 12)}`;
}

export interface Party {
  readonly protocol: number;
  readonly build: string;
}

/**
 * What a client does with the runner that it found. Only an older version is sent away: two programs of one version that
 * were built apart (the editor's and the command line's) would replace each other's runner for ever.
 */
export function agreement(client: Party, runner: Party): 'use' | 'replace' | 'client-too-old' {
  if (client.protocol < runner.protocol) return 'client-too-old';
  if (client.protocol > runner.protocol) return 'replace';
  return compareVersions(versionOf(client), versionOf(runner)) > 0 ? 'replace' : 'use';
}

const versionOf = (party: Party): readonly number[] =>
  (party.build.split('+')[0] ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);

function compareVersions(left: readonly number[], right: readonly number[]): number {
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
