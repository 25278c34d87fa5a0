import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/model/steps.ts';
import { startOf } from './scene.ts';
import { type Files, type Options, usage, type Workshop, work } from './workshop.ts';

/**
 * Each loop here would run for ever but for one rule: a thousand iterations and a week are allowed, and nothing else is
 * limited.
 */
const forEver = (more = '', head: { goal?: string; roles?: string; checks?: string; budget?: string } = {}): string =>
  [
    'name: tidy',
    'on: manual',
    `roles: { maker: { agent: command, run: make }${head.roles ?? ''} }`,
    head.checks ?? 'checks: { tests: npm test }',
    head.goal ?? 'goal: checks.tests.passed',
    `budget: { max-iterations: 1000, timeout-minutes: 10080${head.budget ?? ''} }`,
    'deliver: { as: branch }',
    more,
  ].join('\n');

const run = (loop: string, shop: Workshop, options: Options = {}) =>
  work(loop, shop, { ...options, start: options.start ?? asBranch() });

const asBranch = (more: Parameters<typeof startOf>[0] = {}) =>
  startOf({ deliver: { as: 'branch', into: 'refs/heads/main', squash: true }, ...more });

const tests = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `test ${String.fromCharCode(97 + (n % 26))}${n}`);

const items = (...keys: readonly string[]): readonly Item[] => keys.map((key) => ({ id: key, key, data: { key } }));

/** Tests that a file of the sources lists as mended do not fail. */
const mended = (all: readonly string[]) => (files: Files) => {
  const done = new Set((files['src/a.js'] ?? '').split('\n'));
  return all.filter((name) => !done.has(name));
};
const line = (files: Files, text: string): Files => ({ ...files, 'src/a.js': `${files['src/a.js']}\n${text}` });

/** Passes in which nothing gets better, with both excuses used up: three times the three that a loop has by default. */
const excused = 9;

describe('a maker that gets nowhere is stalled', () => {
  it('who does nothing at all', async () => {
    const { outcome, makes, inbox } = await run(forEver(), { make: (files) => files, checks: { tests: () => false } });
    expect(outcome.status).toBe('gave-up');
    expect(outcome.reason).toMatch(/^Stalled: nothing got better in 3 passes\. The change is empty/);
    expect(makes).toHaveLength(3);
    expect(inbox).toMatchObject([{ kind: 'escalation', title: 'tidy gave up', why: outcome.reason }]);
  });

  it('who flips between two states', async () => {
    const all = tests(4);
    const states = [
      ['test a0', 'test b1'],
      ['test c2', 'test d3'],
    ].map((names) => ['wrong', ...names].join('\n'));
    const { outcome, makes } = await run(forEver(), {
      make: (_, { number }) => ({ 'src/a.js': states[number % 2] ?? '' }),
      checks: { tests: mended(all) },
    });
    expect(outcome.status).toBe('gave-up');
    expect(outcome.reason).toMatch(/^Stalled: nothing got better in \d passes\. checks\.tests\.passed is false/);
    expect(makes.length).toBeLessThanOrEqual(1 + excused);
  });

  it('who mends one test by breaking another, in a state never seen before each time', async () => {
    const all = tests(300);
    const { outcome, makes } = await run(forEver(), {
      make: (_, { number }) => ({ 'src/a.js': `wrong ${number}\n${all[number]}` }),
      checks: { tests: mended(all) },
    });
    expect(outcome.reason).toMatch(/^Stalled/);
    expect(makes.length).toBeLessThanOrEqual(1 + excused);
  });

  it('who writes something else each time, while the same one thing fails', async () => {
    const { outcome, makes } = await run(forEver(), {
      make: (files, { number }) => line(files, `attempt ${number}`),
      checks: { tests: () => false },
    });
    expect(outcome.reason).toMatch(/^Stalled: nothing got better in 9 passes/);
    expect(makes).toHaveLength(excused);
  });

  it('where the tests print something else each time', async () => {
    const { outcome, makes } = await run(forEver(), {
      make: (files) => line(files, 'same'),
      checks: { tests: (_, { nth }) => ({ tail: `${'qzjx'.repeat(nth)} ${nth} ${Math.sin(nth)}` }) },
    });
    expect(outcome.reason).toMatch(/^Stalled/);
    expect(makes.length).toBeLessThanOrEqual(excused);
  });

  it('after as many passes as the loop says', async () => {
    for (const after of [2, 7]) {
      const { makes } = await run(
        forEver('', { goal: `goal: { until: checks.tests.passed, stall: { after: ${after} } }` }),
        {
          make: (files) => files,
          checks: { tests: () => false },
        },
      );
      expect(makes).toHaveLength(after);
    }
  });

  it('also where the goal asks for a number that nobody can measure', async () => {
    const { outcome } = await run(
      forEver('metrics: { speed: { run: node speed.js, better: higher } }', { goal: 'goal: metrics.speed > 3.0' }),
      { make: (files, { number }) => line(files, `${number}`), metrics: { speed: () => null } },
    );
    expect(outcome.reason).toMatch(/^Stalled.*metrics\.speed is not known: it could not be measured/);
  });
});

