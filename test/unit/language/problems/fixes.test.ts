import { describe, expect, it } from 'vitest';
import { fixers } from '../../../../src/language/fixes/all.ts';
import { applyEdits } from '../../../../src/language/fixes/applyEdits.ts';
import { fixAllEdit, fixedText } from '../../../../src/language/fixes/fixAll.ts';
import { ignoreProblem } from '../../../../src/language/fixes/ignoreProblem.ts';
import { parseLoop } from '../../../../src/language/parseLoop.ts';
import { type QuickFix, quickFixesFor } from '../../../../src/language/quickFix.ts';
import { type BadFile, badFiles, codeOf, problemsOf } from './badFile.ts';

const fixesOf = (file: BadFile): readonly QuickFix[] => {
  const [problem] = problemsOf(file);
  return problem === undefined ? [] : quickFixesFor(file.text, problem);
};

const fixable = badFiles.flatMap((file) =>
  fixesOf(file).map((fix) => [`${file.name}: ${fix.title}`, file, fix] as const),
);

/** Fixes after which something is still to be written: a program for the agent, and the error that was ignored. */
const leavesWork: Readonly<Record<string, readonly string[]>> = {
  'LW229: Use agent: acp': ['LW106', 'LW226'],
  'LW229: Use agent: command': ['LW106'],
};

describe('a quick fix', () => {
  it.each(fixable)('%s solves the problem and makes no other', (_, file, fix) => {
    const after = applyEdits(file.text, fix.edits);
    const left = problemsOf({ ...file, text: after }).map(({ code }) => code);
    expect(left).toEqual(leavesWork[`${codeOf(file)}: ${fix.title}`] ?? []);
  });

  it.each(fixable)('%s leaves the other lines as they are', (_, file, fix) => {
    const touched = new Set(
      fix.edits.flatMap(({ range: { start, end } }) =>
        Array.from({ length: end.line - start.line + 1 }, (_unused, index) => start.line + index),
      ),
    );
    const after = applyEdits(file.text, fix.edits).split('\n');
    const untouched = file.text.split('\n').filter((_line, line) => !touched.has(line));
    expect(after).toEqual(expect.arrayContaining(untouched));
    // What an empty file is offered is a whole loop.
    const most = codeOf(file) === 'LW004' ? 30 : 5;
    expect(Math.abs(after.length - file.text.split('\n').length)).toBeLessThanOrEqual(most);
  });

  it('is offered for a bad file of every kind of problem that has one', () => {
    const offered = new Set(fixable.map(([, file]) => codeOf(file)));
    expect([...offered].sort()).toEqual(Object.keys(fixers).sort());
  });
});

describe('all fixes at once', () => {
  const broken = `name: keep-tests-green
on:
  push: { branches: [main], own: true } # the main branch
roles:
  maker: { agent: codex, prompt: Fix it., max-turns: 60 }
checks:
  unit-tests: npm test || true # flaky
goal: checks.unit-tests
buget: { max-iterations: 5, max-cost-usd: 2, per-day: { max-runs: 4 } }
policy: { allowed-paths: [/src/**] }
deliver: { as: mrge, into: main }
gates: { understand: { comprehension: { questions: 1, pass: 2 } } }
`;
  const mended = `name: keep-tests-green
on:
  push: { branches: [main], own: false } # the main branch
roles:
  maker: { agent: codex, prompt: Fix it. }
checks:
  unit_tests: npm test # flaky
goal: checks.unit_tests.passed
budget: { max-iterations: 5, max-cost-usd: 2, per-day: { max-runs: 4 } }
policy: { allowed-paths: [src/**] }
deliver: { as: merge, into: main }
gates: { understand: { comprehension: { questions: 1, pass: 1 } } }
`;

  it('are made until none is left, and keep comments', () => {
    expect(fixedText(broken)).toBe(mended);
    expect(parseLoop(mended).problems).toEqual([]);
  });

  it('are one edit of what differs', () => {
    const edit = fixAllEdit(broken);
    expect(edit?.range.start).toEqual({ line: 2, character: 33 });
    expect(applyEdits(broken, edit ? [edit] : [])).toBe(mended);
    expect(fixAllEdit(mended)).toBeUndefined();
  });

  it.each(badFiles.map((file) => [file.name, file] as const))('never make %s worse', (_, file) => {
    const after = fixedText(file.text, file.options);
    expect(problemsOf({ ...file, text: after }).length).toBeLessThanOrEqual(1);
    expect(fixedText(after, file.options)).toBe(after);
  });
});

describe('an ignore', () => {
  const warned = badFiles.filter((file) => {
    const [problem] = problemsOf(file);
    return problem?.severity !== 'error' && problem?.code !== 'LW114';
  });
  const ignored = (text: string, reason: string): string => text.replace('"…"', reason);

  it.each(warned.map((file) => [file.name, file] as const))('silences %s once it has a reason', (_, file) => {
    const [problem] = problemsOf(file);
    const [action] = problem === undefined ? [] : ignoreProblem(file.text, problem);
    const after = applyEdits(file.text, action?.edits ?? []);
    expect(action?.title).toBe(`Ignore ${codeOf(file)} with a reason`);
    expect(problemsOf({ ...file, text: after }).map(({ code }) => code)).toEqual(['LW110']);
    expect(problemsOf({ ...file, text: ignored(after, 'It is meant.') })).toEqual([]);
  });

  it('is not offered for an error', () => {
    const file = badFiles.find(({ name }) => name === 'LW304.loop.yaml');
    const [problem] = file === undefined ? [] : problemsOf(file);
    expect(problem && ignoreProblem(file?.text ?? '', problem)).toEqual([]);
  });

  it.each([
    [
      'in block style',
      'lint:\n  ignore:\n    LW301: Same. # meant\n',
      'lint:\n  ignore:\n    LW301: Same. # meant\n    LW303: "…"\n',
    ],
    ['in braces', 'lint: { ignore: { LW301: Same. } }\n', 'lint: { ignore: { LW301: Same., LW303: "…" } }\n'],
    ['at the end', '', 'lint:\n  ignore:\n    LW303: "…"\n'],
  ])('joins those that are there %s', (_, before, after) => {
    const text = `name: a\non: manual\nroles: { maker: { run: x } }\nchecks: { a: x, b: y }\ngoal: checks.a.passed\nbudget: {}\n`;
    const problem = parseLoop(text + before).problems.find(({ code }) => code === 'LW303');
    const [action] = problem === undefined ? [] : ignoreProblem(text + before, problem);
    expect(applyEdits(text + before, action?.edits ?? [])).toBe(text + after);
  });

  it('is not called needless where nobody can know, or something hides what it silences', () => {
    const codes = (text: string): readonly string[] => parseLoop(text).problems.map(({ code }) => code);
    const loop = `name: a\non: manual\nroles: { maker: { agent: claude, prompt: Fix it., skills: [tdd] } }\nchecks: { a: x }\ngoal: checks.a.passed\nbudget: {}\n`;
    expect(codes(`${loop}lint: { ignore: { LW221: It is a draft. } }\n`)).toEqual([]);
    expect(codes(`${loop}lint: { ignore: { LW103: Another name. } }\n`)).toEqual([]);
    expect(codes(`${loop}lint: { ignore: { LW301: Same. } }\n`)).toEqual(['LW114']);
    expect(codes(`${loop}polcy: {}\nlint: { ignore: { LW301: Same. } }\n`)).toEqual(['LW101']);
    expect(codes(`${loop}lint: { ignore: { LW3: Same. } }\n`)).toEqual(['LW110']);
  });
});
