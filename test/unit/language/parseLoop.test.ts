import { describe, expect, it } from 'vitest';
import { describe as words } from '../../../src/language/describe.ts';
import { smallestLoop } from '../../../src/language/documents.ts';
import { pageTexts } from '../../../src/language/pages/pageTexts.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import type { Problem, ProblemCode } from '../../../src/language/problem.ts';
import { problemTexts } from '../../../src/language/problemText.ts';
import type { WorkspaceIndex } from '../../../src/language/workspaceIndex.ts';
import { iterationsOfItem } from '../../../src/model/loopFile.ts';
import { completedLoop } from './completedLoop.ts';
import { fullLoop, otherLoops } from './fullLoop.ts';

const problemsOf = (text: string, index?: WorkspaceIndex): readonly Problem[] =>
  parseLoop(text, { path: '.loops/keep-tests-green.loop.yaml', index }).problems;

/** The text that a problem points at. */
function pointedAt(text: string, { range }: Problem): string {
  const lines = text.split('\n');
  const first = lines[range.start.line] ?? '';
  if (range.start.line !== range.end.line) return `${first.slice(range.start.character)}…`;
  return first.slice(range.start.character, range.end.character);
}

const errors = (text: string): readonly string[] =>
  problemsOf(text)
    .filter(({ severity }) => severity === 'error')
    .map((problem) => `${problem.code} ${pointedAt(text, problem)}`);

describe('a valid loop', () => {
  it('has no problem when every field is used', () => {
    const { loop, problems } = parseLoop(fullLoop, { path: '/repo/.loops/keep-tests-green.loop.yaml' });
    expect(problems).toEqual([]);
    expect(loop?.checks.map(({ id, timeoutSeconds }) => [id, timeoutSeconds])).toEqual([
      ['lint', 900],
      ['tests', 600],
      ['types', 300],
    ]);
  });

  it('needs no more than five keys', () => {
    const { loop, problems } = parseLoop(smallestLoop);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['LW310', 'warning']]);
    expect(loop?.budget).toEqual({ 'timeout-minutes': 60 });
    expect(loop && iterationsOfItem(loop)).toBe(5);
  });

  it.each(otherLoops)('may have another form: %s', (text) => {
    expect(parseLoop(text).problems).toEqual([]);
    expect(parseLoop(text).loop).toBeDefined();
  });

  it('may group the digits of a number', () => {
    const { loop } = parseLoop(completedLoop('budget: { max-iterations: 1_000 }\n'));
    expect(loop?.budget['max-iterations']).toBe(1000);
  });

  it.each([
    ['a byte order mark', `\uFEFF${smallestLoop}`],
    ['CR LF', fullLoop.replaceAll('\n', '\r\n')],
    ['a document start', `---\n${smallestLoop}`],
    ['no last newline', smallestLoop.trimEnd()],
  ])('may have %s', (_, text) => {
    expect(errors(text)).toEqual([]);
    expect(parseLoop(text).loop?.name).toBe('keep-tests-green');
  });
});