describe('legitimate slow progress is not stopped', () => {
  it('thirty tests mended one a pass', async () => {
    const all = tests(30);
    const { outcome, makes, delivered } = await run(forEver(), {
      make: (files, { number }) => line(files, all[number - 1] ?? ''),
      checks: { tests: mended(all) },
    });
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(30);
    expect(delivered?.['src/a.js']).toContain(all[29]);
  });

  it('of three hundred tests, of which a report lists two hundred', async () => {
    const all = tests(300);
    const { outcome, makes } = await run(forEver(), {
      make: (files, { number }) => line(files, all.slice((number - 1) * 5, number * 5).join('\n')),
      checks: { tests: mended(all) },
    });
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(60);
  });

  it('a metric that gets a little better each pass', async () => {
    const { outcome, makes } = await run(
      forEver('metrics: { coverage: { run: node coverage.js, better: higher } }', {
        goal: 'goal: metrics.coverage >= 80.0',
      }),
      {
        make: (files) => line(files, 'covered'),
        metrics: { coverage: (files) => 75 + 0.1 * ((files['src/a.js'] ?? '').split('\n').length - 1) },
      },
    );
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(50);
  });

  it('one that needs two passes for each test', async () => {
    const all = tests(20);
    const { outcome, makes } = await run(forEver(), {
      make: (files, { number }) => line(files, number % 2 === 0 ? (all[number / 2 - 1] ?? '') : `half ${number}`),
      checks: { tests: mended(all) },
    });
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(40);
  });

  it('one that mends a test a pass and breaks the build on its way, twice', async () => {
    const all = tests(20);
    const { outcome } = await run(forEver(), {
      make: (files, { number }) =>
        number === 5 || number === 11
          ? { ...files, broken: `${number}` }
          : without(line(files, all[number - 1] ?? ''), 'broken'),
      // A build that is broken names no tests: one failure, and no progress.
      checks: {
        tests: (files) =>
          files['broken'] === undefined
            ? mended([...all.slice(0, 4), ...all.slice(5, 10), ...all.slice(11)])(files)
            : false,
      },
    });
    expect(outcome.status).toBe('delivered');
  });

  it('one whose checker finds one defect less each time', async () => {
    const { outcome, makes } = await run(forEver('', { roles: ', checker: { run: look }' }), {
      make: (files, { number }) => line(files, `mended ${number}`),
      checks: { tests: (files) => (files['src/a.js'] ?? '').includes('mended') },
      verify: (_, { iteration }) =>
        Array.from({ length: 12 - iteration }, (_, n) => ({
          severity: 'high' as const,
          title: `Defect ${n}`,
          reproduce: `false ${n}`,
        })),
      reproduce: () => 1,
    });
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(12);
  });

  it('one whose judge is half a point happier each time', async () => {
    const { outcome, makes } = await run(
      forEver('', {
        roles: ', judge: { run: score }',
        goal: 'goal: { until: checks.tests.passed && judge.passed, judge: { rubric: Good, min-score: 9 } }',
      }),
      {
        make: (files, { number }) => line(files, `better ${number}`),
        checks: { tests: (files) => (files['src/a.js'] ?? '').includes('better') },
        judge: (_, { iteration }) => Math.min(10, 1 + iteration / 2),
      },
    );
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(16);
  });
});

