// `npm run bench [-- name ...] [--json]`: runs the benches of test/bench/. Exits 1 when a goal is missed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadBenches } from './bench/load.mjs';
import { jsonLine, table } from './bench/table.mjs';
import { buildIfStale } from './build/builds.mjs';
import { root } from './paths.mjs';
import { dependencies } from './setup/dependencies.mjs';

const { values: options, positionals: names } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const log = (/** @type {string} */ text) => process.stderr.write(`bench: ${text}\n`);

/** @param {import('./bench/load.mjs').Bench} bench */
async function runBench(bench) {
  const folder = await mkdtemp(join(tmpdir(), `loopwright-bench-${bench.name}-`));
  try {
    return await bench.run({ root, dist: join(root, 'dist'), folder, log });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {import('./bench/load.mjs').Bench} bench */
async function report(bench) {
  if (!options.json) console.log(`\n${bench.name}: ${bench.title}`);
  try {
    const figures = await runBench(bench);
    console.log(options.json ? figures.map(jsonLine).join('\n') : table(figures));
    return figures.length > 0 && figures.every((figure) => figure.pass);
  } catch (error) {
    log(`${bench.name} failed: ${error instanceof Error ? error.stack : error}`);
    return false;
  }
}

await dependencies();
await buildIfStale();
const benches = await loadBenches();
const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
if (unknown) {
  log(`there is no bench ${unknown}; there are ${benches.map((bench) => bench.name).join(', ')}`);
  process.exit(2);
}
const chosen = benches.filter((bench) => names.length === 0 || names.includes(bench.name));
const verdicts = [];
// One after the other: two at once would measure each other.
for (const bench of chosen) verdicts.push(await report(bench));
process.exit(verdicts.includes(false) ? 1 : 0);
