import { describe, expect, it } from 'vitest';
import type { CheckResult, Defect } from '../../../src/model/steps.ts';
import { commandResult, startOf } from './scene.ts';
import { type Files, type Options, reportOf, type Workshop, work } from './workshop.ts';

const start = startOf({ deliver: { as: 'branch', into: 'refs/heads/main', squash: true } });
const run = (loop: string, shop: Workshop, options: Options = {}) => work(loop, shop, { start, ...options });

const loopWith = (parts: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    name: 'tidy',
    on: 'manual',
    roles: '{ maker: { agent: command, run: make } }',
    checks: '{ tests: npm test }',
    goal: 'checks.tests.passed',
    budget: '{ max-iterations: 5 }',
    deliver: '{ as: branch }',
    ...parts,
  })
    .map(([field, value]) => `${field}: ${value}`)
    .join('\n');

const says = (text: string) => ({ 'src/a.js': text });
const has = (text: string) => (files: Files) => (files['src/a.js'] ?? '').includes(text);
const checker = '{ maker: { agent: command, run: make }, checker: { run: look } }';

describe('the explorer', () => {
  const roles = '{ explorer: { run: look, root-cause: true }, maker: { agent: command, run: make } }';
  it('must write the root cause down before anything may be changed', async () => {
    const { outcome, makes, durable } = await run(loopWith({ roles }), {
      explore: () => ({ summary: 'Looked around.' }),
    });
    expect(outcome).toEqual({
      status: 'gave-up',
      reason:
        'The explorer did not do its part: no root cause is written down, so nothing may be changed yet. Report a `root-cause`.',
    });
    expect(makes).toEqual([]);
    expect(durable.done.filter((key) => key.includes('explore'))).toEqual(['default/explore/1', 'default/explore/2']);
  });

  it('is told the second time what was missing, and its root cause is told to the maker', async () => {
    const { outcome, told } = await run(loopWith({ roles }), {
      explore: ({ attempt, prompt }) => {
        if (attempt === 1) return {};
        expect(prompt).toContain('Last time: no root cause is written down');
        return { rootCause: 'The clock is read twice.', summary: 'See a.js.' };
      },
      make: () => says('right'),
      checks: { tests: has('right') },
    });
    expect(outcome.status).toBe('delivered');
    expect(told[0]).toMatch(/^The root cause[\s\S]*The clock is read twice\.[\s\S]*See a\.js\./);
  });

  it('that changed files has failed', async () => {
    const summary = 'The explorer may change nothing, and changed: a.js. It was put back.';
    const { outcome } = await run(loopWith({ roles }), {
      explore: () => ({ status: 'failed', rootCause: 'x', changed: ['a.js'], summary }),
    });
    expect(outcome.reason).toBe(`The explorer did not do its part: ${summary}`);
  });

  it('alone makes a report of its findings', async () => {
    const loop = loopWith({ roles: '{ explorer: { run: look } }', deliver: '{ as: report }' })
      .split('\n')
      .filter((line) => !/^(checks|goal|budget)/.test(line))
      .join('\n');
    let text = '';
    const shop: Workshop = {
      explore: () => ({ summary: 'One thing.', findings: [{ key: 'k', title: 'Old\ndate', file: 'a.js', line: 3 }] }),
      more: {
        report: (input) => {
          text = input.text;
          return { file: '/r.md' };
        },
      },
    };
    const { outcome, concluded } = await run(loop, shop);
    expect(outcome).toEqual({ status: 'delivered', reason: 'Reported one finding: /r.md' });
    expect(text).toBe('One thing.\n\n- medium: Old date (a.js:3)');
    expect(concluded).toMatchObject([{ complete: true, findings: [{ key: 'k' }] }]);
    expect((await run(loop, {})).outcome).toEqual({
      status: 'nothing-found',
      reason: 'The explorer found nothing to report.',
    });
  });

  it('alone with items looks at one each, so what it does not find is not gone', async () => {
    const loop = loopWith({ roles: '{ explorer: { run: look } }', deliver: '{ as: report }' })
      .split('\n')
      .filter((line) => !/^(checks|goal|budget)/.test(line))
      .join('\n');
    const shop: Workshop = { explore: () => ({ findings: [{ key: 'k', title: 'Old date' }] }) };
    const { concluded } = await run(`${loop}\nitems: { from: { run: list }, key: item.key }\n`, shop);
    expect(concluded).toMatchObject([{ complete: false, findings: [{ key: 'k' }] }]);
  });
});

