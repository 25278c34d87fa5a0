import { describe, expect, it } from 'vitest';
import { renameAt, renameableAt, renameChanges } from '../../../../src/language/navigation/rename.ts';
import { parseLoop } from '../../../../src/language/parseLoop.ts';
import { read } from '../../../../src/language/reading.ts';
import { cursorMark } from '../cursorMark.ts';
import { fullLoop } from '../fullLoop.ts';
import { edited, marked, repository } from './scene.ts';

const file = '.loops/own.loop.yaml';

/** A loop after what stands at the cursor was renamed; the sentence why not where it was refused. */
function renamed(given: string, name: string, around: Parameters<typeof renameAt>[3] = {}): string {
  const { text, offset } = cursorMark(given);
  const result = renameAt(text, offset, name, around);
  if (result === undefined) return 'nothing there';
  if (!result.ok) return result.error;
  const own = result.value.changes.find((change) => change.file === undefined);
  return edited(text, own?.edits ?? []);
}

const codes = (text: string) =>
  parseLoop(text, { path: 'keep-tests-green.loop.yaml' }).problems.map(({ code }) => code);
const codesOfFullLoop = codes(fullLoop);

describe('a rename', () => {
  it.each([
    [
      'of a check',
      'checks:\n  tests: npm test # tests\ngoal: checks.te|sts.passed && checks["tests"].failed == 0 # checks.tests\n',
      'checks:\n  unit: npm test # tests\ngoal: checks.unit.passed && checks["unit"].failed == 0 # checks.tests\n',
    ],
    [
      'through quotes and escapes',
      `checks: { "te\\u0073ts": x }\ngoal: 'checks[''tests''].passed && checks.te|sts.flaky'\n`,
      `checks: { "unit": x }\ngoal: 'checks[''unit''].passed && checks.unit.flaky'\n`,
    ],
    [
      'in a folded block',
      'checks:\n  tests: x\ngoal: >-\n\n  !checks.tests.flaky\n\n  && checks\n  .tests|.passed\n',
      'checks:\n  unit: x\ngoal: >-\n\n  !checks.unit.flaky\n\n  && checks\n  .unit.passed\n',
    ],
    [
      'of an id with hyphens, which an expression has as a subtraction',
      'checks: { a-b: x }\ngoal: checks.a-b.passed && checks["a-|b"].passed\n',
      'checks: { unit: x }\ngoal: checks.unit.passed && checks["unit"].passed\n',
    ],
    [
      'where one expression does not parse',
      'checks: { tests: x }\ngoal: checks.tests.passed &&\ngates: { a: { when: "!checks.tests|.passed" } }\n',
      'checks: { unit: x }\ngoal: checks.unit.passed &&\ngates: { a: { when: "!checks.unit.passed" } }\n',
    ],
  ])('%s', (_, given, after) => {
    expect(renamed(given, 'unit')).toBe(after);
  });

  it.each([
    ['tests:\n    run', 'proof'],
    ['coverage:\n', 'covered'],
    ['min_failures: {', 'fewest'],
    ['where: {', 'place'],
    ['tracker: {', 'issues'],
    ['big_change:', 'large'],
  ])('at %s gives the full loop no other problem, and goes back', (at, name) => {
    const offset = fullLoop.indexOf(at) + 1;
    const before = renameableAt(fullLoop, offset);
    const after = renamed(
      `${fullLoop.slice(0, offset)}|${fullLoop.slice(offset).replaceAll('|', '¦')}`,
      name,
    ).replaceAll('¦', '|');
    expect(after).not.toBe(fullLoop);
    const old = before?.ok ? before.value.name : '';
    expect(codes(after)).toEqual(codesOfFullLoop);
    const again = renameAt(after, after.indexOf(at.replace(old, name)) + 1, old);
    expect(again?.ok && edited(after, again.value.changes[0]?.edits ?? [])).toBe(fullLoop);
  });

  it.each([
    ['unit-tests', 'snake_case', 'Write `unit_tests`.'],
    ['Unit Tests', 'snake_case', 'Write `unit_tests`.'],
    ['1st', 'snake_case', 'Write `st`.'],
    ['', 'snake_case', ''],
    ['lint', 'There is a check `lint` already.', 'another name'],
    ['in', 'a word of expressions', 'another'],
    ['x'.repeat(61), 'too long', '60 characters'],
  ])('to “%s” is refused', (name, why, instead) => {
    const sentence = renamed('checks: { tes|ts: x, lint: y }\nmetrics: { cov: {} }\n', name);
    expect(sentence).toContain(why);
    expect(sentence).toContain(instead);
  });

  it('may take a name that something of another kind has, and its own', () => {
    const given = 'checks: { tes|ts: x }\nmetrics: { cov: {} }\ngoal: metrics.cov > 1.0 && checks.tests.passed\n';
    expect(renamed(given, 'cov')).toContain('checks.cov.passed');
    expect(renamed(given, 'tests')).toBe(given.replace('|', ''));
  });

  it.each([
    ['roles: { mak|er: {} }\n', 'roles are fixed'],
    ['roles: { maker: { skills: [td|d] } }\n', 'Rename the folder'],
    ['roles: { maker: { agent: claude:re|viewer } }\n', 'its own file'],
    ['connectors: { tracker: { mcp: git|hub } }\n', '.mcp.json'],
    ['checks: { tests: x }\ngoal: checks.te|st.passed\n', 'There is no check `test`'],
    ['on: { loop: { name: un|known } }\n', 'There is no loop `unknown`'],
    ['checks: { tes|ts: x }\nroles: [\n', 'error of syntax'],
    ['checks: { tests: npm te|st }\n', 'nothing there'],
  ])('of %s is refused', (given, why) => {
    expect(renamed(given, 'other', { index: repository() })).toContain(why);
    const { text, offset } = cursorMark(given);
    const asked = renameableAt(text, offset, { index: repository() });
    expect(asked === undefined ? 'nothing there' : asked.ok ? '' : asked.error).toContain(why);
  });

  it('says first what it is of', () => {
    const { text, offset } = cursorMark('checks: { tests: x }\ngoal: checks["te|sts"].passed\n');
    const asked = renameableAt(text, offset);
    expect(asked?.ok && marked(text, [asked.value.range])).toContain('checks["«tests»"]');
    expect(asked?.ok && asked.value.name).toBe('tests');
  });
});

