import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../src/language/completion.ts';
import type { Completion } from '../../../src/language/completionItem.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { agentNames } from '../../../src/model/agents.ts';
import { checkFields } from '../../../src/model/goalContext.ts';
import { cursorMark } from './cursorMark.ts';
import { taken as takenAt } from './taken.ts';

const at = (marked: string): readonly Completion[] => {
  const { text, offset } = cursorMark(marked);
  return completionsAt(text, offset);
};
const labels = (marked: string): readonly string[] => at(marked).map(({ label }) => label);

/** The text after the completion is taken, its places to fill in filled with what they propose. */
function taken(marked: string, label: string): string {
  const { text } = cursorMark(marked);
  const item = at(marked).find((completion) => completion.label === label);
  if (!item) throw new Error(`${label} is not offered`);
  return takenAt(text, item).text;
}

const limits = ['timeout-minutes', 'env'];
// `command` needs `agent: acp`, and connectors have to be declared first.
const makerKeys = ['agent', 'prompt', 'run', 'session', 'model', 'effort', 'skills', 'max-turns', ...limits];
/** Of a program of the author's own. */
const commandKeys = ['prompt', 'run', 'session', 'model', 'effort', ...limits];
// A model without tools makes nothing.
const agents = agentNames.filter((agent) => agent !== 'vscode');
const checkKeys = ['run', 'timeout-minutes', 'env', 'repeat', 'flaky', 'report', 'red-green'];

describe('keys', () => {
  it.each([
    ['an empty file', '|', 'name'],
    ['a half-written key', 'na|', 'name'],
    ['after other keys', 'name: x\non: manual\n|', 'goal'],
    ['between keys', 'name: x\n|\ngoal: checks.a.passed\n', 'checks'],
  ])('of a loop in %s', (_, marked, expected) => {
    expect(labels(marked)).toContain(expected);
  });

  it('that are there already are not offered, above or below', () => {
    const offered = labels('name: x\n|\ngoal: checks.a.passed\n');
    expect(offered).not.toContain('name');
    expect(offered).not.toContain('goal');
  });

  it.each([
    ['an indented blank line', 'roles:\n  maker:\n    |', makerKeys],
    ['a half-written key', 'roles:\n  maker:\n    ru|\n', makerKeys],
    ['a file that goes on', 'roles:\n  maker:\n    |\nchecks:\n  tests: npm test\n', makerKeys],
    ['a sibling above', 'roles:\n  maker:\n    agent: command\n    |', commandKeys],
    ['a sibling below', 'roles:\n  maker:\n    |\n    agent: command\n', commandKeys],
    ['braces', 'roles:\n  maker: { | }\n', makerKeys],
    ['braces with a key', 'roles: { maker: { agent: command, | } }\n', commandKeys],
    [
      'braces with a key behind',
      'roles: { maker: { |, run: x } }\n',
      ['agent', ...commandKeys.filter((key) => key !== 'run')],
    ],
    ['braces that are not closed', 'roles: { maker: { agent: command, |', commandKeys],
    ['braces over two lines', 'roles: {\n  maker: { agent: repair,\n    | } }\n', limits],
    ['the level above', 'roles:\n  maker:\n    agent: repair\n  |', ['explorer', 'checker', 'judge']],
    ['a check', 'checks:\n  tests:\n    |\n', checkKeys],
    ['a check in braces', 'checks:\n  tests: { | }\n', checkKeys],
    [
      'the comprehension of a gate',
      'gates:\n  understand:\n    comprehension:\n      |',
      ['questions', 'pass', 'enforce', 'debt-limit'],
    ],
    ['the first entry of a list', 'on:\n  schedule:\n    - |', ['cron', 'timezone', 'missed']],
    ['a half-written entry', 'on:\n  schedule:\n    - cr|', ['cron', 'timezone', 'missed']],
    ['the next line of an entry', 'on:\n  schedule:\n    - cron: x\n      |', ['timezone', 'missed']],
    ['a second entry', 'on:\n  schedule:\n    - cron: x\n    - |', ['cron', 'timezone', 'missed']],
    [
      'the second line of a second entry',
      'on:\n  schedule:\n    - cron: x\n    - missed: skip\n      |',
      ['cron', 'timezone'],
    ],
    ['an entry in braces', 'on:\n  schedule: [{ cron: x, | }]', ['timezone', 'missed']],
    ['the form that is chosen', 'items:\n  from:\n    run: x\n    |', ['timeout-minutes']],
    ['a form that is not chosen', 'items: { from: { | } }', ['run', 'timeout-minutes', 'file', 'findings']],
    ['an input', 'on:\n  manual:\n    inputs:\n      count:\n        |', ['type', 'description', 'default']],
    [
      'a choice',
      'on:\n  manual:\n    inputs:\n      where:\n        type: choice\n        |',
      ['description', 'default', 'options'],
    ],
    ['a metric', 'metrics: { a: { | } }', ['run', 'better', 'parse', 'ratchet', 'timeout-minutes', 'env']],
    ['text after a comment', 'roles: # who\n  maker: # makes\n    |', makerKeys],
    ['windows lines', 'roles:\r\n  maker:\r\n    |\r\n', makerKeys],
  ])('below a key, with %s', (_, marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });

  it.each([
    ['a comment', 'name: x # |'],
    ['a block of text', 'roles:\n  maker:\n    prompt: |\n      fix |'],
    ['below a value', 'name: x\n  |'],
    ['ids of one’s own', 'checks:\n  |'],
  ])('are not offered in %s', (_, marked) => {
    expect(at(marked).filter(({ kind }) => kind === 'key')).toEqual([]);
  });

  it.each([
    ['name: x\n|', 'on', 'name: x\non: manual'],
    ['|', 'roles', 'roles:\n  maker:\n    agent: auto'],
    ['|', 'checks', 'checks:\n  tests: npm test'],
    ['isolation:\n  |', 'setup', 'isolation:\n  setup:\n    - npm ci'],
    ['deliver: { | }', 'squash', 'deliver: { squash: true }'],
    ['deliver:\n  |', 'as', 'deliver:\n  as: merge'],
    ['policy:\n  |', 'allowed-paths', 'policy:\n  allowed-paths: ["src/**"]'],
    ['isolation:\n  br|', 'branch', 'isolation:\n  branch: loops/${{ loop.name }}/${{ run.id }}/${{ item.id }}'],
    ['on:\n  |', 'schedule', 'on:\n  schedule:\n    - cron: "0 6 * * 1-5"'],
    ['on: { | }', 'push', 'on: { push: { branches: [main] } }'],
    ['on:\n  schedule:\n    - cron: x\n      |', 'timezone', 'on:\n  schedule:\n    - cron: x\n      timezone: UTC'],
    ['|', 'budget', 'budget:\n  max-iterations: 5'],
    ['|', 'items', 'items:\n  from:\n    run: node scripts/flaky.mjs --json'],
    [
      'goal:\n  |',
      'judge',
      'goal:\n  judge:\n    rubric: The diff removes the cause, not the symptom. No sleep, retry or skipped test.',
    ],
    [
      'goal: { | }',
      'judge',
      'goal: { judge: { rubric: "The diff removes the cause, not the symptom. No sleep, retry or skipped test." } }',
    ],
  ])('bring the skeleton of their value: %s', (marked, label, expected) => {
    expect(taken(marked, label)).toBe(expected);
  });

  it('write a whole loop from an empty file', () => {
    let text = '';
    for (const key of ['name', 'on', 'roles', 'checks', 'goal', 'budget']) {
      text = `${taken(`${text}|`, key)}`;
      text += '\n';
    }
    expect(parseLoop(text).problems.map(({ code }) => code)).toEqual([]);
  });
});