describe('the checker', () => {
  const defect: Defect = {
    severity: 'high',
    title: 'Negative numbers',
    file: 'src/a.js',
    line: 7,
    reproduce: 'node try -1',
  };

  it('sees only what could be delivered', async () => {
    let asked = 0;
    const { makes } = await run(loopWith({ roles: checker }), {
      make: (_, { number }) => says(number < 3 ? 'wrong' : 'right'),
      checks: { tests: has('right') },
      verify: () => {
        asked += 1;
        return [];
      },
    });
    expect(makes).toHaveLength(3);
    expect(asked).toBe(1);
  });

  it('never shares a session with the maker, nor with its earlier self', async () => {
    const sessions: string[] = [];
    const { makes } = await run(loopWith({ roles: checker }), {
      make: (_, { number }) => says(`right ${number}`),
      checks: { tests: has('right') },
      verify: (_, { session, iteration }) => {
        sessions.push(session);
        return iteration < 3 ? [defect] : [];
      },
      reproduce: () => 1,
    });
    expect(sessions).toEqual(['run-1/default/checker/1', 'run-1/default/checker/2', 'run-1/default/checker/3']);
    expect(new Set(makes.map(({ session }) => session))).toEqual(new Set(['run-1/default/maker/1']));
  });

  it('is not told what the maker says of its work', async () => {
    let brief = '';
    await run(loopWith({ roles: checker }), {
      make: () => ({ files: says('right'), said: { summary: 'I am sure that it is perfect.' } }),
      checks: { tests: has('right') },
      verify: (_, input) => {
        brief = input.brief;
        expect(JSON.stringify(input)).not.toContain('I am sure');
        return [];
      },
    });
    expect(brief).toContain('- check tests: passed');
  });

  it('fails a pass with what it can show, and the maker is told the command and what it said', async () => {
    const { outcome, told, durable } = await run(loopWith({ roles: checker }), {
      make: (_, { input }) => says(input.feedback.includes('node try -1') ? 'right, abs' : 'right'),
      checks: { tests: has('right') },
      verify: (files) => (has('abs')(files) ? [] : [defect]),
      reproduce: (files) => (has('abs')(files) ? 0 : 1),
    });
    expect(outcome.status).toBe('delivered');
    expect(durable.done).toContain('default/1/reproduce/1');
    expect(told[1]).toMatch(/The checker found a defect \(high\) in src\/a\.js:7: Negative numbers/);
    expect(told[1]).toMatch(/it broke/);
  });

  it('does not hold up a pass with what cannot be shown, unless the loop says so', async () => {
    const shop: Workshop = {
      make: () => says('right'),
      checks: { tests: has('right') },
      verify: () => [defect, { severity: 'low', title: 'Ugly' }],
      reproduce: () => 0,
    };
    const { outcome, concluded } = await run(loopWith({ roles: checker }), shop);
    expect(outcome.status).toBe('delivered');
    expect(concluded[0]?.verdicts).toEqual([
      { by: 'checker', text: 'high: Negative numbers (not-reproduced); low: Ugly (not-tried)' },
    ]);
    const strict = loopWith({ roles: checker.replace('run: look', 'run: look, blocks: claimed') });
    expect((await run(strict, shop)).outcome.status).toBe('gave-up');
  });

  it('shows nothing with a command that cannot be run at all', async () => {
    for (const code of [126, 127]) {
      const { outcome } = await run(loopWith({ roles: checker }), {
        make: () => says('right'),
        checks: { tests: has('right') },
        verify: () => [defect],
        reproduce: () => code,
      });
      expect(outcome.status).toBe('delivered');
    }
  });

  it('has at most ten of its commands run', async () => {
    const { durable } = await run(loopWith({ roles: checker }), {
      make: () => says('right'),
      checks: { tests: has('right') },
      verify: () => Array.from({ length: 40 }, () => defect),
      reproduce: () => 0,
    });
    expect(durable.done.filter((key) => key.includes('/reproduce/'))).toHaveLength(10);
  });

  it('without a verdict that can be read lets nothing through', async () => {
    for (const said of [
      { defects: null },
      { status: 'failed' as const, summary: 'It changed a.js. It was put back.' },
    ]) {
      const { outcome, told } = await run(loopWith({ roles: checker }), {
        make: (_, { number }) => says(`right ${number}`),
        checks: { tests: has('right') },
        verify: () => said,
      });
      expect(outcome.status).toBe('gave-up');
      expect(told[1]).toMatch(
        /The checker did not do its part\. (It gave no verdict that can be read|It changed a\.js\. It was put back)\./,
      );
    }
  });
});

