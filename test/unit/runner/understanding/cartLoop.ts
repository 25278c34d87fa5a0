import { loopFile } from '../../../support/loopRepository.ts';

/** A loop that writes three functions of a shopping cart, with tests by name: enough to be asked about several times. And a page. */

const before = `
/** Price of all items. */
export function total(items) {
  let sum = 0;
  for (const item of items) {
    if (item.count < 0) throw new RangeError('a count is never negative');
    sum += item.price;
  }
  return sum;
}

export function reduced(sum, percent) {
  if (percent > 100) throw new RangeError('nobody is paid for buying');
  return sum - percent;
}

export function shipping(sum) {
  return 5;
}
`;

const after = `
/** Price of all items. */
export function total(items) {
  let sum = 0;
  for (const { price, count } of items) {
    sum += price * count;
  }
  return sum;
}

export function reduced(sum, percent) {
  const rest = 100 - percent;
  return (sum * rest) / 100;
}

export function shipping(sum) {
  const isLarge = sum >= 50;
  return isLarge ? 0 : 5;
}
`;

const tests = `
import assert from 'node:assert/strict';
import test from 'node:test';
import { reduced, shipping, total } from '../src/cart.js';
test('nothing costs nothing', () => assert.equal(total([]), 0));
test('one item has its price', () => assert.equal(total([{ price: 3, count: 1 }]), 3));
test('several of one item add up', () => assert.equal(total([{ price: 3, count: 4 }]), 12));
test('different items add up', () => assert.equal(total([{ price: 3, count: 2 }, { price: 5, count: 1 }]), 11));
test('no rebate leaves it as it is', () => assert.equal(reduced(80, 0), 80));
test('a quarter off', () => assert.equal(reduced(80, 25), 60));
test('all off', () => assert.equal(reduced(80, 100), 0));
test('small parcels cost', () => assert.equal(shipping(49), 5));
test('from 50 on it is free', () => assert.equal(shipping(50), 0));
test('large parcels are free', () => assert.equal(shipping(90), 0));
`;

/** `gate`: what stands in `comprehension`. */
export const cartLoop = (gate: string): Record<string, string> => ({
  'package.json': '{ "type": "module" }\n',
  'src/cart.js': before,
  'src/order.js': 'export const order = (items) => ({ items });\n',
  'src/parcel.js': 'export const parcel = (order) => ({ order });\n',
  'test/cart.test.js': tests,
  'tools/make.mjs': `import { writeFileSync } from 'node:fs';\nwriteFileSync('src/cart.js', ${JSON.stringify(after)});\nwriteFileSync('notes.md', '# Rebates\\n');\n`,
  [loopFile]: [
    'name: count-up',
    'on: manual',
    'roles: { maker: { agent: command, run: node tools/make.mjs } }',
    'checks: { tests: node --test, never: exit 3 }',
    '# The second check fails before and after; the goal does not ask for it.',
    'goal: checks.tests.passed',
    'policy: { protected-paths: ["test/**"] }',
    `gates: { understand: { comprehension: { ${gate} } } }`,
  ].join('\n'),
});
