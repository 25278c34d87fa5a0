import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  beginning,
  begun,
  failuresIn,
  likeness,
  mostExcuses,
  type PassSigns,
  type Progress,
  renewed,
  reviewed,
  sameCritique,
} from '../../../src/engine/stall.ts';
import { failing, outcome } from './someFacts.ts';

const tests = (...numbers: readonly number[]): readonly string[] => numbers.map((n) => `tests: case ${n}`);
const upTo = (n: number): readonly string[] => tests(...Array.from({ length: n }, (_, i) => i));

const signs = (more: Partial<PassSigns> = {}): PassSigns => ({
  failed: upTo(2),
  metricsBetter: false,
  tree: 'base',
  critique: 'AssertionError: expected 3 to equal 4 in the sum of an order',
  ...more,
});

const start = beginning(signs());

/** The number of the pass after which the work counts as stalled; undefined where it never does. */
function stallsAt(passes: readonly PassSigns[], after = 3, from: Progress = start): number | undefined {
  let progress = from;
  for (const [index, pass] of passes.entries()) {
    progress = advance(progress, pass, after);
    if (progress.stalled) return index + 1;
  }
  return undefined;
}

const many = (count: number, pass: (n: number) => PassSigns): readonly PassSigns[] =>
  Array.from({ length: count }, (_, index) => pass(index + 1));

describe('work that goes nowhere', () => {
  it.each([2, 3, 5])('stalls when nothing is done %i times', (after) => {
    expect(
      stallsAt(
        many(20, () => signs()),
        after,
      ),
    ).toBe(after);
  });

  it('stalls when nothing is done and nothing was known before', () => {
    expect(
      stallsAt(
        many(20, () => signs()),
        3,
        begun,
      ),
    ).toBe(2 * 3);
  });

  it('stalls when it goes to and fro between two states', () => {
    const passes = many(30, (n) => signs({ tree: `t${n % 2}`, failed: tests(n % 2, 5) }));
    // Both states were new once; the next three passes bring nothing new.
    expect(stallsAt(passes)).toBe(2 * 3);
  });

  it('stalls when every state is new and none is better', () => {
    expect(stallsAt(many(30, (n) => signs({ tree: `t${n}` })))).toBe(3 * (1 + mostExcuses));
  });

  it('stalls when every pass is criticised for something else and none is better', () => {
    const words = (n: number): string =>
      Array.from({ length: 30 }, (_, i) => ((n * 7919 + i * 104_729) % 46_656).toString(36).replace(/\d/g, 'k')).join(
        ' ',
      );
    expect(stallsAt(many(30, (n) => signs({ tree: `t${n}`, critique: words(n) })))).toBe(3 * (1 + mostExcuses));
  });

  it('stalls when one test is mended by breaking another', () => {
    expect(stallsAt(many(30, (n) => signs({ tree: `t${n}`, failed: tests(n, n + 1) })))).toBe(3 * (1 + mostExcuses));
  });

  it('stalls when a refused change, or a build that broke, only looks like fewer failures', () => {
    const from = beginning(signs({ failed: upTo(30) }));
    const refused = many(20, () => signs({ failed: ['test/a.test.js is protected'], count: null }));
    expect(stallsAt(refused, 3, from)).toBe(3);
  });
});