describe('the judges', () => {
  const judged = (panel = 1, min = 8) =>
    loopWith({
      roles: '{ maker: { agent: command, run: make }, judge: { run: score } }',
      goal: `{ until: checks.tests.passed && judge.passed, judge: { rubric: No sleep is added, min-score: ${min}, panel: ${panel} } }`,
    });
  const shop = (scores: readonly (number | null)[], more: Partial<Workshop> = {}): Workshop => ({
    make: (_, { number }) => says(`right ${number}`),
    checks: { tests: has('right') },
    judge: (_, { seat }) => {
      const score = scores[seat - 1] ?? null;
      return score === null ? { score, reasons: [] } : { score, reasons: [`it is worth ${score}`] };
    },
    ...more,
  });

  it.each([
    [[9, 3, 8], 'delivered'],
    [[9, 3, 7], 'gave-up'],
    [[9, null, null], 'gave-up'],
    [[10, 10, null], 'delivered'],
  ] as const)('of a panel decide by majority: %j', async (scores, status) => {
    const { outcome } = await run(judged(3), shop(scores));
    expect(outcome.status).toBe(status);
  });

  it('sit apart: each in a session of its own that nobody else has', async () => {
    const sessions: string[] = [];
    await run(judged(3), {
      ...shop([]),
      judge: (_, { session }) => {
        sessions.push(session);
        return 10;
      },
    });
    expect(new Set(sessions).size).toBe(3);
    expect(sessions.every((session) => session.startsWith('run-1/default/judge/'))).toBe(true);
  });

  it('see goal, rubric and evidence, and nothing of the story of the maker', async () => {
    await run(judged(), {
      ...shop([10]),
      make: () => ({ files: says('right'), said: { summary: 'I am sure that it is perfect.' } }),
      judge: (_, input) => {
        expect(input.brief).toMatch(/No sleep is added[\s\S]*check tests: passed/);
        expect(JSON.stringify(input)).not.toContain('I am sure');
        return 10;
      },
    });
  });

  it('are not asked about a pass that fails its checks, nor about one that the checker has broken', async () => {
    let asked = 0;
    const loop = judged().replace('judge: { run: score }', 'checker: { run: look }, judge: { run: score }');
    await run(loop, {
      ...shop([]),
      make: (_, { number }) => says(number === 1 ? 'wrong' : `right ${number}`),
      verify: (_, { iteration }) => (iteration === 2 ? [{ severity: 'high', title: 'x', reproduce: 'y' }] : []),
      reproduce: () => 1,
      judge: () => {
        asked += 1;
        return 10;
      },
    });
    expect(asked).toBe(1);
  });

  it('tell the next pass why', async () => {
    const { told } = await run(judged(), shop([4]));
    expect(told[1]).toMatch(/judge\.score is 4/);
    expect(told[1]).toMatch(/The judge gave 4 of 10, which is not enough:\n- it is worth 4/);
  });
});

describe('red-green', () => {
  const loop = loopWith({
    checks: '{ tests: { run: npm test, report: { format: tap }, red-green: { tests: ["test/**"] } } }',
    budget: '{ max-iterations: 2 }',
  });
  const base = { 'src/a.js': 'wrong', 'test/old.js': 'old' };
  /** What each test asks of the sources. */
  const failing = (files: Files): readonly string[] => [
    ...(files['test/old.js'] === 'old' && files['src/a.js'] === 'broken' ? ['old'] : []),
    ...(files['test/new.js'] === 'wants right' && files['src/a.js'] !== 'right' ? ['new'] : []),
  ];
  const make = (files: Files) => run(loop, { base, make: () => ({ ...base, ...files }), checks: { tests: failing } });

  it('passes with a test that fails before and passes after', async () => {
    const { outcome, durable } = await make({ 'src/a.js': 'right', 'test/new.js': 'wants right' });
    expect(outcome.status).toBe('delivered');
    expect(durable.done).toContain('default/1/proof/tests/t1s0/check/tests');
    expect(durable.done).toContain('default/1/proof/tests/t0s1/check/tests');
    expect(durable.done.filter((key) => /proof\/.*reclaim/.test(key))).toHaveLength(2);
  });

  it.each([
    ['no test at all', { 'src/a.js': 'right' }, /they do not show what was wrong/],
    [
      'a test that shows nothing',
      { 'src/a.js': 'right', 'test/new.js': 'wants nothing' },
      /they do not show what was wrong/,
    ],
    ['a test without a fix', { 'test/new.js': 'wants right' }, /The new tests do not pass on the new sources/],
  ])('fails with %s', async (_, files, why) => {
    const { outcome, told } = await make(files);
    expect(outcome.status).toBe('gave-up');
    expect(told[1]).toMatch(why);
  });

  it('fails with a test that only cannot load on the old sources', async () => {
    const errored = {
      ...reportOf([]),
      errored: 1,
      failing: [{ name: 'new', status: 'errored' as const, message: 'no a' }],
    };
    const { told } = await run(loop, {
      base,
      make: () => ({ ...base, 'src/a.js': 'right', 'test/new.js': 'loads' }),
      checks: {
        tests: (files): Partial<CheckResult> =>
          files['test/new.js'] === 'loads' && files['src/a.js'] !== 'right'
            ? { report: errored }
            : { ...commandResult(0), passed: true, report: reportOf([]) },
      },
    });
    expect(told[1]).toMatch(/could not run on the old sources \(an error, not a failed test\)/);
  });
});

