import { describe, expect, it } from 'vitest';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { completedLoop } from './completedLoop.ts';

/** Code, severity where it is not an error, and the text that it points at. */
function found(fragment: string): readonly string[] {
  const text = completedLoop(fragment);
  const lines = text.split('\n');
  return parseLoop(text, { path: '.loops/keep-tests-green.loop.yaml' })
    .problems.filter(({ code }) => code !== 'LW310' && code !== 'LW326')
    .map(({ code, severity, range: { start, end } }) => {
      const line = lines[start.line] ?? '';
      const pointed = start.line === end.line ? line.slice(start.character, end.character) : `${line.trim()}…`;
      return `${code}${severity === 'error' ? '' : ` ${severity}`} ${pointed}`;
    });
}

const each = (cases: readonly (readonly [string, readonly string[]])[]): void => {
  it.each(cases)('%s', (fragment, expected) => expect(found(fragment)).toEqual(expected));
};

const maker = 'roles: { maker: { run: x } }\n';
const judged = 'goal: { until: checks.tests.passed && judge.passed, judge: { rubric: The cause is gone. } }\n';

describe('roles', () => {
  each([
    ['roles: {}\n', ['LW106 roles']],
    ['roles:\n  checker: { run: x }\n', ['LW106 roles']],
    ['name: keep-tests-green\non: manual\nroles: { maker: { run: x } }\nchecks: {}\n', ['LW106 goal', 'LW203 tests']],
    [`roles: { maker: { run: x }, judge: { run: y } }\n${judged}`, []],
    ['roles: { maker: { run: x }, judge: { run: y } }\n', ['LW306 judge']],
    [`${maker}goal: { until: checks.tests.passed, judge: { rubric: The cause is gone. } }\n`, ['LW106 judge']],
    [
      'roles: { maker: { run: x }, judge: { run: y } }\ngoal: { until: checks.tests.passed, judge: { rubric: The cause is gone. } }\n',
      ['LW303 warning judge'],
    ],
    ['roles: { maker: { agent: repair, model: large, effort: high } }\n', ['LW222 model', 'LW222 effort']],
    [
      'roles: { maker: { agent: repair } }\ngoal: { until: checks.tests.passed, escalate: [{ effort: high }, person] }\n',
      ['LW222 effort'],
    ],
    ['goal: { until: checks.tests.passed, escalate: [{}] }\n', ['LW109 {}']],
  ]);

  it('a maker needs a goal, and a goal something that decides it', () => {
    const codes = (text: string): readonly string[] =>
      parseLoop(text)
        .problems.filter(({ severity }) => severity === 'error')
        .map(({ code }) => code);
    const start = 'name: a\non: manual\nroles: { maker: { run: x } }\n';
    expect(codes(start)).toEqual(['LW106']);
    expect(codes(`${start}goal: "true"\n`)).toEqual(['LW106']);
    expect(codes(`${start}metrics: { a: { run: x, better: higher } }\ngoal: metrics.a > 1.0\n`)).toEqual([]);
  });

  it('an explorer alone delivers a report and nothing about a change', () => {
    const start = 'name: a\non: manual\nbudget: {}\nroles: { explorer: { run: x } }\n';
    const codes = (text: string): readonly string[] => parseLoop(start + text).problems.map(({ code }) => code);
    expect(codes('deliver: { as: report }\n')).toEqual([]);
    expect(codes('')).toEqual(['LW335']);
    expect(codes('deliver: { as: patch }\n')).toEqual(['LW335']);
    expect(codes('deliver: { as: report }\nchecks: { tests: npm test }\ngoal: checks.tests.passed\n')).toEqual([
      'LW333',
      'LW333',
    ]);
    expect(codes('deliver: { as: report }\npolicy: { allowed-paths: [src/**] }\n')).toEqual(['LW333']);
    // What it may reach is not about a change.
    expect(codes('deliver: { as: report }\npolicy: { env: [GH_TOKEN], network: none }\n')).toEqual([]);
    expect(codes('deliver: { as: report }\ngates: { a: {} }\n')).toEqual(['LW331']);
    expect(parseLoop(`${start}deliver: { as: report }\n`).loop?.goal).toBeUndefined();
  });

  each([
    ['deliver: { as: report }\n', ['LW335 report']],
    ['roles: { maker: { run: x }, explorer: { run: y } }\ndeliver: { as: report }\n', ['LW335 report']],
  ]);
});

