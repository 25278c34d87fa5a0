import { beforeAll, describe, expect, it } from 'vitest';
import { guessedPass } from '../../../src/comprehension/guessBound.ts';
import { isRight } from '../../../src/comprehension/item.ts';
import { partsOfId } from '../../../src/comprehension/itemId.ts';
import { promptSchema } from '../../../src/model/prompt.ts';
import type { TreeCodeReading } from '../../../src/parsing/code/treeCodeReading.ts';
import { testCodeReading } from '../../support/codeReading.ts';
import { promptsOf, ReviewedWorld } from './reviewedWorld.ts';
import { shopHead, shopPath } from './shopModule.ts';
import { shopReview } from './shopReview.ts';

let code: TreeCodeReading;
beforeAll(async () => {
  code = await testCodeReading();
});

describe('promptsAbout', { timeout: 120_000 }, () => {
  it('asks about the riskiest unit first, then in other kinds or about other units', async () => {
    const { items } = await promptsOf(shopReview, code, 4);
    expect(items.length).toBe(4);
    expect(items[0]?.prompt).toMatchObject({ kind: 'predict-failing-tests', unit: `${shopPath}#days` });
    expect(items[1]?.prompt.unit).toBe(`${shopPath}#total`);
    for (const [index, { prompt }] of items.entries()) {
      const before = items[index - 1]?.prompt;
      expect(before?.kind === prompt.kind && before.unit === prompt.unit).toBe(false);
    }
  });

  it('keeps the key out of the prompt, and grades it as right', async () => {
    const { items } = await promptsOf(shopReview, code, 12);
    for (const item of items) {
      expect(promptSchema.parse(item.prompt)).toEqual(item.prompt);
      expect(await isRight(item, item.key)).toBe(true);
    }
  });

  it('makes the same prompts again after a restart, without those that were answered', async () => {
    const ids = async (answered: readonly string[], most: number) =>
      (await promptsOf(shopReview, code, most, { answered })).items.map(({ prompt }) => prompt.id);
    const [first = '', second = ''] = await ids([], 2);
    const later = await ids([first, second], 6);
    expect(later).not.toContain(first);
    expect(later).not.toContain(second);
    const places = [first, second, ...later].map((id) => partsOfId(id)?.place);
    expect(new Set(places).size).toBe(places.length);
    expect(await ids([first], 1)).toEqual([second]);
  });

  it('bounds the chance of a guesser where two right answers are asked for', async () => {
    const { items, end } = await promptsOf(shopReview, code, 40, { pass: 2 });
    const chances = items.map(({ chance }) => chance);
    expect(items.length).toBeGreaterThan(1);
    expect(guessedPass(chances, 2)).toBeLessThanOrEqual(0.08);
    expect(end).toMatchObject({ code: 'guessable', settled: true });
    const unbounded = await promptsOf(shopReview, code, 40);
    expect(unbounded.items.length).toBeGreaterThan(items.length);
    expect(unbounded.end).toMatchObject({ code: 'all-asked', settled: true });
  });

  it('runs no check for the first prompt where they are slow', async () => {
    const world = new ReviewedWorld(shopReview);
    const { items } = await promptsOf(shopReview, code, 1, { secondsOfChecks: 30 }, world);
    expect(items[0]?.prompt.kind).toBe('cloze');
    expect(world.tried).toEqual([]);
  });

  it('asks in the kinds that need no checks where these cannot be run, and does not say that this settles it', async () => {
    const { items, end } = await promptsOf({ base: shopReview.base, head: shopReview.head }, code, 40);
    expect(new Set(items.map(({ prompt }) => prompt.kind))).toEqual(new Set(['cloze']));
    expect(end).toMatchObject({ code: 'checks-unknown', settled: false });
  });

  it('turns off what runs the checks where a mutant fails other tests the second time', async () => {
    let runs = 0;
    const flaky = (path: string, text: string) => {
      const ran = shopReview.tests(path, text);
      if (text === shopHead || ran.status !== 'ran' || ran.failed.length === 0) return ran;
      runs += 1;
      const [first = '', ...rest] = runs % 2 === 0 ? ran.failed : ran.passed;
      return runs % 2 === 0
        ? { status: 'ran' as const, failed: rest, passed: [...ran.passed, first] }
        : { status: 'ran' as const, failed: [...ran.failed, first], passed: rest };
    };
    const { items } = await promptsOf({ ...shopReview, tests: flaky }, code, 40);
    expect(new Set(items.map(({ prompt }) => prompt.kind))).toEqual(new Set(['cloze']));
    expect(runs).toBe(2);
  });
});