describe('metrics with a ratchet', () => {
  const loop = (goal: string, more: Record<string, string> = {}) =>
    loopWith({
      metrics: '{ speed: { run: node speed.js, better: higher, ratchet: true } }',
      goal,
      budget: '{ max-iterations: 6 }',
      ...more,
    });
  const speed = (files: Files) => Number(/speed (\d+)/.exec(files['src/a.js'] ?? '')?.[1] ?? 10);

  it('keep the best and throw the rest away; the next pass begins from the best, and is told', async () => {
    const speeds = [20, 15, 30, 5, 40];
    const found: string[] = [];
    const { outcome, told, delivered, durable } = await run(loop('metrics.speed >= 40.0'), {
      make: (files, { number }) => {
        found.push(files['src/a.js'] ?? '');
        return says(`speed ${speeds[number - 1]}`);
      },
      metrics: { speed },
    });
    expect(outcome.status).toBe('delivered');
    expect(found).toEqual(['wrong', 'speed 20', 'speed 20', 'speed 30', 'speed 30']);
    expect(delivered).toEqual(says('speed 40'));
    expect(durable.done.filter((key) => key.includes('discard'))).toEqual([
      'default/2/keep/discard',
      'default/4/keep/discard',
    ]);
    expect(told[2]).toContain(
      'The last pass was thrown away, because the best so far is better (speed was 15, the best is 20).',
    );
    expect(told[3]).not.toContain('thrown away');
  });

  it('deliver the best, not the last', async () => {
    const { outcome, delivered } = await run(loop('run.iteration >= 4 && metrics.speed > baseline.speed'), {
      make: (_, { number }) => says(`speed ${[12, 30, 8, 29][number - 1]}`),
      metrics: { speed },
    });
    expect(outcome.status).toBe('delivered');
    expect(delivered).toEqual(says('speed 30'));
  });

  it('never take a faster pass that fails its checks', async () => {
    const { outcome, delivered } = await run(loop('checks.tests.passed && metrics.speed >= 20.0'), {
      make: (_, { number }) => says(`speed ${[99, 20][number - 1]}`),
      metrics: { speed },
      checks: { tests: (files) => speed(files) < 50 },
    });
    expect(outcome.status).toBe('delivered');
    expect(delivered).toEqual(says('speed 20'));
  });

  it('tell the maker what was against a pass that was thrown away', async () => {
    const { told } = await run(loop('metrics.speed >= 40.0'), {
      make: (files, { number }) =>
        number === 1 ? { ...files, '.github/x.yml': 'x', ...says('speed 99') } : says(`speed ${number}`),
      metrics: { speed },
    });
    expect(told[1]).toMatch(/\.github\/x\.yml is protected[\s\S]*So the last pass was thrown away\./);
    expect(told[1]).not.toContain('The change is empty');
  });
});

