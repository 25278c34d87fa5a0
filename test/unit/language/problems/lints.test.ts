import { describe, expect, it } from 'vitest';
import { gapBetween, mostInADay, shortestGap } from '../../../../src/language/cronGaps.ts';
import { bugFixIn } from '../../../../src/language/lints/bugFix.ts';
import { neverEnds } from '../../../../src/language/lints/endless.ts';
import { vagueWord } from '../../../../src/language/lints/vague.ts';
import { parseLoop } from '../../../../src/language/parseLoop.ts';
import type { WorkspaceIndex } from '../../../../src/language/workspaceIndex.ts';

describe('the shortest gap of a schedule', () => {
  it.each([
    ['*/7 * * * *', 'UTC', 10, 4, false],
    ['*/15 * * * *', 'UTC', 10, 15, false],
    ['50 23 * * *', 'UTC', 60, 1440, false],
    ['55 23,0 * * *', 'UTC', 90, 60, false],
    ['0 0 1,31 * *', 'UTC', 60, 1440, false],
    ['0 6 * * 1-5', 'UTC', 1440, 1440, false],
    ['0 6 29 2 *', 'UTC', 60, Number.POSITIVE_INFINITY, false],
    ['0 1,3 * * *', 'Europe/London', 90, 60, true],
    ['0 1,3 * * *', 'Europe/London', 40, 120, false],
    ['0 1,3 * * *', 'Asia/Tokyo', 90, 120, false],
    ['30 1 * * *', 'Europe/London', 1430, 1410, true],
  ])('%s in %s', (cron, zone, wanted, minutes, shift) => {
    expect(shortestGap({ cron, zone }, wanted)).toEqual({ minutes, shift });
  });

  it('is looked for between two schedules too', () => {
    const daily = { cron: '0 6 * * *', zone: 'UTC' };
    expect(gapBetween({ cron: '30 6 * * 1', zone: 'UTC' }, daily)).toBe(30);
    expect(gapBetween({ cron: '0 6 * * 1', zone: 'UTC' }, daily)).toBe(0);
    expect(gapBetween({ cron: '45 5 * * 1', zone: 'UTC' }, daily)).toBe(15);
  });

  it('goes with how often it fires in a day', () => {
    expect(['0 6 * * *', '0 6 1 * *', '0 6,18 * * *', '0 22,23 * * 0'].map(mostInADay)).toEqual([1, 1, 2, 2]);
  });
});

describe('what a text says', () => {
  it.each([
    ['Good.', 'good'],
    ['Make the code better.', 'better'],
    ['Clean and well written code', undefined],
    ['The code is clean, and follows best practices.', 'clean'],
    ['Improve src/parser.ts.', undefined],
    ['Fix it.', undefined],
    ['Fix the failing tests. Do not edit test files.', undefined],
    ['The diff removes the cause, not the symptom. No sleep, retry or skipped test.', undefined],
    ['Improve the coverage', undefined],
    ['', undefined],
  ])('%s is vague by the word %s', (text, word) => expect(vagueWord(text)).toBe(word));

  it.each([
    ['Fix the bug in the parser.', 'Fix the bug in the parser.'],
    ['Look around. Then resolve each reported defect, with a test.', 'Then resolve each reported defect, with a test.'],
    ['Fix the failing tests. Do not edit test files.', undefined],
    ['Port the module. Do not fix other bugs.', undefined],
    ['Upgrade it. Never fix a bug on the way.', undefined],
    ['Write down every bug.', undefined],
  ])('%s asks for the fix of a bug: %s', (prompt, sentence) => expect(bugFixIn(prompt)).toBe(sentence));

  it.each([
    ['npx jest --watch', '--watch'],
    ['npx jest --watchAll', '--watchAll'],
    ['npx jest --watchAll=false', undefined],
    ['npx jest --watch=false', undefined],
    ['nodemon test.js', 'nodemon'],
    ['grep nodemons log', undefined],
    ['npm test && tail -f log', 'tail -f'],
    ['tail -n 5 log', undefined],
  ])('%s never ends because of %s', (command, because) => expect(neverEnds(command)).toBe(because));
});

const base = {
  name: 'name: keep-tests-green\n',
  on: 'on: manual\n',
  roles: 'roles: { maker: { agent: claude, prompt: Fix the failing tests. } }\n',
  checks: 'checks: { tests: npm test }\n',
  goal: 'goal: checks.tests.passed\n',
  budget: 'budget: { max-iterations: 5, max-cost-usd: 2 }\n',
  rest: 'deliver: { as: patch }\n',
};

const codes = (parts: Partial<typeof base>, index?: WorkspaceIndex): readonly string[] =>
  parseLoop(Object.values({ ...base, ...parts }).join(''), { index }).problems.map(({ code }) => code);

const program = 'roles: { maker: { run: node fix.mjs } }\n';
const hourly = 'on: { schedule: [{ cron: "0 * * * *" }] }\n';
const daily = 'on: { schedule: [{ cron: "0 6 * * *" }] }\n';