const without = (files: Files, path: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));

describe('a maker that cheats', () => {
  const base = { 'src/a.js': 'wrong', 'test/a.test.js': 'expect one\nexpect two\nexpect three' };
  /** Passes as soon as nothing expects more than the sources do. */
  const checks: Workshop['checks'] = {
    tests: (files) => (files['test/a.test.js'] ?? '').split('\n').filter((one) => one.startsWith('expect t')),
  };

  it('by weakening tests is told to put them back, and never delivers', async () => {
    const { outcome, told, delivered } = await run(forEver(), {
      base,
      make: (files) => ({ ...files, 'test/a.test.js': 'expect one' }),
      checks,
    });
    expect(outcome.status).toBe('gave-up');
    expect(outcome.reason).toMatch(
      /^Stalled: .* test\/a\.test\.js proves the work .* 2 removed|^Stalled: .*test\/a\.test\.js proves the work/,
    );
    expect(told[1]).toMatch(/test\/a\.test\.js proves the work and may gain tests and lines but lose none/);
    expect(delivered).toBeUndefined();
  });

  it('by deleting tests likewise', async () => {
    const { outcome, told, delivered } = await run(forEver(), {
      base,
      make: (files) => without(files, 'test/a.test.js'),
      checks,
    });
    expect(outcome.reason).toMatch(/^Stalled: .*test\/a\.test\.js proves the work .* it was deleted/);
    expect(told[1]).toContain('test/a.test.js proves the work');
    expect(delivered).toBeUndefined();
  });

  it('by weakening them in a new way each time', async () => {
    const { outcome, makes } = await run(forEver(), {
      base,
      make: (files, { number }) => ({
        ...files,
        'test/a.test.js': `expect one\nskip ${number}`,
        [`test/n${number}.test.js`]: 'x',
      }),
      checks,
    });
    expect(outcome.reason).toMatch(/^Stalled/);
    expect(makes.length).toBeLessThanOrEqual(excused);
  });

  it('by hard-coding the answer is caught by the defect that the checker reproduces', async () => {
    const { outcome, told } = await run(forEver('', { roles: ', checker: { run: look }' }), {
      make: (files) => ({ ...files, 'src/a.js': 'if (a === 2) return 4' }),
      checks: { tests: (files) => (files['src/a.js'] ?? '').includes('4') },
      verify: () => [
        { severity: 'high', title: 'Only two is doubled', file: 'src/a.js', line: 1, reproduce: 'node try 3' },
      ],
      reproduce: (files) => (files['src/a.js']?.includes('===') ? 1 : 0),
    });
    expect(outcome.status).toBe('gave-up');
    expect(outcome.reason).toMatch(
      /^Stalled: .*The checker found a defect \(high\) in src\/a\.js:1: Only two is doubled/,
    );
    expect(told[1]).toMatch(/Only two is doubled[\s\S]*`node try 3`/);
  });

  it('with a test that shows nothing is caught by the proof', async () => {
    const proven = forEver('', {
      checks: 'checks: { tests: { run: npm test, report: { format: tap }, red-green: { tests: ["test/**"] } } }',
    });
    const { outcome, told } = await run(proven, {
      base,
      make: (files) => ({ ...files, 'src/a.js': 'right', 'test/new.test.js': 'expect nothing' }),
      checks: {
        tests: (files) =>
          files['test/new.test.js'] === 'expect right' && files['src/a.js'] !== 'right' ? ['new'] : [],
      },
    });
    expect(outcome.reason).toMatch(/^Stalled/);
    expect(told[1]).toMatch(/The new tests pass on the old sources too, so they do not show what was wrong/);
  });

  it('and mends it when told is not held up', async () => {
    const { outcome, makes } = await run(forEver('', { roles: ', checker: { run: look }' }), {
      make: (files, { input }) => ({
        ...files,
        'src/a.js': input.feedback.includes('Only two is doubled') ? 'return 2 * a // 4' : 'if (a === 2) return 4',
      }),
      checks: { tests: (files) => (files['src/a.js'] ?? '').includes('4') },
      verify: (files) =>
        files['src/a.js']?.includes('===')
          ? [{ severity: 'high', title: 'Only two is doubled', reproduce: 'node try 3' }]
          : [],
      reproduce: () => 1,
    });
    expect(outcome.status).toBe('delivered');
    expect(makes).toHaveLength(2);
  });
});

