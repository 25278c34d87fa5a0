// Measures a benchmark several times and prints the median: one run says more about the machine than about the code.
//
//   BENCHMARK='node bench.mjs' RUNS=7 node .loops/tools/median.mjs
//
// A benchmark whose last line is a number is measured by that number, any other by its wall time in milliseconds.
import { spawnSync } from 'node:child_process';

const command = process.env.BENCHMARK ?? '';
const runs = Number(process.env.RUNS ?? '7');
if (command === '' || !Number.isInteger(runs) || runs < 1) {
  console.error("Write: BENCHMARK='<command>' RUNS=<how often, from 1> node median.mjs");
  process.exit(2);
}

function once() {
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync(command, { shell: true, encoding: 'utf8' });
  const took = performance.now() - from;
  if (status !== 0) {
    console.error(`${command} failed (exit code ${status}).\n${stderr}`);
    process.exit(1);
  }
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return last !== '' && Number.isFinite(Number(last)) ? Number(last) : took;
}

// The first run warms caches and is not counted, except where it is the only one.
if (runs > 1) once();
const values = Array.from({ length: runs }, once).sort((a, b) => a - b);
const middle = Math.floor(values.length / 2);
const median = values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
console.error(`${runs} runs, from ${values[0]} to ${values.at(-1)}`);
console.log(median);