const templateNames = ['item.id', 'run.id', 'loop.name', 'trigger.kind', 'trigger.about'];

describe('values', () => {
  it.each([
    ['roles:\n  maker:\n    agent: |', agents],
    ['roles:\n  maker:\n    agent: re|', agents],
    ['roles: { maker: { agent: | } }', agents],
    ['on: |', ['manual']],
    ['deliver:\n  squash: |\n', ['true', 'false']],
    ['deliver: { as: |', ['merge', 'branch', 'patch', 'pull-request', 'report']],
    ['on:\n  loop: { conclusion: |', ['success', 'failure', 'finding', 'any']],
    ['metrics:\n  a:\n    parse: |', ['number']],
    ['state:\n  carry: [ |', ['findings', 'attempts', 'lessons', 'verdicts', 'decisions']],
    ['goal:\n  escalate:\n    - |', ['person', 'model', 'effort', 'session', 'best-of']],
    ['isolation:\n  keep: |', ['always', 'on-failure', 'never']],
    ['gates:\n  understand:\n    before: |', ['spend', 'deliver', 'merge']],
    ['items: {}\ngates:\n  understand:\n    before: |', ['item', 'spend', 'deliver', 'merge']],
    ['isolation:\n  branch: loops/${{ |', templateNames],
    ['roles:\n  maker:\n    prompt: |-\n      Fix ${{ |', templateNames],
    [
      'on:\n  manual:\n    inputs:\n      count: {}\nroles: { maker: { env: { A: "${{ inp|',
      [...templateNames, 'inputs.count'],
    ],
    [
      'on: { manual: { inputs: { count: {} } } }\nroles: { maker: { env: { A: "${{ inp|',
      [...templateNames, 'inputs.count'],
    ],
  ])('%s', (marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });

  it('bring the space that is missing after a colon', () => {
    expect(taken('on:|', 'manual')).toBe('on: manual');
    expect(taken('deliver:\n  as:|', 'branch')).toBe('deliver:\n  as: branch');
  });
});

describe('goals', () => {
  const checks = 'checks:\n  lint: npm run lint\n  tests: { run: npm test }\n';

  it.each([
    ['goal: checks.|', ['lint', 'tests', 'all', 'exists', 'exists_one', 'filter', 'map']],
    ['goal: checks.li|', ['lint', 'tests', 'all', 'exists', 'exists_one', 'filter', 'map']],
    ['goal: checks.tests.|', Object.keys(checkFields)],
    ['goal: checks.lint.passed && checks.tests.p|', Object.keys(checkFields)],
    ['goal: checks.all(c, c.|', Object.keys(checkFields)],
    ['goal: "checks.tests.|"', Object.keys(checkFields)],
    ['goal: >-\n  checks.lint.passed &&\n  checks.tests.|', Object.keys(checkFields)],
    ['goal: other.|', []],
  ])('%s', (marked, expected) => {
    expect(
      labels(`${marked}
${checks}`),
    ).toEqual(expected);
  });

  it('start with the checks of the loop, wherever they are written', () => {
    expect(labels(`${checks}goal: |`).slice(0, 2)).toEqual(['checks.lint.passed', 'checks.tests.passed']);
    expect(labels('goal: |\nchecks: { tests: npm test, lint: x }\n').slice(0, 2)).toEqual([
      'checks.tests.passed',
      'checks.lint.passed',
    ]);
  });

  it('replace the word under the cursor only', () => {
    expect(taken(`${checks}goal: checks.lint.passed && checks.te|`, 'tests')).toBe(
      `${checks}goal: checks.lint.passed && checks.tests`,
    );
  });
});