describe('flaky tests', () => {
  const flaky = (mode: string) => loopWith({ checks: `{ tests: { run: npm test, repeat: 2, flaky: ${mode} } }` });
  const shop: Workshop = {
    make: () => says('right'),
    checks: {
      tests: (files, { nth }) =>
        has('right')(files) ? (nth % 2 === 0 ? ['times out'] : []) : ['is wrong', 'times out'],
    },
  };

  it('are failures by default', async () => {
    const { outcome, told } = await run(flaky('fail'), shop);
    expect(outcome.status).toBe('gave-up');
    expect(told[1]).toContain(
      'times out (did not fail before your change) (not every time)'.replace('(did not fail before your change) ', ''),
    );
  });

  it('can be set apart, with a finding, where they were flaky before', async () => {
    const { outcome, concluded } = await run(flaky('quarantine'), {
      ...shop,
      checks: {
        tests: (files, { nth }) => [
          ...(has('right')(files) ? [] : ['is wrong']),
          ...(nth % 2 === 0 ? ['times out'] : []),
        ],
      },
    });
    expect(outcome.status).toBe('delivered');
    expect(concluded[0]?.findings).toMatchObject([
      { key: 'flaky/tests/times out', title: 'Flaky in tests: times out' },
    ]);
  });

  it('are not set apart where they failed every time before', async () => {
    const { outcome } = await run(flaky('quarantine'), shop);
    expect(outcome.status).toBe('gave-up');
  });
});

describe('before and after', () => {
  it('a maker is told what it broke, apart from what was broken before', async () => {
    const { told } = await run(loopWith(), {
      make: () => says('other'),
      checks: { tests: (files) => (has('other')(files) ? ['breaks now', 'was broken'] : ['was broken', 'mended']) },
    });
    expect(told[1]).toMatch(/- breaks now \(did not fail before your change\)\n- was broken\n/);
  });

  it('a goal can ask for no new failure only', async () => {
    const shop: Workshop = {
      make: () => says('other'),
      checks: { tests: (files) => (has('other')(files) ? ['was broken'] : ['was broken', 'too']) },
    };
    expect((await run(loopWith({ goal: '"!checks.tests.regressed"' }), shop)).outcome.status).toBe('delivered');
  });
});

describe('questions, lessons and findings of roles', () => {
  it('reach the inbox and the memory', async () => {
    const { inbox, concluded } = await run(loopWith({ roles: checker }), {
      make: () => ({
        files: says('right'),
        said: { questions: ['May I drop Node 18?'], lessons: ['Tests need a clock.'] },
      }),
      checks: { tests: has('right') },
      verify: () => ({ findings: [{ key: 'old', title: 'Old call' }], lessons: ['Tests need a clock.'] }),
    });
    expect(inbox).toMatchObject([{ kind: 'question', title: 'tidy asks', why: 'May I drop Node 18?' }]);
    expect(concluded).toMatchObject([
      {
        lessons: ['Tests need a clock.'],
        findings: [{ key: 'old' }],
        verdicts: [{ by: 'checker', text: 'No defect.' }],
      },
    ]);
  });
});

describe('what a role asks of its agent', () => {
  const roles = `{ explorer: { agent: "codex:looker", prompt: Look., skills: [flaky] }, maker: { agent: claude, prompt: Fix it., skills: [tdd], connectors: [tracker], max-turns: 9, session: fork, effort: low }, checker: { agent: acp, command: "node 'a b.mjs' --acp" } }`;
  const loop = loopWith({ connectors: '{ tracker: { mcp: github, tools: [get_issue] } }', roles });

  it('reaches the step as the loop says it', async () => {
    let explored: object | undefined;
    let verified: object | undefined;
    const { makes } = await run(loop, {
      explore: (input) => {
        explored = input;
        return { summary: 'Seen.' };
      },
      make: () => says('right'),
      checks: { tests: has('right') },
      verify: (_, input) => {
        verified = input;
        return { defects: [] };
      },
    });
    expect(makes[0]).toMatchObject({
      agent: 'claude',
      skills: ['tdd'],
      connectors: [{ name: 'tracker', mcp: 'github', tools: ['get_issue'] }],
      maxTurns: 9,
      sessionMode: 'fork',
      effort: 'low',
    });
    expect(explored).toMatchObject({ agent: 'codex', definition: 'looker', skills: ['flaky'] });
    expect(verified).toMatchObject({ agent: 'acp', command: ['node', 'a b.mjs', '--acp'] });
    expect(verified).not.toHaveProperty('skills');
    expect(verified).not.toHaveProperty('sessionMode');
  });

  it.each([
    ['continue', 1],
    ['fork', 1],
    ['fresh', 3],
  ])('%s: of three passes of a maker it makes %i names of sessions', async (session, names) => {
    const text = loopWith({
      roles: `{ maker: { agent: claude, prompt: Fix it., session: ${session} } }`,
      budget: '{ max-iterations: 3 }',
    });
    let pass = 0;
    const { makes } = await run(text, {
      make: () => says(`try ${++pass}`),
      checks: { tests: () => false },
    });
    expect(makes).toHaveLength(3);
    expect(new Set(makes.map((input) => input.session)).size).toBe(names);
  });
});
