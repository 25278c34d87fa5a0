import { beforeAll, describe, expect, it } from 'vitest';
import { callersAffected } from '../../../src/comprehension/callers/callersAffected.ts';
import { cloze } from '../../../src/comprehension/cloze/cloze.ts';
import { guessedPass, mostGuessed } from '../../../src/comprehension/guessBound.ts';
import { type Item, isRight } from '../../../src/comprehension/item.ts';
import type { Maker } from '../../../src/comprehension/making.ts';
import { removedBehaviour } from '../../../src/comprehension/removed/removedBehaviour.ts';
import { seededRandom } from '../../../src/comprehension/seededRandom.ts';
import type { TreeCodeReading } from '../../../src/parsing/code/treeCodeReading.ts';
import { testCodeReading } from '../../support/codeReading.ts';
import { blind, type Guesser, knowing, tokensThatFit } from './guesser.ts';
import { itemsOfKind } from './itemsOfKind.ts';
import { promptsOf } from './reviewedWorld.ts';
import { coverageTests, packagedSources, seededChange, withoutBehaviours } from './seededChanges.ts';
import { chanceOf, chanceOfSet, type Solver, solvers } from './solvers.ts';

let code: TreeCodeReading;
beforeAll(async () => {
  code = await testCodeReading();
});

interface Review {
  readonly items: readonly Item[];
  readonly old: string;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a gate that asks for two of three', { timeout: 600_000 }, () => {
  /** Prompts about changes of real sources, as a review asks them. */
  const reviews: Review[] = [];
  beforeAll(async () => {
    const sources = packagedSources(120).filter((_, index) => index % 6 === 0);
    for (const { path, text } of sources) {
      const change = seededChange(path, text, code, path);
      if (change === undefined) continue;
      const reviewed = { ...change, tests: coverageTests(change.head, code, path) };
      const { items } = await promptsOf(reviewed, code, 3, { pass: 2 });
      if (items.length > 1) reviews.push({ items, old: change.base[path] ?? '' });
    }
  }, 600_000);

  /** An answer is graded once: that of a cloze costs a parse. */
  const graded = new Map<string, Promise<boolean>>();

  async function passes({ items, old }: Review, guesser: Guesser, random: () => number): Promise<boolean> {
    let right = 0;
    for (const item of items) {
      const given = guesser(item, old, random);
      const key = JSON.stringify([item.prompt.id, given]);
      const grade = graded.get(key) ?? isRight(item, given);
      graded.set(key, grade);
      right += (await grade) ? 1 : 0;
    }
    return right > 1;
  }

  it('is passed by guessing in 8 of 100 reviews at most, also by who knows how prompts are made', async () => {
    expect(reviews.length).toBeGreaterThan(9);
    expect(new Set(reviews.flatMap(({ items }) => items.map(({ prompt }) => prompt.kind))).size).toBeGreaterThan(3);
    for (const [name, guesser] of Object.entries({ blind: blind(code), knowing: knowing(code) })) {
      const random = seededRandom(name);
      let passed = 0;
      for (let index = 0; index < 1000; index++) {
        const review = reviews[index % reviews.length];
        if (review !== undefined && (await passes(review, guesser, random))) passed++;
      }
      expect(passed / 1000, name).toBeLessThanOrEqual(mostGuessed);
    }
  });

  it('tells no more than the truth of the chance: who knows the keys passes always', async () => {
    const keys: Guesser = ({ key }) => key;
    for (const review of reviews) {
      expect(await passes(review, keys, seededRandom('x'))).toBe(true);
      expect(
        guessedPass(
          review.items.map(({ chance }) => chance),
          2,
        ),
      ).toBeLessThanOrEqual(mostGuessed);
    }
  });
});

describe('a solver that sees only the options', { timeout: 600_000 }, () => {
  const items = new Map<string, { readonly item: Item; readonly old: string }[]>();
  beforeAll(async () => {
    const makers: Readonly<Record<string, Maker>> = { removed: removedBehaviour, callers: callersAffected, cloze };
    for (const name of Object.keys(makers)) items.set(name, []);
    for (const [index, { path, text }] of packagedSources(60).entries()) {
      const less = withoutBehaviours(path, text, code, path);
      if (less === undefined) continue;
      for (const [name, make] of Object.entries(makers)) {
        // Callers and left-out tokens are found in most sources, something removed in few.
        if (name !== 'removed' && index % 3 > 0) continue;
        const [base, head] = name === 'cloze' ? [less, text] : [text, less];
        const made = await itemsOfKind(make, { base: { [path]: base }, head: { [path]: head }, seed: path }, code);
        items.get(name)?.push(...made.items.slice(0, 6).map((item) => ({ item, old: base })));
      }
    }
  }, 600_000);

  const sampled = (name: string, least: number) => {
    const found = items.get(name) ?? [];
    expect(found.length).toBeGreaterThan(least);
    return found;
  };

  /** `count`: how many it takes to be right, where it is not told. */
  function rateOf(solver: Solver, { prompt, key }: Item, count: (options: number) => number): number {
    if (!('options' in prompt.ask)) return 0;
    const { options } = prompt.ask;
    if (key.by === 'one') return chanceOf(solver, options, key.option);
    return key.by === 'several' ? chanceOfSet(solver, options, key.options, count(options.length)) : 0;
  }

  it.each([
    ['removed', 40],
    ['callers', 15],
  ])('stays within 10 points of chance: %s', (name, least) => {
    const found = sampled(name, least);
    const chance = mean(found.map(({ item }) => item.chance));
    const counts = { one: () => 1, two: () => 2, half: (options: number) => Math.floor(options / 2) };
    for (const [counted, count] of Object.entries(counts)) {
      for (const [solver, solve] of Object.entries(solvers)) {
        const rate = mean(found.map(({ item }) => rateOf(solve, item, count)));
        expect(rate, `${solver}, ${counted}, of ${found.length}`).toBeLessThan(chance + 0.1);
      }
    }
  });

  it('stays within 10 points of chance with the old file in hand: cloze', async () => {
    const found = sampled('cloze', 30);
    const chance = mean(found.map(({ item }) => item.chance));
    for (const place of [0, 1, 2]) {
      const right = await Promise.all(
        found.map(({ item, old }) =>
          isRight(item, { by: 'text', text: tokensThatFit(item.prompt, old, code)[place] ?? '0' }),
        ),
      );
      expect(right.filter(Boolean).length / found.length, `token ${place}`).toBeLessThan(chance + 0.1);
    }
  });
});