describe('a maker that says that nobody could do it', () => {
  it('is believed at once', async () => {
    const said = { status: 'failed', final: true, summary: 'Unsatisfiable: the test wants 1 to be 2.' } as const;
    const { outcome, makes } = await run(forEver(), {
      make: (files) => ({ files, said }),
      checks: { tests: () => false },
    });
    expect(outcome).toMatchObject({
      status: 'gave-up',
      reason: expect.stringMatching(/^Unsatisfiable: the test wants 1 to be 2: The change is empty/),
    });
    expect(makes).toHaveLength(1);
  });
});

describe('a goal that nobody can reach', () => {
  it('because it contradicts itself ends before anybody is paid', async () => {
    const { outcome, makes } = await run(
      forEver('', { goal: 'goal: checks.tests.passed && checks.tests.exit_code == 3' }),
      {
        make: (files) => files,
        checks: { tests: () => false },
      },
    );
    expect(outcome.status).toBe('gave-up');
    expect(outcome.reason).toMatch(/^The goal can never be reached: /);
    expect(makes).toEqual([]);
  });

  it.each([
    ['sh: 1: jset: not found', 'checks: { tests: "jset --all" }'],
    ["'jset' is not recognized as an internal or external command", 'checks: { tests: "jset" }'],
  ])('because a program is missing ends before anybody is paid (%s)', async (tail, checks) => {
    const { outcome, makes } = await run(forEver('', { checks }), {
      checks: { tests: () => ({ exitCode: 127, tail }) },
    });
    expect(outcome.status).toBe('gave-up');
    expect(outcome.reason).toMatch(/^The check tests cannot run, so the goal cannot be reached: jset was not found/);
    expect(makes).toEqual([]);
  });
});

/** Makes a pass that always costs something and never gets there. */
const spending = (used: Parameters<typeof usage> | null): Workshop => ({
  make: (files, { number }) => ({
    files: line(files, `${number}`),
    said: { usage: used === null ? null : usage(...used) },
  }),
  checks: { tests: () => Array.from({ length: 2000 }, (_, n) => `t${n}`).slice(0, 1) },
});
/** The same, but something gets better each time, so that only the budget can end it. */
const progressing = (used: Parameters<typeof usage> | null): Workshop => {
  const all = tests(2000);
  return {
    ...spending(used),
    make: (files, { number }) => ({
      files: line(files, all[number] ?? ''),
      said: { usage: used === null ? null : usage(...used) },
    }),
    checks: { tests: mended(all) },
  };
};