describe('a rename of a loop', () => {
  const other = 'name: fix\non: { loop: { name: "own" } } # own\nitems: { from: { findings: own } }\n';
  const index = repository({ own: 'name: own\n', fix: other, third: 'name: third\non: manual\n' });
  const own = 'name: o|wn\ndescription: own\n';

  it('edits every loop that names it, and moves its file', () => {
    const { text, offset } = cursorMark(own);
    const result = renameAt(text, offset, 'triage', { index, file });
    const changes = result?.ok ? result.value.changes : [];
    expect(changes.map((change) => change.file)).toEqual([undefined, '.loops/fix.loop.yaml']);
    expect(edited(text, changes[0]?.edits ?? [])).toBe('name: triage\ndescription: own\n');
    expect(edited(other, changes[1]?.edits ?? [])).toBe(
      'name: fix\non: { loop: { name: "triage" } } # own\nitems: { from: { findings: triage } }\n',
    );
    expect(result?.ok && result.value.moves).toEqual([{ from: '.loops/own.loop.yaml', to: '.loops/triage.loop.yaml' }]);
  });

  it('can begin where another loop names it', () => {
    const { text, offset } = cursorMark(other.replace('"own"', '"ow|n"'));
    const result = renameAt(text, offset, 'triage', { index, file: '.loops/fix.loop.yaml' });
    expect(result?.ok && result.value.changes.map((change) => change.file)).toEqual([
      undefined,
      '.loops/own.loop.yaml',
    ]);
  });

  it('moves no file that is called otherwise', () => {
    const around = { index: repository({ elsewhere: 'name: own\n' }), file: '.loops/elsewhere.loop.yaml' };
    const { text, offset } = cursorMark(own);
    const result = renameAt(text, offset, 'triage', around);
    expect(result?.ok && result.value.moves).toEqual([]);
  });

  it.each([
    ['Own_2', 'lower-case words with hyphens'],
    ['third', 'There is a loop `third` already'],
    ['x'.repeat(61), 'too long'],
  ])('to %s is refused', (name, why) => {
    expect(renamed(own, name, { index, file })).toContain(why);
  });
});

describe('the changes of a rename', () => {
  it('are those of the id, and none where its new name is taken', () => {
    const text = 'gates: { a-b: {}, a_b: {} }\nmetrics: { bundle-size: {} }\ngoal: metrics.bundle-size < 3.0\n';
    const reading = read(text, []);
    const starts = [text.indexOf('bundle-size'), text.lastIndexOf('bundle-size')];
    expect(renameChanges(reading, { kind: 'metric', id: 'bundle-size', name: 'bundle_size' })).toEqual(
      starts.map((start) => ({ start, end: start + 'bundle-size'.length, newText: 'bundle_size' })),
    );
    expect(renameChanges(reading, { kind: 'gate', id: 'a-b', name: 'a_b' })).toBeUndefined();
  });
});
