import { describe, expect, it } from 'vitest';
import { dryRun } from '../../../src/dryRun/dryRun.ts';
import { goalWords } from '../../../src/dryRun/goalWords.ts';
import { lifeOf } from '../../../src/dryRun/life.ts';
import type { DryRunWorld } from '../../../src/dryRun/world.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { type DryRun, dryRunSchema } from '../../../src/model/dryRun.ts';
import { lifeSchema } from '../../../src/model/life.ts';
import { fullLoop, otherLoops } from '../language/fullLoop.ts';

/** Saturday evening in UTC. */
const now = Date.UTC(2026, 10, 21, 19);

function dryRunOf(text: string, world: Partial<DryRunWorld> = {}): DryRun {
  const { loop, problems } = parseLoop(text);
  if (loop === undefined) throw new Error(JSON.stringify(problems));
  return dryRun(text, loop, { file: '.loops/x.loop.yaml', now, problems: [], ...world });
}

const role = (dry: DryRun, name: string) => dry.units[0]?.roles.find((one) => one.role === name);

const small = (more = '') => `name: x
on: manual
roles: { maker: { agent: claude, prompt: Fix it. } }
checks: { tests: npm test }
goal: checks.tests.passed
${more}`;

describe('a dry run', () => {
  it.each([fullLoop, ...otherLoops].map((text) => [/name: (.*)/.exec(text)?.[1] ?? '', text] as const))(
    'of %s has its schema, and a life in which every way leads from one station to another',
    (_, text) => {
      const dry = dryRunSchema.parse(dryRunOf(text));
      const life = lifeSchema.parse(lifeOf(dry));
      const ids = life.stations.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(life.ways.every(({ from, to }) => ids.includes(from) && ids.includes(to))).toBe(true);
      expect(life.ways.filter(({ back }) => !back)).toHaveLength(ids.length - 1);
      const lines = text.split('\n');
      const key = { start: /^on:/, maker: /^ +maker:/, goal: /^goal:/, deliver: /^deliver:/, spending: /^budget:/ };
      for (const { id, line } of [...life.stations, ...life.rules]) {
        const expected = (key as Record<string, RegExp>)[id];
        if (expected !== undefined && line !== null && !lines.some((one) => /roles: \{/.test(one))) {
          expect(lines[line - 1]).toMatch(expected);
        }
      }
    },
  );

  it('goes the life of a run in its order', () => {
    const { stations } = lifeOf(dryRunOf(fullLoop));
    expect(stations.map(({ id }) => id)).toEqual([
      ...['start', 'precheck', 'items', 'gate:worth_it', 'worktree', 'explorer', 'gate:spend', 'maker', 'checks'],
      ...['checker', 'judge', 'goal', 'gate:big_change', 'gate:understand', 'deliver', 'memory'],
    ]);
  });

  it('names the next firings in the time zone of their schedule, over all schedules', () => {
    const { start } = dryRunOf(fullLoop);
    expect(start.next.map(({ words }) => words)).toEqual([
      'Sun 22 Nov 2026, 22:30 (UTC)',
      'Mon 23 Nov 2026, 06:00 (Europe/London)',
      'Tue 24 Nov 2026, 06:00 (Europe/London)',
    ]);
    expect(start.schedules[0]?.words).toBe('At 06:00, Monday through Friday');
  });

  it('makes up an item where nobody found one, and says so in every text that it fills', () => {
    const dry = dryRunOf(fullLoop);
    expect(dry.items).toMatchObject({ known: 'invented', source: 'command', count: null });
    expect(dry.units[0]?.branch).toBe('loops/keep-tests-green/‹run.id›/‹item.id›');
    expect(role(dry, 'maker')?.prompt).toContain('Fix the cause of the flake in `‹item.file›`.');
    expect(dry.units[0]?.checks.find(({ id }) => id === 'tests')?.env).toMatchObject({ TEST_FILE: '‹item.file›' });
  });

  it('fills in what is known: samples and inputs', () => {
    const data = { test_id: 'login', file: 'src/login.js', failures: 4 };
    const items = {
      known: 'given',
      words: 'Samples.',
      count: 1,
      left: [],
      items: [{ id: 'login-1', key: 'login', data }],
    } as const;
    const dry = dryRunOf(fullLoop, { items, inputs: { where: 'production' } });
    expect(role(dry, 'explorer')?.prompt).toMatch(/^Find why login is flaky\./);
    expect(role(dry, 'maker')?.prompt).toContain('production is what matters');
    expect(dry.units[0]?.branch).toBe('loops/keep-tests-green/‹run.id›/login-1');
  });

  it('says of an item what the engine would: a field that it has not', () => {
    const items = {
      known: 'found',
      words: '',
      count: 1,
      left: [],
      items: [{ id: 'a', key: 'a', data: { test_id: 1 } }],
    } as const;
    const [unit] = dryRunOf(fullLoop, { items }).units;
    expect(unit?.failure).toContain('there is no item.file');
    expect(unit?.branch).toBeNull();
  });

  it('names wrong and missing inputs as what is in the way', () => {
    const text = small().replace('on: manual', 'on: { manual: { inputs: { count: { type: number }, name: {} } } }');
    expect(dryRunOf(text, { inputs: { count: 'many', other: '1' } }).obstacles).toEqual([
      'There is no input other. This loop has: count, name.',
      'The input count must be a number.',
      'The input name has no value and no default.',
    ]);
  });

  it('tells checker and judge goal and evidence, the first without the rubric', () => {
    const dry = dryRunOf(fullLoop);
    expect(role(dry, 'checker')?.prompt).toContain('- check tests: ‹passed or not›');
    expect(role(dry, 'checker')?.prompt).not.toContain('Rubric:');
    expect(role(dry, 'judge')?.prompt).toContain('Rubric: The diff removes the cause, not the symptom.');
  });
});

describe('who does it', () => {
  const auto = small().replace('agent: claude', 'agent: auto');
  const here = (...found: readonly string[]) => ({
    isFound: (agent: string) => found.includes(agent),
    wordsOf: (agent: string) => (agent === 'codex' ? '1.2.3, logged in' : ''),
  });

  it.each([
    ['auto, nobody looked', auto, undefined, null, 'auto: the first that is there of claude, codex, pi; else repair'],
    ['auto, with one there', auto, here('codex'), 'codex', 'auto: codex (1.2.3, logged in)'],
    ['auto, with none there', auto, here(), 'repair', 'auto: repair, which is built in, as no coding agent is here'],
    ['a named one', small(), undefined, 'claude', 'claude'],
    ['a named one that is not there', small(), here(), 'claude', 'claude (not found here)'],
  ] as const)('%s', (_, text, agents, chosen, words) => {
    expect(role(dryRunOf(text, { agents }), 'maker')).toMatchObject({ chosen, agentWords: words });
  });

  it('takes the one that can do what is asked', () => {
    const asks = auto.replace('prompt: Fix it.', 'prompt: Fix it., max-turns: 3');
    expect(role(dryRunOf(asks, { agents: here('codex', 'claude') }), 'maker')?.chosen).toBe('claude');
  });
});

describe('the most that it may cost', () => {
  const worst = (budget: string, more = '') => dryRunOf(small(`budget: { ${budget} }\n${more}`)).spending.worst;

  it('is what the budget of a run allows', () => {
    expect(worst('max-cost-usd: 2, max-iterations: 3').run).toEqual({
      costUsd: 2,
      tokens: null,
      minutes: 60,
      iterations: 3,
    });
  });

  const items = 'items: { from: { run: ls }, format: lines, max: 4 }';
  it.each([
    ['items times per-item', 'per-item: { max-cost-usd: 3, max-iterations: 2 }', { costUsd: 12, iterations: 8 }],
    [
      'the limit of the run where that is less',
      'max-cost-usd: 5, max-iterations: 6, per-item: { max-cost-usd: 3, max-iterations: 2 }',
      { costUsd: 5, iterations: 6 },
    ],
    ['unknown without a limit', 'per-item: { max-iterations: 2 }', { costUsd: null, tokens: null }],
  ])('of items: %s', (_, budget, run) => {
    expect(worst(budget, items)).toMatchObject({ items: 4, run });
  });

  it.each([
    ['weekdays', '0 6 * * 1-5', 'max-cost-usd: 2', { runs: 1, costUsd: 2 }],
    ['three times a day', '0 6,12,18 * * *', 'max-cost-usd: 2', { runs: 3, costUsd: 6 }],
    [
      'with a daily limit',
      '0 * * * *',
      'max-cost-usd: 2, per-day: { max-runs: 4, max-cost-usd: 5 }',
      { runs: 4, costUsd: 5 },
    ],
    ['every minute', '* * * * *', 'max-cost-usd: 1', { runs: 1440, costUsd: 1440 }],
  ])('of a day: %s', (_, cron, budget, day) => {
    const text = small(`budget: { ${budget} }`).replace('on: manual', `on: { schedule: [{ cron: "${cron}" }] }`);
    expect(dryRunOf(text).spending.worst.day).toMatchObject(day);
  });

  it('of a day has no number of runs where a push starts it, and none at all where a person does', () => {
    const text = small('budget: { max-cost-usd: 1 }');
    expect(dryRunOf(text.replace('on: manual', 'on: { push: { branches: [main] } }')).spending.worst.day).toMatchObject(
      { runs: null, costUsd: null },
    );
    expect(dryRunOf(text).spending.worst.day).toBeNull();
  });
});

describe('a goal in words', () => {
  it.each([
    ['checks.tests.passed && judge.passed', ['tests passes', 'the judge passes it']],
    ['!checks.tests.passed', ['tests fails']],
    ['checks.all(c, c.passed)', ['every check passes']],
    ['metrics.coverage >= 80.0', ['coverage is at least 80']],
    ['metrics.size < baseline.size', ['size is less than size before the change']],
    ['checks.a.passed || checks["b"].passed', ['a passes, or b passes']],
    ['run.no_progress >= 3', ['the number of passes without progress is at least 3']],
    ['(checks.a.failed + 1) > 2', ['`(checks.a.failed + 1) > 2`']],
    ['checks.all(c, c.seconds < 3.0)', ['`checks.all(c, c.seconds < 3.0)`']],
  ])('%s', (goal, words) => {
    expect(goalWords(goal)).toEqual(words);
  });
});