describe('a budget', () => {
  it.each([
    [
      'max-tokens: 10000',
      [1000],
      10,
      'The budget of the run is used up: 10,000 tokens of 10,000 tokens (budget.max-tokens).',
    ],
    ['max-cost-usd: 2', [1000, 0.5], 4, 'The budget of the run is used up: $2.00 of $2.00 (budget.max-cost-usd).'],
    [
      'max-cost-usd: 1, price: { input-per-million: 125, output-per-million: 250 }',
      [1000, null],
      8,
      'The budget of the run is used up: $1.00 of $1.00 (budget.max-cost-usd).',
    ],
  ] as const)('%s', async (budget, used, passes, reason) => {
    const { outcome, makes } = await run(forEver('', { budget: `, ${budget}` }), progressing([...used]));
    expect(outcome).toEqual({ status: 'gave-up', reason });
    expect(makes).toHaveLength(passes);
  });

  it('of each item does not end the others', async () => {
    for (const [limit, used, passes, reason] of [
      ['max-tokens: 5500', [1000], 6, '6,000 tokens of 5,500 tokens (budget.per-item.max-tokens).'],
      ['max-cost-usd: 1', [1000, 0.3], 4, '$1.20 of $1.00 (budget.per-item.max-cost-usd).'],
    ] as const) {
      const loop = forEver('items: { from: { run: list } }', {
        budget: `, per-item: { max-iterations: 1000, ${limit} }`,
      });
      const { concluded, makes } = await run(loop, { ...progressing([...used]), items: items('a', 'b') });
      const text = `The budget of the item is used up: ${reason}`;
      expect(concluded.map(({ outcome }) => outcome.reason)).toEqual([text, text]);
      expect(makes).toHaveLength(2 * passes);
    }
  });

  it('of a day counts what other runs have used before', async () => {
    const { outcome, makes } = await run(forEver('', { budget: ', per-day: { max-cost-usd: 5 }' }), {
      ...progressing([1000, 0.5]),
      spentBefore: { 'loop-day': { tokens: 0, costUsd: 4 } },
    });
    expect(outcome.reason).toBe(
      'The budget of the loop for today is used up: $5.00 of $5.00 (budget.per-day.max-cost-usd).',
    );
    expect(makes).toHaveLength(2);
  });

  it('of a day that is used up already ends the run before anybody is paid', async () => {
    const { outcome, makes } = await run(forEver('', { budget: ', per-day: { max-cost-usd: 5 }' }), {
      ...progressing([1000, 0.5]),
      spentBefore: { 'loop-day': { tokens: 0, costUsd: 5 } },
    });
    expect(outcome.reason).toMatch(/^The budget of the loop for today is used up/);
    expect(makes).toEqual([]);
  });

  it('of the repository for a day holds for a loop that limits nothing', async () => {
    const { outcome, makes } = await run(
      forEver(),
      { ...progressing([1000, 0.5]), spentBefore: { 'repository-day': { tokens: 9000, costUsd: 1 } } },
      { start: asBranch({ repositoryDay: { tokens: 12_000 } }) },
    );
    expect(outcome.reason).toMatch(/^The budget of the repository for today is used up: 12,000 tokens of 12,000/);
    expect(makes).toHaveLength(3);
  });

  it('of cost ends at the first pass whose cost is not known, and says what to do', async () => {
    for (const used of [[1000, null], null] as const) {
      const { outcome, makes } = await run(
        forEver('', { budget: ', max-cost-usd: 100' }),
        progressing(used && [...used]),
      );
      expect(outcome.reason).toMatch(
        /^What the run has cost is not known, so budget\.max-cost-usd cannot be kept\. Let the agent/,
      );
      expect(makes).toHaveLength(1);
    }
  });

  it('of cost ends at an agent that reports nothing, whatever its price', async () => {
    const budget = ', max-cost-usd: 1, price: { input-per-million: 100, output-per-million: 200 }';
    const { outcome, makes } = await run(forEver('', { budget }), progressing(null));
    expect(outcome.reason).toMatch(/^What the run has cost is not known/);
    expect(makes).toHaveLength(1);
  });

  it('of tokens ends at an agent that does not report them', async () => {
    const { outcome, makes } = await run(forEver('', { budget: ', max-tokens: 100' }), progressing(null));
    expect(outcome.reason).toMatch(/^How many tokens the run has used is not known/);
    expect(makes).toHaveLength(1);
  });

  it('is asked for checker and judge too', async () => {
    const { outcome } = await run(forEver('', { roles: ', checker: { run: look }', budget: ', max-tokens: 5000' }), {
      make: (files, { number }) => ({ files: line(files, `mended ${number}`), said: { usage: usage(0) } }),
      checks: { tests: (files) => (files['src/a.js'] ?? '').includes('mended') },
      verify: (_, { iteration }) => ({
        usage: usage(2500),
        defects: Array.from({ length: 100 - iteration }, (_, n) => ({
          severity: 'low' as const,
          title: `d${n}`,
          reproduce: 'x',
        })),
      }),
      reproduce: () => 1,
    });
    expect(outcome.reason).toBe('The budget of the run is used up: 5,000 tokens of 5,000 tokens (budget.max-tokens).');
  });

  it('that is used up by the very pass that reaches the goal still delivers it', async () => {
    const { outcome } = await run(forEver('', { budget: ', max-tokens: 1000' }), {
      make: (files) => ({ files: line(files, 'done'), said: { usage: usage(5000) } }),
      checks: { tests: (files) => (files['src/a.js'] ?? '').includes('done') },
    });
    expect(outcome.status).toBe('delivered');
  });

  it('that a step overran in the middle fails the pass, unproven, with the reason', async () => {
    const overBudget = 'The budget of the run is used up: $3.00 of $2.00 (budget.max-cost-usd).';
    const { outcome, durable } = await run(forEver('', { budget: ', max-cost-usd: 2' }), {
      make: (files) => ({ files: line(files, 'done'), said: { status: 'failed', usage: usage(1, 3), overBudget } }),
      checks: { tests: (files) => (files['src/a.js'] ?? '').includes('done') },
    });
    expect(outcome).toEqual({ status: 'gave-up', reason: overBudget });
    expect(durable.done).toContain('default/1/commit');
    expect(durable.done).not.toContain('default/1/check/tests');
  });

  it('warns from 80 % on', async () => {
    const { durable } = await run(forEver('', { budget: ', max-tokens: 10000' }), progressing([1000]));
    const warned = durable.events.flatMap(({ event }) =>
      event.type === 'step.finished' &&
      event.key.endsWith('/account') &&
      JSON.stringify(event.outcome).includes(' % of the budget')
        ? [event.key]
        : [],
    );
    expect(warned).toEqual(['default/8/account', 'default/9/account']);
  });
});

