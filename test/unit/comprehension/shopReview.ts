import type { Reviewed } from './reviewedWorld.ts';
import { scriptTests } from './reviewedWorld.ts';
import { shopBase, shopChecks, shopHead, shopPath } from './shopModule.ts';

const isTest = (line: string): boolean => line.startsWith('same(');
const lines = shopChecks.split('\n');
const setUp = lines.filter((line) => !isTest(line)).join('\n');

/** Each check of the shop as a test by itself. Their names say nothing of what they call. */
export const shopTests = scriptTests(
  shopPath,
  Object.fromEntries(lines.filter(isTest).map((line, index) => [`case ${index + 1}`, `${setUp}\n${line}`])),
);

/** What an agent made of the shop, and what the tests of its loop say. */
export const shopReview = {
  base: { [shopPath]: shopBase },
  head: { [shopPath]: shopHead },
  tests: shopTests,
} as const satisfies Reviewed;
