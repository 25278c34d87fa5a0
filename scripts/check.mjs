// `npm run check`: types, lint, walls and generated files. Prints what failed, exits 1 when anything did.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { dependencies } from './setup/dependencies.mjs';
import { secondsSince } from './setup/progress.mjs';
import { runProgram } from './setup/runProgram.mjs';

/** @param {string} path inside node_modules */
const tool = (path) => join(root, 'node_modules', path);

const hasViews = readdirSync(join(root, 'media'), { recursive: true, encoding: 'utf8' }).some((file) =>
  file.endsWith('.ts'),
);

/** @type {Readonly<Record<string, readonly string[]>>} name: a script for this Node, and its arguments */
const stages = {
  types: [tool('typescript/bin/tsc'), '-p', '.'],
  ...(hasViews ? { 'types of views': [tool('typescript/bin/tsc'), '-p', 'media'] } : {}),
  lint: [tool('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '--error-on-warnings'],
  walls: [
    tool('dependency-cruiser/bin/dependency-cruise.mjs'),
    ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src', 'media'],
  ],
  'generated files': [join(root, 'scripts', 'generate.mjs'), '--check'],
};

/**
 * @param {[string, readonly string[]]} stage
 * @returns {Promise<boolean>} whether it passed
 */
async function passes([name, args]) {
  const startedAt = performance.now();
  try {
    await runProgram(process.execPath, args, { cwd: root });
    console.log(`check: ${name} ok (${secondsSince(startedAt)})`);
    return true;
  } catch (error) {
    console.log(`check: ${name} FAILED\n${error instanceof Error ? error.message : error}`);
    return false;
  }
}

await dependencies();
const results = await Promise.all(Object.entries(stages).map(passes));
if (results.includes(false)) process.exitCode = 1;