describe('a limit of iterations', () => {
  it('of the run', async () => {
    const { outcome, makes } = await run(forEver().replace('1000', '7'), progressing(null));
    expect(outcome.reason).toMatch(/^7 iterations did not reach the goal: checks\.tests\.passed is false/);
    expect(makes).toHaveLength(7);
  });

  it('over all items, whichever makes them', async () => {
    const loop = forEver('items: { from: { run: list }, max-parallel: 3 }').replace('1000', '10');
    const unlimited = loop.replace(
      'timeout-minutes: 10080',
      'timeout-minutes: 10080, per-item: { max-iterations: 1000 }',
    );
    const { outcome, makes, concluded } = await run(unlimited, { ...progressing(null), items: items('a', 'b', 'c') });
    expect(outcome).toEqual({ status: 'gave-up', reason: 'Of 3 items 3 given up.' });
    expect(makes.length).toBeGreaterThanOrEqual(10);
    expect(makes.length).toBeLessThanOrEqual(12);
    for (const { outcome } of concluded) {
      expect(outcome.reason).toBe('All 10 iterations of the run (budget.max-iterations) are used up.');
    }
  });

  it('of each item', async () => {
    const loop = forEver('items: { from: { run: list } }').replace(
      'max-iterations: 1000, ',
      'per-item: { max-iterations: 4 }, ',
    );
    const { concluded, makes } = await run(loop, { ...progressing(null), items: items('a', 'b') });
    expect(concluded.map(({ outcome }) => outcome.reason.slice(0, 37))).toEqual([
      '4 iterations did not reach the goal: ',
      '4 iterations did not reach the goal: ',
    ]);
    expect(makes).toHaveLength(8);
  });
});

