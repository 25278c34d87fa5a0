// Runs the tests of the source file that a finding is about: src/price.js is tested by test/price.test.js and by any
// test/price.….test.js.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

const source = basename(process.env.FINDING_FILE ?? '').replace(/(\.test)?\.js$/, '');
const tests = readdirSync('test').filter((name) => name.startsWith(`${source}.`) && name.endsWith('.test.js'));
if (source === '' || tests.length === 0) {
  console.error(`No tests for ${process.env.FINDING_FILE}`);
  process.exit(2);
}
const { status } = spawnSync(process.execPath, ['--test', ...tests.map((name) => `test/${name}`)], { stdio: 'inherit' });
process.exit(status ?? 1);
