import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleFolder } from './exampleFolder.ts';

/** What the two remarks of the test ask for; the maker answers them by these words. */
export const remarks = {
  charge: 'Keep the error handling: the log is how we find broken cards',
  readme: 'Say for how long a refund can take',
} as const;

const base = {
  'shop/pay.js': `import { log } from './log.js';

export function charge(card, amount) {
  if (amount <= 0) throw new Error('nothing to charge');
  try {
    return card.take(amount);
  } catch (error) {
    log(error);
    throw error;
  }
}

export function refund(card, amount) {
  if (amount <= 0) return false;
  return card.give(amount);
}
`,
  'shop/cart.js': `export function total(lines) {
  let sum = 0;
  for (const line of lines) sum += line.price;
  return sum;
}
`,
  'shop/stock.js': `export function isThere(count, stock) {
  return count <= stock;
}
`,
  'shop/README.md': `# Shop

## Paying

A card is charged at once.

## Refunds

A refund goes to the same card.
`,
  'shop/log.js': `export function log(error) {
console.error(error);
}
`,
  'shop/package-lock.json': `{
  "name": "shop",
  "lockfileVersion": 3,
  "packages": {}
}
`,
};

const changed = {
  'shop/pay.js': `import { log } from './log.js';

export function charge(card, amount) {
  if (amount < 0) throw new Error('nothing to charge');
  return card.take(amount);
}

export function refund(card, amount) {
  if (amount === 0) return false;
  return card.give(amount);
}

export function retry(work) {
  for (;;) {
    try {
      return work();
    } catch (error) {
      log(error);
    }
  }
}
`,
  'shop/cart.js': `export function total(lines) {
  return lines.reduce((sum, line) => sum + line.price * line.count, 0);
}
`,
  'shop/stock.js': `export function isThere(count, stock) {
  return count < stock;
}
`,
  'shop/README.md': `# Shop

## Paying

A card is charged at once, and again when that fails.

## Refunds

A refund goes to the same card, or to another one.
`,
  'shop/log.js': `export function log(error) {
  console.error(error);
}
`,
  'shop/package-lock.json': `{
  "name": "shop",
  "lockfileVersion": 3,
  "packages": { "": { "name": "shop" } }
}
`,
};

/** Makes the change at first; afterwards it does what the remarks that it finds in its feedback ask for, and nothing else. */
const maker = `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const changed = JSON.parse(readFileSync('work/shopChange.json', 'utf8'));
const file = process.env.LOOPWRIGHT_FEEDBACK_FILE;
const feedback = file && existsSync(file) ? readFileSync(file, 'utf8') : '';
const replace = (path, from, to) => writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
if (feedback.includes('Keep the error handling')) {
  replace('shop/pay.js', '  return card.take(amount);', '  try {\\n    return card.take(amount);\\n  } catch (error) {\\n    log(error);\\n    throw error;\\n  }');
}
if (feedback.includes('how long a refund')) {
  replace('shop/README.md', 'or to another one.', 'or to another one, within five days.');
}
const isFirst = process.env.LOOPWRIGHT_ITERATION === '1';
if (isFirst) for (const [path, text] of Object.entries(changed)) writeFileSync(path, text);
console.log(isFirst ? 'I charge a card again when that fails.' : 'I did what the remarks ask for.');
`;

const check = `import { charge, refund } from '../shop/pay.js';
import { total } from '../shop/cart.js';
const card = { take: (amount) => amount, give: () => true };
if (charge(card, 5) !== 5 || !refund(card, 5) || total([{ price: 2, count: 3 }]) !== 6) process.exit(1);
`;

const loop = `name: mend-shop
description: Charges a card again when that fails.
on: manual
roles:
  maker: { agent: command, run: node work/shopMaker.mjs }
checks:
  shop: node work/shopCheck.mjs
goal: checks.shop.passed
budget: { max-iterations: 6 }
gates:
  look: { before: deliver }
deliver: { as: merge, squash: true }
`;

/** Puts a loop whose change has six files into an example, committed. */
export async function addReviewLoop(example: ExampleFolder): Promise<void> {
  for (const folder of ['shop', 'work']) await mkdir(join(example.path, folder));
  const files = {
    ...base,
    '.loops/mend-shop.loop.yaml': loop,
    'work/shopChange.json': JSON.stringify(changed),
    'work/shopMaker.mjs': maker,
    'work/shopCheck.mjs': check,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(example.path, path), text);
  await example.git('add', '.loops', 'work', 'shop');
  await example.git('commit', '--quiet', '--message', 'Mend the shop');
}
