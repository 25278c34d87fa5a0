import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../src/engine/panel.ts';
import { bestOf, isBetter, keepsBest, type Standing } from '../../../src/engine/ratchet.ts';
import { loopFileSchema, toLoop } from '../../../src/model/loopFile.ts';
import { failing, outcome } from './someFacts.ts';

function loopWith(metrics: object) {
  const loop = toLoop(
    loopFileSchema.parse({
      name: 'x',
      on: 'manual',
      roles: { maker: { run: 'make' } },
      checks: { tests: 'npm test', lint: 'npm run lint' },
      metrics,
      goal: 'checks.tests.passed && metrics.fast <= 1.0',
    }),
  );
  if (loop.goal === undefined) throw new Error('no goal');
  return { ...loop, goal: loop.goal };
}

const loop = loopWith({
  noise: { run: 'n', better: 'higher' },
  fast: { run: 'f', better: 'lower', ratchet: true },
  small: { run: 's', better: 'lower', ratchet: true },
});

const green = (metrics: Standing['metrics'], more: Partial<Standing> = {}): Standing => ({
  checks: [outcome('tests'), failing('lint')],
  metrics,
  ...more,
});
const red = (metrics: Standing['metrics']): Standing => ({ checks: [failing('tests')], metrics });

describe('a ratchet', () => {
  it.each([
    ['better', { fast: 9, small: 5 }, { fast: 8, small: 9 }, true],
    ['equal', { fast: 9, small: 5 }, { fast: 9, small: 5 }, true],
    ['worse in the first', { fast: 9, small: 5 }, { fast: 10, small: 1 }, false],
    ['equal in the first and worse in the second', { fast: 9, small: 5 }, { fast: 9, small: 6 }, false],
    ['worse only without a ratchet', { fast: 9, small: 5, noise: 5 }, { fast: 9, small: 5, noise: 1 }, true],
    ['not measured', { fast: 9 }, { small: 1 }, false],
    ['measured for the first time', {}, { fast: 100 }, true],
    ['never measured', {}, {}, true],
  ])('a pass that is %s', (_, best, pass, kept) => {
    expect(keepsBest(loop, green(best), green(pass))).toBe(kept);
  });

  it('puts the checks that the goal asks for first', () => {
    expect(keepsBest(loop, green({ fast: 9 }), red({ fast: 1 }))).toBe(false);
    expect(keepsBest(loop, red({ fast: 1 }), green({ fast: 9 }))).toBe(true);
    expect(keepsBest(loop, red({ fast: 9 }), red({ fast: 8 }))).toBe(true);
    expect(keepsBest(loop, green({ fast: 9 }), { checks: [], metrics: { fast: 1 } })).toBe(false);
  });
});

describe('the best of several attempts', () => {
  it.each([
    ['one without objections', green({ fast: 9 }), green({ fast: 1 }, { objections: ['no'] })],
    ['one that passes', green({ fast: 9 }), red({ fast: 1 })],
    ['one that measures better', green({ fast: 1 }), green({ fast: 9 })],
    [
      'one that is better in what has no ratchet, all else equal',
      green({ fast: 1, noise: 2 }),
      green({ fast: 1, noise: 1 }),
    ],
    ['one with a ratchet better, before what has none', green({ fast: 1, noise: 1 }), green({ fast: 2, noise: 9 })],
  ])('is %s', (_, a, b) => {
    expect(isBetter(loop, a, b)).toBe(true);
    expect(isBetter(loop, b, a)).toBe(false);
  });

  it('is an order: nothing is better than itself, and the other way round never both', () => {
    const standing = fc
      .record({
        pass: fc.boolean(),
        objections: fc.constantFrom([], ['x']),
        fast: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
        noise: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      })
      .map(({ pass, objections, fast, noise }) => {
        const metrics = { ...(fast === undefined ? {} : { fast }), ...(noise === undefined ? {} : { noise }) };
        return { ...(pass ? green(metrics) : red(metrics)), objections };
      });
    fc.assert(
      fc.property(standing, standing, standing, (a, b, c) => {
        expect(isBetter(loop, a, a)).toBe(false);
        expect(isBetter(loop, a, b) && isBetter(loop, b, a)).toBe(false);
        if (isBetter(loop, a, b) && isBetter(loop, b, c)) expect(isBetter(loop, a, c)).toBe(true);
      }),
    );
  });
});

describe('bestOf', () => {
  it('takes the best of each metric by its own', () => {
    expect(bestOf(loop.metrics, { fast: 5, noise: 5 }, { fast: 6, noise: 6, small: 1 })).toEqual({
      improved: true,
      best: { fast: 5, noise: 6, small: 1 },
    });
    expect(bestOf(loop.metrics, { fast: 5, noise: 5 }, { fast: 5 })).toEqual({
      improved: false,
      best: { fast: 5, noise: 5 },
    });
  });
});

describe('a panel', () => {
  const said = (...scores: readonly (number | null)[]) =>
    verdictOf(
      scores.map((score, index) => ({ score, reasons: [`r${index}`] })),
      8,
    );

  it.each([
    [[8], true, 8],
    [[7.9], false, 7.9],
    [[10, 8, 0], true, 8],
    [[10, 7, 7], false, 7],
    [[10, 10, 1, 1], false, 5.5],
    [[9, null, null], false, 9],
    [[9, 9, null], true, 9],
    [[null], false, 0],
    [[], false, 0],
  ])('of %j: %s, %d', (scores, passed, score) => {
    expect(said(...scores)).toMatchObject({ passed, score, scores: scores.filter((each) => each !== null) });
  });

  it('lets those speak first who decided', () => {
    expect(said(9, 2, 3).reasons).toEqual(['Judge 2 (2): r1', 'Judge 3 (3): r2', 'Judge 1 (9): r0']);
    expect(said(9).reasons).toEqual(['r0']);
    expect(said(null).reasons).toEqual(['No valid score was given.', 'r0']);
  });
});