describe('triggers', () => {
  each([
    ['on: { schedule: [{ cron: "0 6 * * 1-5", timezone: Europe/London }] }\n', []],
    ['on: { schedule: [{ cron: "0 25 * * *" }] }\n', ['LW210 "0 25 * * *"']],
    ['on: { schedule: [{ cron: "0 0 6 * * *" }] }\n', ['LW210 "0 0 6 * * *"']],
    ['on: { schedule: [{ cron: "@midnight" }] }\n', ['LW210 "@midnight"']],
    ['on: { schedule: [{ cron: "? 6 * * *" }] }\n', ['LW210 "? 6 * * *"']],
    ['on: { schedule: [{ cron: 0 6 * * *, timezone: Mars/Base }] }\n', ['LW210 Mars/Base']],
    ['on: { schedule: [{ cron: 0 6 * * *, timezone: "+02:00" }] }\n', ['LW210 "+02:00"']],
    ['on: { schedule: [{ cron: 0 0 30 2 * }] }\n', ['LW211 warning 0 0 30 2 *']],
    ['on: { schedule: [{ cron: 0 0 29 2 * }] }\n', []],
    ['on: { loop: { name: keep-tests-green } }\nname: keep-tests-green\n', ['LW223 keep-tests-green']],
    ['on: { files: { paths: [/src/**] } }\n', ['LW341 /src/**']],
    ['on: { push: { branches: ["!main"] } }\n', ['LW341 "!main"']],
    ['on: { push: { branches: [main], own: true } }\ndeliver: { into: main }\n', ['LW214 warning true']],
    ['on: { push: { branches: [main], own: true } }\ndeliver: { into: next }\n', []],
    ['on: { push: { branches: [main], own: true } }\ndeliver: { as: patch }\n', []],
    ['on: { manual: { inputs: { a: { type: number } } } }\n', []],
    ['on: { schedule: [{ cron: 0 6 * * * }], manual: { inputs: { a: {} } } }\n', ['LW215 a']],
    ['on: { schedule: [{ cron: 0 6 * * * }], manual: { inputs: { a: { default: x } } } }\n', []],
    ['on: { manual: { inputs: { a: { type: choice } } } }\n', ['LW106 choice']],
    ['on: { manual: { inputs: { a: { options: [x] } } } }\n', ['LW333 options']],
    ['on: { manual: { inputs: { a: { type: number, default: many } } } }\n', ['LW107 many']],
    ['on: { manual: { inputs: { a: { default: 3 } } } }\n', ['LW107 3']],
    ['on: { manual: { inputs: { a: { type: choice, options: [x, y], default: z } } } }\n', ['LW108 z']],
  ]);
});

describe('items', () => {
  const items = (inside: string): string => `items: { ${inside} }\n${maker}deliver: { as: patch }\n`;
  each([
    [items('from: { run: x }, key: item.id'), []],
    [items('from: { run: x }'), ['LW106 warning items']],
    [items('from: { file: x.txt }, format: lines'), []],
    [items('from: { findings: triage }'), []],
    [items('from: { findings: triage }, format: json'), ['LW333 format']],
    [items('from: { file: ../x.json }, key: item.a'), ['LW345 ../x.json']],
    [items('from: { run: x }, key: item.a, max: 2, max-parallel: 3'), ['LW314 info 3']],
    [items('from: { run: x }, key: item.a, max-parallel: 12'), ['LW314 info 12']],
    [`${items('from: { run: x }, key: item.a')}isolation: { branch: loops/same }\n`, []],
  ]);
});

describe('checks', () => {
  each([
    ['checks: { tests: { run: x, flaky: quarantine } }\n', ['LW333 flaky']],
    ['checks: { tests: { run: x, flaky: quarantine, repeat: 1 } }\n', ['LW333 flaky']],
    ['checks: { tests: { run: x, flaky: quarantine, repeat: 2 } }\n', []],
    ['checks: { tests: { run: x, red-green: { tests: [test/] } } }\n', ['LW341 test/']],
    ['checks: { tests: { run: x, red-green: { tests: [t/**], base: main } } }\n', ['LW351 main']],
    [
      'checks: { tests: { run: x, red-green: { tests: [t/**], base: main } } }\nisolation: { base: next }\n',
      ['LW351 main'],
    ],
    ['checks: { tests: { run: x, red-green: { tests: [t/**], base: main } } }\nisolation: { base: main }\n', []],
    ['checks: { tests: { run: x, report: { format: tap, file: /tmp/x } } }\n', ['LW345 /tmp/x']],
    ['checks: { tests: { run: x, report: { format: tap, file: .git/x } } }\n', ['LW345 .git/x']],
    ['checks: { tests: { run: x, report: { format: tip } } }\n', ['LW108 tip']],
    ['checks: { tests: x }\nmetrics: { size: { run: y, better: lower } }\n', ['LW303 info size']],
    ['checks: { tests: x }\nmetrics: { size: { run: y, better: lower, ratchet: true } }\n', []],
    ['metrics: { size: { run: "wc ${{ item.id }}", better: lower, ratchet: true } }\n', ['LW324 ${{ item.id }}']],
    ['policy: { oracles: free, oracle-paths: [test/**] }\n', ['LW333 oracle-paths']],
  ]);
});