describe('no false alarm', () => {
  it('is the smallest loop of the design', () => {
    const { problems } = parseLoop(`name: keep-tests-green
on: manual
roles:
  maker: { agent: claude, prompt: Fix the failing tests. Do not edit test files. }
checks:
  tests: npm test
goal: checks.tests.passed
budget: { max-iterations: 5, max-cost-usd: 2 }
`);
    expect(problems).toEqual([]);
  });

  it('is a loop of codex with a limit of cost and no model', () => {
    expect(codes({ roles: 'roles: { maker: { agent: codex, prompt: Fix the failing tests. } }\n' })).toEqual([]);
  });

  it.each<readonly [string, Partial<typeof base>]>([
    ['a firing a day needs no cap', { on: daily }],
    [
      'a program of the author is his to pay',
      { on: hourly, roles: program, budget: 'budget: { max-iterations: 5, timeout-minutes: 9 }\n' },
    ],
    [
      'skip-if ends most firings',
      {
        on: 'on: { schedule: [{ cron: "0 * * * *" }], skip-if: { run: x } }\n',
        budget: 'budget: { max-iterations: 5, timeout-minutes: 90, max-cost-usd: 2, per-day: { max-runs: 9 } }\n',
      },
    ],
    ['what another loop starts is capped there', { on: 'on: { loop: { name: triage } }\n' }],
    [
      'a give-up says when to stop',
      {
        on: daily,
        goal: 'goal: { until: checks.tests.passed, give-up: run.no_progress >= 3 }\n',
        budget: 'budget: { max-cost-usd: 2 }\n',
      },
    ],
    [
      'a total may be below the worst case',
      {
        rest: 'items: { from: { run: x }, key: item.id, max: 10 }\n',
        budget: 'budget: { max-cost-usd: 20, per-item: { max-cost-usd: 3 } }\n',
      },
    ],
    [
      'the name of an item is harmless',
      {
        on: daily,
        roles: 'roles: { maker: { agent: claude, prompt: "Fix ${{ item.id }} now." } }\n',
        rest: 'items: { from: { run: x }, key: item.id }\npolicy: { env: [GITHUB_TOKEN] }\ndeliver: { as: patch }\n',
      },
    ],
    [
      'one item at a time shares nothing',
      {
        roles: program,
        rest: 'items: { from: { run: x }, key: item.id, max-parallel: 1 }\npolicy: { write: [/var/run/postgresql] }\n',
        budget: 'budget: { per-item: { max-iterations: 5 } }\n',
      },
    ],
  ])('%s', (_, parts) => expect(codes(parts)).toEqual([]));

  it('is what cannot be known without the repository', () => {
    const roles = 'roles: { maker: { agent: "claude:nobody", prompt: Fix it., skills: [nothing] } }\n';
    expect(codes({ roles, on: 'on: { loop: { name: triage } }\n' })).toEqual([]);
    expect(
      codes({ roles, on: 'on: { loop: { name: triage } }\n' }, { skills: [], agents: [], servers: [], loops: [] }),
    ).toEqual(['LW220', 'LW220', 'LW220']);
  });
});

describe('one cause, one problem', () => {
  it.each<readonly [string, Partial<typeof base>, readonly string[]]>([
    ['a misspelt key and what is missing for it', { checks: 'chekcs: { tests: npm test }\n' }, ['LW101']],
    ['a misspelt budget', { budget: 'bugdet: { max-iterations: 5 }\n' }, ['LW101']],
    [
      'misspelt metrics',
      {
        rest: 'metrcs: { size: { run: x, better: lower } }\n',
        goal: 'goal: checks.tests.passed && metrics.size < 5.0\n',
      },
      ['LW101'],
    ],
    [
      'a judge without a rubric',
      {
        roles: 'roles: { maker: { run: x }, judge: { run: y } }\n',
        goal: 'goal: checks.tests.passed && judge.passed\n',
      },
      ['LW306'],
    ],
    ['a goal that is always true', { goal: 'goal: "true"\n' }, ['LW206']],
    [
      'an id with a hyphen',
      { checks: 'checks: { unit-tests: npm test }\n', goal: 'goal: checks.unit-tests.passed\n' },
      ['LW102'],
    ],
    ['a name that is nearly right', { goal: 'goal: checks.test.passed\n' }, ['LW203']],
    ['a cage that is off', { rest: 'policy: { sandbox: off, network: none, read: [~/.npmrc] }\n' }, ['LW323']],
    ['no budget in a loop that starts by itself', { on: hourly, budget: '' }, ['LW310']],
    ['no cap of the day', { on: hourly, budget: 'budget: { max-iterations: 5, timeout-minutes: 9 }\n' }, ['LW313']],
  ])('%s', (_, parts, expected) => expect(codes(parts)).toEqual(expected));
});

describe('cancel-in-progress', () => {
  it('makes a short gap worse, skip-if or not', () => {
    const on =
      'on: { schedule: [{ cron: "0 * * * *" }], skip-if: { run: x } }\nconcurrency: { cancel-in-progress: true }\n';
    const budget = 'budget: { max-iterations: 5, timeout-minutes: 90, max-cost-usd: 2, per-day: { max-runs: 9 } }\n';
    expect(codes({ on, budget })).toEqual(['LW212']);
  });
});
