import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleFolder } from './exampleFolder.ts';

const source = 'export const total = (price, count) => price + count;\n';
const oldTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from './price.mjs';

test('nothing costs nothing', () => assert.equal(total(0, 0), 0));
`;

/** The first pass touches what is protected, the second forgets an input, the third is right. */
const maker = `import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
const pass = Number(process.env.LOOPWRIGHT_ITERATION);
const guard = pass < 3 ? '' : "  if (count < 0) throw new RangeError('less than nothing');\\n";
writeFileSync('prices/price.mjs', 'export const total = (price, count) => {\\n' + guard + '  return price * count;\\n};\\n');
writeFileSync('prices/total.test.mjs', \`import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from './price.mjs';

test('three of a thing cost three times as much', () => assert.equal(total(4, 3), 12));
\`);
if (pass === 1) writeFileSync('prices/LICENSE', 'mine\\n');
else rmSync('prices/LICENSE', { force: true });
const usage = { type: 'usage', inputTokens: 12000 * pass, outputTokens: 900, costUsd: 0.08 * pass };
appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify(usage) + '\\n');
console.log(pass === 3 ? 'Multiplies, and refuses less than nothing.' : 'Multiplies.');
`;

const checker = `import { appendFileSync, readFileSync } from 'node:fs';
const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify(line) + '\\n');
const isGuarded = readFileSync('prices/price.mjs', 'utf8').includes('RangeError');
say({ type: 'usage', inputTokens: 4000, outputTokens: 300, costUsd: 0.02 });
if (!isGuarded) {
  const shows = "import { total } from './prices/price.mjs'; if (total(1, -1) < 0) { console.log('it pays out'); process.exit(1); }";
  const reproduce = 'node --input-type=module -e "' + shows + '"';
  say({ type: 'defect', severity: 'high', title: 'Less than nothing pays out', file: 'prices/price.mjs', line: 2, reproduce });
}
say({ type: 'verdict', passed: isGuarded });
`;

const judge = `import { appendFileSync } from 'node:fs';
const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify(line) + '\\n');
say({ type: 'usage', inputTokens: 3000, outputTokens: 100, costUsd: 0.01 });
say({ type: 'score', score: 8.5, reasons: ['The cause is removed, and a test shows it.'] });
`;

const loop = `name: mend-prices
description: Mends the total of a price, with a test that shows what was wrong.
on: manual
roles:
  maker: { agent: command, run: node work/make.mjs }
  checker: { agent: command, run: node work/checker.mjs }
  judge: { agent: command, run: node work/judge.mjs }
checks:
  tests:
    run: node --test prices/*.test.mjs
    report: { format: node }
    red-green: { tests: ['prices/*.test.mjs'] }
goal:
  until: checks.tests.passed && judge.passed
  judge: { rubric: The cause is removed. }
  stall: { after: 9 }
policy:
  protected-paths: [prices/LICENSE]
budget: { max-iterations: 5, max-cost-usd: 2 }
gates:
  understand: { before: merge, comprehension: { questions: 1, pass: 1 } }
deliver: { as: merge }
`;

/** Puts a loop into an example, committed, whose change has everything that evidence can have. */
export async function addPriceLoop(example: ExampleFolder): Promise<void> {
  await mkdir(join(example.path, 'work'));
  await mkdir(join(example.path, 'prices'));
  const files = {
    '.loops/mend-prices.loop.yaml': loop,
    'prices/price.mjs': source,
    'prices/price.test.mjs': oldTest,
    'work/make.mjs': maker,
    'work/checker.mjs': checker,
    'work/judge.mjs': judge,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(example.path, path), text);
  await example.git('add', '.loops', 'work', 'prices');
  await example.git('commit', '--quiet', '--message', 'Mend prices');
}