describe('work that gets somewhere', () => {
  it('is not stopped while one of thirty tests is mended each pass', () => {
    const passes = many(30, (n) => signs({ failed: upTo(30 - n), tree: `t${n}` }));
    expect(stallsAt(passes, 2, beginning(signs({ failed: upTo(30) })))).toBeUndefined();
  });

  it('is not stopped when a broken build hides the count in between', () => {
    const passes = many(60, (n) => {
      const broken = n % 2 === 1;
      return signs({
        failed: broken ? ['tests'] : upTo(30 - n / 2),
        ...(broken ? { count: null } : {}),
        tree: `t${n}`,
      });
    });
    expect(stallsAt(passes, 2, beginning(signs({ failed: upTo(30) })))).toBeUndefined();
  });

  it('is not stopped while more tests fail than a report lists', () => {
    const passes = many(100, (n) => signs({ failed: upTo(200), count: 900 - n, tree: `t${n}` }));
    expect(stallsAt(passes, 2, beginning(signs({ failed: upTo(200), count: 900 })))).toBeUndefined();
  });

  it('is not stopped while a metric gets a little better each pass', () => {
    expect(
      stallsAt(
        many(50, (n) => signs({ metricsBetter: true, tree: `t${n}` })),
        2,
      ),
    ).toBeUndefined();
  });

  it('has its excuses again after a success', () => {
    const same = (n: number): PassSigns => signs({ tree: `t${n}` });
    const passes = [...many(4, same), signs({ failed: upTo(1), tree: 'better' }), ...many(30, (n) => same(n + 100))];
    expect(stallsAt(passes)).toBe(5 + 3 * (1 + mostExcuses));
  });

  it('is not stopped while a review finds less each time', () => {
    let progress = beginning(signs());
    for (let defects = 9; defects >= 0; defects--) {
      progress = reviewed(advance(progress, signs({ failed: [], tree: `t${defects}` }), 2), { defects });
      expect(progress).toMatchObject({ stalled: false, noProgress: 0 });
    }
    for (const score of [2, 4, 5.5]) {
      progress = reviewed(advance(progress, signs({ failed: [], tree: `s${score}` }), 2), { defects: 0, score });
      expect(progress.noProgress).toBe(0);
    }
    progress = reviewed(advance(progress, signs({ failed: [], tree: 'u' }), 2), { defects: 0, score: 5.6 });
    expect(progress.noProgress).toBe(1);
    progress = reviewed(advance(progress, signs({ failed: [], tree: 'v' }), 2), { defects: 1 });
    expect(progress.noProgress).toBe(2);
  });
});

describe('run.no_progress', () => {
  it('counts excused passes too, and begins anew with a success', () => {
    let progress = start;
    const counts = [
      signs({ tree: 'a' }),
      signs({ tree: 'b' }),
      signs({ tree: 'b' }),
      signs({ failed: [] }),
      signs({ failed: [] }),
    ].map((pass) => {
      progress = advance(progress, pass, 3);
      return progress.noProgress;
    });
    expect(counts).toEqual([1, 2, 3, 0, 1]);
  });

  it('begins anew with another way to ask, which remembers what was reached and seen', () => {
    const stalled = many(3, () => signs()).reduce((progress, pass) => advance(progress, pass, 3), start);
    expect(stalled.stalled).toBe(true);
    expect(
      stallsAt(
        many(9, () => signs()),
        3,
        renewed(stalled),
      ),
    ).toBe(3);
    expect(
      stallsAt(
        many(9, () => signs({ failed: upTo(1) })),
        3,
        renewed(stalled),
      ),
    ).toBe(4);
  });
});