describe('the examples of the problem texts', () => {
  const shown = (Object.keys(pageTexts) as ProblemCode[]).filter((code) => pageTexts[code].bad !== undefined);

  it.each(shown)('%s is reported for its bad example and not for its good one', (code) => {
    const { severity } = problemTexts[code];
    const { bad = '', good = '', beside } = pageTexts[code];
    const found = problemsOf(completedLoop(bad), beside).filter((problem) => problem.code === code);
    expect(found.length).toBeGreaterThan(0);
    if (code !== 'LW222') expect(found[0]?.severity).toBe(severity);
    const cured = problemsOf(completedLoop(good), beside);
    expect(cured.filter((problem) => problem.code === code)).toEqual([]);
    expect(cured.filter((problem) => problem.severity === 'error')).toEqual([]);
  });

  it('say what is wrong and end as a sentence', () => {
    for (const code of shown) {
      for (const problem of problemsOf(completedLoop(pageTexts[code].bad ?? ''), pageTexts[code].beside)) {
        expect(words(problem)).toMatch(/^\S.*[.?]$/);
        expect(words(problem)).not.toMatch(/undefined|\[object/);
      }
    }
  });
});

describe('ranges', () => {
  it.each([
    ['the unknown key', 'budget: { max-iteration: 3 }\n', ['LW101 max-iteration']],
    ['the unknown key in a check', 'checks: { tests: { run: npm test, timeout: 3 } }\n', ['LW101 timeout']],
    ['the parent of a missing key', 'checks:\n  tests: { timeout-minutes: 3 }\n', ['LW106 tests']],
    ['the wrong value', 'budget:\n  max-iterations: many\n', ['LW107 many']],
    ['the entry of a list', 'isolation:\n  setup: [npm ci, 3]\n', ['LW107 3']],
    ['the key of nothing', 'description:\n', ['LW107 description']],
    ['the id', 'checks: { Tests: npm test }\ngoal: checks.all(c, c.passed)\n', ['LW102 Tests']],
    ['the name of a variable', 'checks: { tests: { run: npm test, env: { A-B: x } } }\n', ['LW110 A-B']],
    ['the value of a union of neither type', 'checks: { tests: [npm test] }\n', ['LW107 [npm test]']],
    ['the agent', 'roles: { maker: { agent: "copilot:fixer" } }\n', ['LW229 "copilot:fixer"']],
    ['the definition', 'roles: { maker: { agent: "pi:fixer" } }\n', ['LW227 "pi:fixer"']],
    ['the definition outside', 'roles: { maker: { agent: "claude:../x" } }\n', ['LW227 "claude:../x"']],
    ['the agent of neither type', 'roles: { maker: { agent: [claude] } }\n', ['LW107 [claude]']],
    ['the misspelt agent', 'roles: { maker: { agent: repiar } }\n', ['LW108 repiar']],
    ['the trigger', 'on: { pull_request: { branches: [main] } }\n', ['LW105 pull_request']],
    ['the key of the long form', 'on: schedule\n', ['LW107 schedule']],
    ['the misspelt short form', 'on: manul\n', ['LW108 manul']],
    ['the list where a word or a map belongs', 'on: [push]\n', ['LW107 [push]']],
    [
      'the agent of a role',
      'roles: { maker: { agent: repair }, checker: { run: x, agent: cursor } }\n',
      ['LW229 cursor'],
    ],
    ['the key of a later role', 'roles: { maker: { run: x, permission-mode: plan } }\n', ['LW105 permission-mode']],
    ['the agent that only makers have', 'roles: { checker: { agent: repair }, maker: { run: x } }\n', ['LW108 repair']],
    [
      'the misspelt key in a list',
      'on: { schedule: [{ cron: 0 6 * * *, timzone: UTC }] }\nbudget: {}\n',
      ['LW101 timzone'],
    ],
    ['the misspelt source', 'items: { from: { fil: x }, key: item.a }\n', ['LW101 fil']],
    ['two sources', 'items: { from: { run: x, file: y }, key: item.a }\n', ['LW111 file']],
    ['a step of escalation', 'goal: { until: checks.tests.passed, escalate: [persn] }\n', ['LW108 persn']],
    ['the debounce', 'on: { files: { paths: [a], debounce: 30 s } }\nbudget: {}\n', ['LW110 30 s']],
    ['the key of a metric', 'metrics: { Cov: { run: x, better: higher } }\n', ['LW102 Cov']],
    ['the key of an input', 'on: { manual: { inputs: { a-b: {} } } }\n', ['LW102 a-b']],
    ['the program of command', 'roles: { maker: { agent: command } }\n', ['LW106 command']],
    ['the program that repair ignores', 'roles: { maker: { agent: repair, run: x } }\n', ['LW222 run']],
    ['the eaten entry', 'policy: { allowed-paths: [src/a, *.js] }\n', ['LW104 *.js']],
    ['the eaten star', 'description: * * * * *\n', ['LW104 * * * * *']],
    ['the eaten comment', 'description: fix issue #12 now\n', ['LW104 fix issue #12 now']],
    ['the eaten colon', 'description: Fix: the cause\n', ['LW104 Fix: the cause']],
    ['the at sign', 'description: @home\n', ['LW104 @home']],
    ['the command in brackets', 'checks:\n  tests: [ -f x ] && npm test\n', ['LW104 [ -f x ] && npm test']],
    ['the template', "checks: { tests: 'x ${{ a }} y' }\n", ['LW324 ${{ a }}']],
    [
      'the template in a block',
      'roles:\n  maker:\n    agent: command\n    run: x\n    prompt: |\n      a\n      b ${{ item.title }}\n',
      ['LW205 ${{ item.title }}'],
    ],
  ])('%s', (_, fragment, expected) => {
    expect(errors(completedLoop(fragment))).toEqual(expected);
  });
});

describe('a goal', () => {
  const goal = (written: string): readonly string[] =>
    errors(completedLoop(`goal: ${written}\nchecks: { tests: npm test, lint: x }\n`));

  it.each([
    ['checks.tests.passed && checks.lint.passed', []],
    ['checks.all(c, c.passed)', []],
    ['checks.exists(c, c.exit_code == 0 && checks.tests.seconds < 1.5)', []],
    ['checks["tests"].passed', []],
    ['size(checks.filter(c, c.passed)) >= 1', []],
    ['checks.test.passed || checks.lnt.passed', ['LW203 test', 'LW203 lnt']],
    ['checks.tests.pased', ['LW203 pased']],
    ['checks.all(c, c.pased)', ['LW207 pased']],
    ['tests.passed', ['LW203 tests']],
    ['checks.unit-tests.passed', ['LW203 unit', 'LW203 tests']],
    ['checks.tests', ['LW202 checks.tests']],
    ['checks.tests.passed &&& true', ['LW201 &']],
    ['checks.tests.passed && "a".matches("b")', ['LW204 "a".matches("b")']],
    ['"checks.test.passed"', ['LW203 test']],
    ["'checks[''test''].passed'", ["LW203 ''test''"]],
    ['"checks[\\"test\\"].passed"', ['LW203 \\"test\\"']],
    ['|\n  checks.tests.passed &&\n    checks.test.passed', ['LW203 test']],
    ['>-\n  checks.tests.passed\n  && checks.test.passed\n', ['LW203 test']],
    ['checks.tests.passed\n  && checks.test.passed', ['LW203 test']],
  ])('%s', (written, expected) => {
    expect(goal(written)).toEqual(expected);
  });

  it('that comes out the same whichever checks pass is a warning', () => {
    const codes = (written: string): readonly string[] =>
      problemsOf(completedLoop(`goal: ${written}\ngates: { understand: { comprehension: {} } }\nbudget: {}\n`)).map(
        ({ code }) => code,
      );
    expect(codes('checks.tests.passed || !checks.tests.passed')).toEqual(['LW206']);
    expect(codes('checks.tests.passed && false')).toEqual(['LW206']);
    expect(codes('checks.tests.passed || checks.tests.exit_code == 5')).toEqual([]);
    expect(codes('"true"')).toContain('LW206');
  });
});

describe('warnings', () => {
  const codes = (fragment: string): readonly string[] =>
    problemsOf(completedLoop(`${fragment}budget: {}\ngates: { understand: { comprehension: {} } }\n`)).map(
      ({ code }) => code,
    );

  it.each([
    ['name: other\n', ['LW103']],
    ['roles: { maker: { agent: repair, prompt: Fix it } }\n', ['LW222']],
    ['roles: { maker: { run: x } }\n', []],
    ['roles: { maker: { run: x } }\npolicy: { oracles: free }\n', ['LW308']],
    ['roles: { maker: { agent: auto, run: x } }\n', ['LW222']],
    ['roles: { maker: { run: x } }\npolicy: { oracles: free, allowed-paths: ["src/**"] }\n', []],
    ['policy: { allowed-paths: [src/a.js], protected-paths: [src/**] }\n', ['LW321']],
    ['policy: { allowed-paths: [src/**], protected-paths: [src/a.js] }\n', []],
    ['deliver: { as: branch, into: main }\n', ['LW333']],
    ['deliver: { as: branch, squash: false }\n', []],
  ])('%s', (fragment, expected) => {
    expect(codes(fragment)).toEqual(expected);
  });

  it('tell the loop apart from one with errors', () => {
    expect(parseLoop(completedLoop('name: other\n')).loop?.name).toBe('other');
    expect(parseLoop(completedLoop('nam: other\n')).loop).toBeUndefined();
  });
});

describe('after a syntax error', () => {
  it('the first one and what stands well before it are told', () => {
    const text = 'nam: x\nname: keep-tests-green\nbudget: [1\npolcy: {}\n  x\n';
    expect(errors(text)).toEqual(['LW101 nam', 'LW003 p']);
  });
});
