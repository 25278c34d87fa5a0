import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../src/language/lineIndex.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import type { ProblemCode } from '../../../src/language/problem.ts';
import { quickFixesFor } from '../../../src/language/quickFix.ts';
import { completedLoop } from './completedLoop.ts';

const path = '.loops/keep-tests-green.loop.yaml';

/** The text after the first fix of the first problem with a code. */
function fixed(text: string, code: ProblemCode): string {
  const problem = parseLoop(text, { path }).problems.find((each) => each.code === code);
  const fix = problem && quickFixesFor(text, problem)[0];
  if (!fix) throw new Error(`no fix for ${code}`);
  const lines = new LineIndex(text);
  return [...fix.edits]
    .sort((a, b) => lines.offsetAt(b.range.start) - lines.offsetAt(a.range.start))
    .reduce((now, { range, newText }) => {
      return now.slice(0, lines.offsetAt(range.start)) + newText + now.slice(lines.offsetAt(range.end));
    }, text);
}

describe('an empty file', () => {
  const fixesOf = (text: string, path?: string) => {
    const problem = parseLoop(text, path === undefined ? {} : { path }).problems[0];
    if (problem?.code !== 'LW004') throw new Error('not empty');
    return quickFixesFor(text, problem);
  };

  it.each(['', '# What it is for\n', '# What it is for', '\uFEFF', '\n\n'])(
    'is offered whole loops after %j',
    (text) => {
      const own = '.loops/my-loop.loop.yaml';
      const fixes = fixesOf(text, own);
      expect(fixes.map(({ title }) => title)).toContain('Write a loop without a model');
      expect(fixes.length).toBeGreaterThan(3);
      for (const { edits, isPreferred } of fixes) {
        const after = text + (edits[0]?.newText ?? '');
        expect(after).toContain('\nname: my-loop\n'.slice(text === '' || text === '\uFEFF' ? 1 : 0));
        expect(parseLoop(after, { path: own }).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(isPreferred).toBe(false);
      }
    },
  );

  it('is named by the loop where its own name says nothing', () => {
    expect(fixesOf('')[0]?.edits[0]?.newText).toMatch(/^name: keep-tests-green\n/);
  });

  it('with something in it that is no comment is left alone', () => {
    expect(fixesOf('null\n')).toEqual([]);
  });
});

describe('quickFixesFor', () => {
  it.each<readonly [ProblemCode, string, string]>([
    ['LW101', 'buget: { max-iterations: 3 }\n', 'budget: { max-iterations: 3 }\n'],
    ['LW108', 'deliver: { as: mrge }\n', 'deliver: { as: merge }\n'],
    ['LW103', 'name: other\n', 'name: keep-tests-green\n'],
    ['LW104', 'goal: !checks.tests.passed\n', 'goal: "!checks.tests.passed"\n'],
    ['LW104', 'description: fix issue #12 now\n', 'description: "fix issue #12 now"\n'],
    ['LW104', 'description: Fix: "it"\n', `description: 'Fix: "it"'\n`],
    ['LW104', 'policy: { allowed-paths: [*.js, src/**] }\n', 'policy: { allowed-paths: ["*.js", src/**] }\n'],
    ['LW107', 'description: 12\n', 'description: "12"\n'],
    [
      'LW332',
      'gates: { a: { timeout-hours: 1, on-timeout: approve } }\n',
      'gates: { a: { timeout-hours: 1, on-timeout: reject } }\n',
    ],
    [
      'LW314',
      'items: { from: { file: a }, key: item.a, max: 2, max-parallel: 5 }\n',
      'items: { from: { file: a }, key: item.a, max: 2, max-parallel: 2 }\n',
    ],
    ['LW203', 'checks: { tests: x }\ngoal: checks.test.passed\n', 'checks: { tests: x }\ngoal: checks.tests.passed\n'],
    ['LW229', 'roles: { maker: { agent: copilot, run: x } }\n', 'roles: { maker: { agent: acp, run: x } }\n'],
    [
      'LW222',
      'roles: { maker: { agent: codex, max-turns: 3, prompt: Fix it. } }\n',
      'roles: { maker: { agent: codex, prompt: Fix it. } }\n',
    ],
    [
      'LW222',
      'roles: { maker: { agent: codex, prompt: Fix it., max-turns: 3 } }\n',
      'roles: { maker: { agent: codex, prompt: Fix it. } }\n',
    ],
    [
      'LW222',
      'roles:\n  maker:\n    agent: claude\n    run: |\n      x\n      y\n    prompt: Fix it.\n',
      'roles:\n  maker:\n    agent: claude\n    prompt: Fix it.\n',
    ],
    [
      'LW222',
      'goal:\n  until: checks.tests.passed\n  escalate:\n    - effort: high # more\n      session: fresh\nroles:\n  maker: { agent: repair }\n',
      'goal:\n  until: checks.tests.passed\n  escalate:\n    - session: fresh\nroles:\n  maker: { agent: repair }\n',
    ],
    [
      'LW221',
      'roles: { maker: { agent: acp, command: goose acp, skills: [tdd], prompt: Fix it. } }\n',
      'roles: { maker: { agent: acp, command: goose acp, prompt: Fix it. } }\n',
    ],
    ['LW327', 'policy: { read: [~/.npmrc], sandbox: off }\n', 'policy: { read: [~/.npmrc], sandbox: preferred }\n'],
    [
      'LW328',
      'roles: { maker: { agent: codex, prompt: Fix it. } }\npolicy: { network: none }\n',
      'roles: { maker: { agent: codex, prompt: Fix it. } }\npolicy: { network: all }\n',
    ],
    ['LW227', 'roles: { maker: { agent: "pi:x" } }\n', 'roles: { maker: { agent: pi } }\n'],
    [
      'LW102',
      'checks: { unit-tests: x, lint: y }\ngoal: checks.unit-tests.passed && checks.unit-tests-2.passed\n',
      'checks: { unit_tests: x, lint: y }\ngoal: checks.unit_tests.passed && checks.unit-tests-2.passed\n',
    ],
  ])('%s: %s', (code, before, after) => {
    expect(fixed(completedLoop(before), code)).toBe(completedLoop(after));
  });

  it('renames a metric and an input in expressions and templates', () => {
    const text = (metric: string, input: string): string =>
      completedLoop(`metrics: { ${metric}: { run: x, better: lower } }
on: { manual: { inputs: { ${input}: { type: number } } } }
goal: checks.tests.passed && metrics.${metric} < inputs.${input}
roles: { maker: { run: x, prompt: 'Below \${{ inputs.${input} }} at \${{ run.id }}' } }
`);
    expect(fixed(fixed(text('bundle-size', 'most-kb'), 'LW102'), 'LW102')).toBe(text('bundle_size', 'most_kb'));
  });

  it('adds nothing that is there already', () => {
    const text = completedLoop('on: { loop: { name: x } }\ngates: { big: {} }\n');
    const problem = parseLoop(text).problems.find(({ code }) => code === 'LW326');
    expect(problem && quickFixesFor(text, problem)).toEqual([]);
  });

  it.each<ProblemCode>(['LW101', 'LW102', 'LW104', 'LW107', 'LW108', 'LW203', 'LW310', 'LW326'])(
    '%s is gone afterwards',
    (code) => {
      const bad: Partial<Record<ProblemCode, string>> = {
        LW101: 'buget: {}\n',
        LW102: 'checks: { Unit: x }\ngoal: checks.Unit.passed\n',
        LW104: 'goal: !checks.tests.passed\n',
        LW107: 'description: 12\n',
        LW108: 'deliver: { as: mrge }\n',
        LW203: 'goal: checks.tets.passed\n',
        LW326: 'on: { loop: { name: x } }\n',
      };
      const after = fixed(completedLoop(bad[code] ?? ''), code);
      expect(parseLoop(after, { path }).problems.map((problem) => problem.code)).not.toContain(code);
    },
  );

  it('offers nothing where a person has to think', () => {
    const text = completedLoop('foobar: 1\n');
    const problem = parseLoop(text).problems.find(({ code }) => code === 'LW101');
    expect(problem && quickFixesFor(text, problem)).toEqual([]);
  });
});