describe('budgets', () => {
  each([
    [`${maker}budget: { max-iterations: 3, per-item: {} }\n`, ['LW316 max-iterations']],
    [`${maker}budget: { max-cost-usd: 3, per-item: { max-cost-usd: 4 } }\n`, ['LW315 warning 4']],
    [`${maker}budget: { max-tokens: 30, per-day: { max-tokens: 20 } }\n`, ['LW315 warning 30']],
    [`${maker}budget: { max-tokens: 20, per-day: { max-tokens: 20 } }\n`, []],
    ['budget: { max-tokens: 20 }\n', ['LW317 warning max-tokens']],
    ['budget: { per-day: { max-cost-usd: 20 } }\n', ['LW317 warning max-cost-usd']],
    ['budget: { max-tokens: 20 }\nroles: { maker: { agent: repair }, checker: { run: x } }\n', []],
    [`${maker}budget: { price: { input-per-million: 1, output-per-million: 2 } }\n`, ['LW333 info price']],
    [`${maker}budget: { max-cost-usd: 1, price: { input-per-million: 1, output-per-million: 2 } }\n`, []],
  ]);
});

describe('gates and delivery', () => {
  each([
    ['gates: { a: { before: item } }\n', ['LW331 warning item']],
    ['gates: { a: { before: merge } }\ndeliver: { as: branch }\n', ['LW331 warning merge']],
    ['gates: { a: { before: merge } }\ndeliver: { as: pull-request }\n', ['LW331 warning merge']],
    ['gates: { a: { approvers: [a@b.c], approvals: 2 } }\n', ['LW337 2']],
    ['gates: { a: { approvers: [a@b.c, A@b.c], approvals: 2 } }\n', ['LW337 2']],
    ['gates: { a: { approvals: 2 } }\n', []],
    ['gates: { a: { approvers: ["@org/core"] } }\n', ['LW105 "@org/core"']],
    ['gates: { a: { on-timeout: reject } }\n', ['LW333 on-timeout']],
    ['gates: { a: { timeout-hours: 1, on-timeout: approve } }\n', ['LW332 warning approve']],
    ['gates: { a: { before: spend, comprehension: {} } }\n', ['LW333 comprehension']],
    ['gates: { a: { comprehension: { questions: 1, pass: 2 } } }\n', ['LW334 2']],
    ['gates: { Big: {} }\n', ['LW102 Big']],
    ['deliver: { as: merge, draft: true, remote: up, labels: [a] }\n', ['LW333 draft', 'LW333 remote', 'LW333 labels']],
    ['deliver: { as: pull-request, draft: true, remote: up, labels: [a], into: main }\n', []],
    ['deliver: { as: patch, squash: false, into: main }\n', ['LW333 squash', 'LW333 into']],
  ]);
});

describe('templates', () => {
  const prompt = (text: string): string => `roles: { maker: { run: x, prompt: '${text}' } }\n`;
  const items = 'items: { from: { run: x }, key: item.a }\n';
  each([
    [prompt('Fix ${{ item.id }} for ${{ loop.name }}, ${{ trigger.kind }}'), []],
    [prompt('Fix ${{ item.title }}'), ['LW205 ${{ item.title }}']],
    [items + prompt('Fix ${{ item.tests[0].name-1 }}'), []],
    [items + prompt('Fix ${{ item }}'), ['LW205 ${{ item }}']],
    [items + prompt('Fix ${{ item.a + 1 }}'), ['LW205 ${{ item.a + 1 }}']],
    [prompt('Fix ${{ run.branch }}'), ['LW205 ${{ run.branch }}']],
    [prompt('Fix ${{ env.HOME }}'), ['LW205 ${{ env.HOME }}']],
    [prompt('Fix ${{ inputs.a }}'), ['LW203 ${{ inputs.a }}']],
    [`on: { manual: { inputs: { a: {} } } }\n${prompt('Fix ${{ inputs.a }}')}`, []],
    [prompt('Fix ${{ open'), ['LW205 ${{']],
    ['deliver: { into: "${{ run.id }}" }\n', ['LW342 "${{ run.id }}"', 'LW205 ${{ run.id }}']],
    ['items: { from: { run: "x ${{ run.id }}" }, key: item.a }\n', ['LW324 ${{ run.id }}']],
    ['checks: { tests: { run: x, env: { A: "${{ run.id }}", B: "${{ secrets.x }}" } } }\n', ['LW205 ${{ secrets.x }}']],
  ]);

  it('are at most 200 in a text', () => {
    expect(found(prompt('${{ run.id }}'.repeat(200)))).toEqual([]);
    expect(found(prompt('${{ run.id }}'.repeat(201)))[0]).toMatch(/^LW109/);
  });
});

describe('secrets', () => {
  const secret = `ghp_${'a1'.repeat(18)}`;
  it.each([
    `roles: { maker: { run: x }, checker: { run: y, prompt: use ${secret} } }\n`,
    `roles: { explorer: { run: y ${secret} } }\n`,
    `metrics: { a: { run: y, better: lower, env: { API_TOKEN: ${secret} } } }\n`,
    `on: { skip-if: { run: "curl -H 'Authorization: Bearer ${'abcd'.repeat(6)}' x" } }\n`,
  ])('%s', (fragment) => expect(found(fragment).filter((each) => each.startsWith('LW325'))).toHaveLength(1));
});