describe('a limit of time', () => {
  it('of the run, in which waiting for a person does not count', async () => {
    const loop = forEver('gates: { go: { before: spend } }').replace('10080', '60');
    const start = asBranch();
    const says = [{ silentFor: 48 * 3_600_000 }, { kind: 'approve', gate: 'go', by: start.by } as const];
    const { outcome, makes } = await run(loop, { ...progressing(null), minutes: { make: 7 } }, { says, start });
    expect(outcome).toEqual({ status: 'gave-up', reason: 'The budget of 60 minutes is used up after 9 iterations.' });
    expect(makes).toHaveLength(9);
  });

  it('of an item begins with the item', async () => {
    const loop = forEver('items: { from: { run: list }, max-parallel: 1 }', {
      budget: ', per-item: { max-iterations: 1000, timeout-minutes: 30 }',
    });
    const { concluded, makes } = await run(loop, {
      ...progressing(null),
      items: items('a', 'b'),
      minutes: { make: 10 },
    });
    expect(concluded.map(({ outcome }) => outcome.reason)).toEqual([
      'The budget of 30 minutes is used up after 3 iterations.',
      'The budget of 30 minutes is used up after 3 iterations.',
    ]);
    expect(makes).toHaveLength(6);
  });

  it('of an item that begins late is that of the run, and says so', async () => {
    const loop = forEver('items: { from: { run: list }, max-parallel: 1 }', {
      budget: ', per-item: { max-iterations: 1000, timeout-minutes: 30 }',
    }).replace('10080', '45');
    const { concluded } = await run(loop, { ...progressing(null), items: items('a', 'b'), minutes: { make: 10 } });
    expect(concluded.map(({ outcome }) => outcome.reason)).toEqual([
      'The budget of 30 minutes is used up after 3 iterations.',
      'The budget of 45 minutes is used up after 2 iterations.',
    ]);
  });

  it('is given to what runs, so that it can be ended in the middle', async () => {
    const { makes } = await run(forEver().replace('10080', '60'), { ...progressing(null), minutes: { make: 50 } });
    expect(makes.map(({ deadline }) => deadline)).toEqual([1_000_000 + 3_600_000, 1_000_000 + 3_600_000]);
  });
});

describe('give-up', () => {
  it('ends it when the expression holds, and says which', async () => {
    const goal = 'goal: { until: checks.tests.passed, give-up: run.iteration >= 6 }';
    const { outcome, makes } = await run(forEver('', { goal }), progressing(null));
    expect(outcome.reason).toMatch(/^give-up holds: run\.iteration >= 6: checks\.tests\.passed is false/);
    expect(makes).toHaveLength(6);
  });

  it('over cost, progress and checks', async () => {
    for (const [giveUp, used, passes] of [
      ['run.cost_usd > 2.0', [1, 0.5], 5],
      ['run.tokens >= 3000', [1000], 3],
      ['checks.tests.failed < 1990', [1], 11],
    ] as const) {
      const goal = `goal: { until: checks.tests.passed, give-up: "${giveUp}" }`;
      const { outcome, makes } = await run(forEver('', { goal }), progressing([...used]));
      expect(outcome.reason).toMatch(/^give-up holds/);
      expect(makes).toHaveLength(passes);
    }
  });

  it('that cannot be worked out does not end it', async () => {
    const goal = 'goal: { until: checks.tests.passed, give-up: "run.cost_usd > 0.0" }';
    const all = tests(12);
    const { outcome } = await run(forEver('', { goal }), {
      make: (files, { number }) => line(files, all[number - 1] ?? ''),
      checks: { tests: mended(all) },
    });
    expect(outcome.status).toBe('delivered');
  });
});
