// `npm test [-- unit|host|ui ...]`: set-up, build, and the named suites, or all. The last line sums them up.
import { buildIfStale } from './build/builds.mjs';
import { dependencies } from './setup/dependencies.mjs';
import { secondsSince } from './setup/progress.mjs';
import { countsLine, failuresText, sumCounts } from './test/counts.mjs';
import { suites } from './test/suites.mjs';

/** @typedef {keyof typeof suites} SuiteName */

/** @param {SuiteName} name */
async function runSuite(name) {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  try {
    await suites[name].prepare();
    const counts = await suites[name].run();
    console.log(`== ${name}: ${countsLine(counts)} (${secondsSince(startedAt)})`);
    return counts;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.log(`== ${name} did not run to its end: ${why}`);
    // One failure, so that it is never taken for a pass.
    return { passed: 0, failed: 1, skipped: 0, failures: [{ name: `the suite ${name}`, why }] };
  }
}

/** @returns {readonly SuiteName[]} */
function chosenSuites() {
  const all = /** @type {SuiteName[]} */ (Object.keys(suites));
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !all.some((suite) => suite === name));
  if (unknown) {
    console.error(`There is no suite ${unknown}. The suites are ${all.join(', ')}.`);
    process.exit(2);
  }
  return named.length > 0 ? all.filter((suite) => named.includes(suite)) : all;
}

const chosen = chosenSuites();
await dependencies();
await buildIfStale();
const results = [];
for (const name of chosen) results.push(await runSuite(name));
const total = sumCounts(results);
console.log(failuresText(results.flatMap(({ failures }) => failures)));
console.log(`\n${countsLine(total)}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