describe('the same critique', () => {
  const failure = (test: string, line: number, seconds: string): string =>
    `Not done yet:\n- checks.tests.passed is false\n\nTests that fail in tests (1):\n- ${test}\n\nCheck "tests" failed (exit code 1). AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:\n\n12 !== 14\n    at Object.<anonymous> (/tmp/w-${line}/test/cart.test.js:${line}:10)\n# duration_ms ${seconds}`;

  it('is the same failure with other numbers, paths and times', () => {
    const a = failure('the total of a cart counts each item once', 12, '104.22');
    const b = failure('the total of a cart counts each item once', 871, '99.1');
    expect(likeness(a, b)).toBeGreaterThan(0.95);
  });

  it('is the same failure of another test of the file', () => {
    const a = failure('the total of a cart counts each item once', 12, '1');
    expect(likeness(a, failure('the total of a cart counts no item twice', 31, '2'))).toBeGreaterThan(0.8);
  });

  it('is not another failure of the same check', () => {
    const a = failure('the total of a cart counts each item once', 12, '1');
    const syntax =
      'Check "tests" failed (exit code 1). SyntaxError: Unexpected token \'}\'\n    at wrapSafe (node:internal/modules/cjs/loader:1378:20)\n    at Module._compile (node:internal/modules/cjs/loader:1428:41)';
    const policy =
      'Not done yet:\n- test/cart.test.js proves the work and may gain tests and lines but lose none; it was deleted: put back what is there in 1a2b3c.';
    expect(likeness(a, syntax)).toBeLessThan(sameCritique - 0.2);
    expect(likeness(a, policy)).toBeLessThan(sameCritique - 0.2);
    expect(likeness(syntax, policy)).toBeLessThan(sameCritique - 0.2);
  });

  it('is compared with all earlier ones, not with the last alone', () => {
    const one = 'the parser does not know the keyword that begins a block';
    const two = 'division by zero while the invoice is rounded to cents';
    const passes = many(12, (n) => signs({ critique: n % 2 === 0 ? one : two }));
    expect(stallsAt(passes, 3, beginning(signs({ critique: one })))).toBe(2 * 3);
  });
});

describe('any sequence of passes', () => {
  const pass = fc.record({
    failed: fc.subarray([...upTo(6)]),
    metricsBetter: fc.boolean(),
    tree: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    critique: fc.string({ maxLength: 40 }),
  });
  const after = fc.integer({ min: 2, max: 6 });

  it('stalls at the latest three times `after` passes after the last success, and never before `after`', () => {
    fc.assert(
      fc.property(fc.array(pass, { maxLength: 40 }), after, (passes, limit) => {
        let progress = beginning(signs({ failed: upTo(6) }));
        let fewest = 6;
        let since = 0;
        for (const each of passes) {
          const got = each.metricsBetter || each.failed.length < fewest;
          fewest = Math.min(fewest, each.failed.length);
          since = got ? 0 : since + 1;
          progress = advance(progress, each, limit);
          expect(progress.noProgress).toBe(since);
          if (progress.stalled) expect(since).toBeGreaterThanOrEqual(limit);
          if (since >= limit * (1 + mostExcuses)) expect(progress.stalled).toBe(true);
          expect(progress.excuses).toBeLessThanOrEqual(mostExcuses);
        }
      }),
    );
  });

  it('that gets better each time never stalls, and one that never does always ends', () => {
    fc.assert(
      fc.property(fc.array(pass, { minLength: 18, maxLength: 24 }), after, (passes, limit) => {
        const better = passes.map((each, index) => ({ ...each, count: 100 - index }));
        expect(stallsAt(better, limit, beginning(signs({ count: 101 })))).toBeUndefined();
        const never = passes.map((each) => ({ ...each, metricsBetter: false, count: 7 }));
        expect(stallsAt(never, limit, beginning(signs({ count: 7 })))).toBeLessThanOrEqual(limit * (1 + mostExcuses));
      }),
    );
  });
});

describe('failuresIn', () => {
  const before = [failing('tests', { failing: ['a', 'b'], failedTests: 2 }), outcome('lint')];

  it('names and counts what fails', () => {
    const checks = [failing('tests', { failing: ['a'], failedTests: 250 }), failing('lint'), outcome('types')];
    expect(failuresIn({ checks, objections: [] }, before)).toEqual({ failed: ['tests: a', 'lint'], count: 251 });
    expect(failuresIn({ checks: [outcome('tests')], objections: [] }, before)).toEqual({ failed: [], count: 0 });
  });

  it('cannot be compared where the checks did not run, or one broke', () => {
    expect(failuresIn({ checks: [], objections: ['no'] }, before)).toEqual({ failed: ['no'], count: null });
    expect(failuresIn({ checks: [failing('tests')], objections: [] }, before).count).toBeNull();
    expect(failuresIn({ checks: [failing('lint')], objections: [] }, before).count).toBe(1);
  });
});
