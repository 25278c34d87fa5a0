import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleFolder } from './exampleFolder.ts';

/** Lines that the loops write, by unit: of lines that replace others the larger side counts. */
export const writtenLines = {
  'tariff/tariff.mjs#fare': 4,
  'tariff/tariff.mjs#refund': 3,
  'tariff/rebate.mjs#rebate': 4,
} as const;

const oldTariff = `export function fare(zones, age) {
  if (zones < 1) throw new RangeError('a trip has a zone');
  if (age === undefined) throw new TypeError('how old?');
  return zones * 3;
}

export function refund(paid, days) {
  if (days < 0) throw new RangeError('not travelled yet');
  return paid;
}
`;

const newTariff = `export function fare(zones, age) {
  if (zones < 1) throw new RangeError('a trip has a zone');
  const base = zones <= 4 ? zones * 3 : 12 + (zones - 4) * 2;
  if (age < 6) return 0;
  if (age >= 65) return base - 5;
  return age < 18 ? base / 2 : base;
}

export function refund(paid, days) {
  if (days > 30) return 0;
  const kept = days * 4;
  return paid > kept ? paid - kept : 0;
}
`;

const tariffTest = `import assert from 'node:assert/strict';
import test from 'node:test';
import { fare, refund } from './tariff.mjs';

test('short trips cost by zone', () => assert.equal(fare(2, 30), 6));
test('long trips grow slower', () => assert.equal(fare(6, 30), 16));
test('the fourth zone is a short one', () => assert.equal(fare(4, 30), 12));
test('small children travel free', () => assert.equal(fare(3, 5), 0));
test('schoolchildren pay half', () => assert.equal(fare(2, 17), 3));
test('grown people pay all', () => assert.equal(fare(2, 18), 6));
test('pensioners pay less', () => assert.equal(fare(5, 65), 9));
test('a late refund is nothing', () => assert.equal(refund(200, 31), 0));
test('a refund shrinks by the day', () => assert.equal(refund(100, 10), 60));
test('the last day still counts', () => assert.equal(refund(200, 30), 80));
test('a refund is never a debt', () => assert.equal(refund(8, 5), 0));
`;

const rebate = `export function rebate(amount) {
  const share = amount > 40 ? 0.2 : 0.1;
  return amount * share;
}
`;

const maker = (path: string, text: string): string =>
  `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(path)}, ${JSON.stringify(text)});\nconsole.log('Done.');\n`;

interface LoopText {
  readonly name: string;
  readonly program: string;
  readonly comprehension: string;
}

const loop = ({ name, program, comprehension }: LoopText): string => `name: ${name}
description: Writes what the tests ask for.
on: manual
roles:
  maker: { agent: command, run: node work/${program} }
checks:
  tests: { run: node --test tariff/*.test.mjs, report: { format: node } }
goal: checks.tests.passed
budget: { max-iterations: 2 }
gates:
  understand: { before: merge, comprehension: ${comprehension} }
deliver: { as: merge, squash: true }
`;

/** Puts three loops into an example, committed: one that is answered, one that is overridden, and one that owes too much to start. */
export async function addTariffLoops(example: ExampleFolder): Promise<void> {
  for (const folder of ['tariff', 'work']) await mkdir(join(example.path, folder));
  const files = {
    'tariff/tariff.mjs': oldTariff,
    'tariff/tariff.test.mjs': tariffTest,
    'work/tariff.mjs': maker('tariff/tariff.mjs', newTariff),
    'work/rebate.mjs': maker('tariff/rebate.mjs', rebate),
    '.loops/mend-tariff.loop.yaml': loop({
      ...{ name: 'mend-tariff', program: 'tariff.mjs' },
      comprehension: '{ questions: 2, pass: 1, debt-limit: 1000 }',
    }),
    '.loops/add-rebate.loop.yaml': loop({
      ...{ name: 'add-rebate', program: 'rebate.mjs' },
      comprehension: '{ questions: 1, pass: 1, debt-limit: 1000 }',
    }),
    '.loops/add-more.loop.yaml': loop({
      ...{ name: 'add-more', program: 'rebate.mjs' },
      comprehension: '{ questions: 1, pass: 1, debt-limit: 1 }',
    }),
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(example.path, path), text);
  await example.git('add', '.loops', 'work', 'tariff');
  await example.git('commit', '--quiet', '--message', 'Tariffs');
}
