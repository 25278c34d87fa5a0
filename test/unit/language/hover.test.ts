import { describe, expect, it } from 'vitest';
import { hoverAt } from '../../../src/language/hover.ts';
import { cursorMark } from './cursorMark.ts';
import { fullLoop } from './fullLoop.ts';

function hover(marked: string): { readonly pointed: string; readonly markdown: string } | undefined {
  const { text, offset } = cursorMark(marked);
  const found = hoverAt(text, offset);
  if (!found) return undefined;
  const line = text.split('\n')[found.range.start.line] ?? '';
  return { pointed: line.slice(found.range.start.character, found.range.end.character), markdown: found.markdown };
}

describe('hoverAt', () => {
  it.each([
    ['bud|get: { max-iterations: 3 }\n', 'budget', /may spend/],
    ['budget: { max-it|erations: 3 }\n', 'max-iterations', /from 1 to 1000[\s\S]*```yaml\nmax-iterations: 5/],
    ['roles:\n  maker:\n    ag|ent: repair\n', 'agent', /`claude`, .*`command`, `repair`/],
    ['checks:\n  tests:\n    timeout-m|inutes: 3\n', 'timeout-minutes', /Minutes; default 15/],
    ['checks:\n  te|sts: npm test\n', 'tests', /command/],
    ['checks: { tests: x }\ngoal: checks.te|sts.passed\n', 'tests', /check `tests`/],
    ['checks: { tests: x }\ngoal: checks.tests.pas|sed\n', 'passed', /bool/],
    ['checks: { tests: x }\ngoal:\n  until: checks.tests.pas|sed\n', 'passed', /bool/],
    ['goal: { give-up: run.no_prog|ress > 3 }\n', 'no_progress', /got better/],
    ['metrics: { size: { run: x } }\ngoal: metrics.si|ze < 3.0\n', 'size', /The metric/],
    ['gates: { a: { when: diff.li|nes > 3 } }\n', 'lines', /added and removed/],
    ['on:\n  schedule:\n    - cr|on: x\n', 'cron', /day of the week/],
    ['on: { manual: { inputs: { cou|nt: {} } } }\n', 'count', /inputs\.<name>/],
    ['metrics: { cover|age: { run: x } }\n', 'coverage', /A metric/],
    ['gates: { bi|g: {} }\n', 'big', /A gate/],
    ['items: { from: { fi|le: x } }\n', 'file', /read from the base/],
    ['goal: checks.a|ll(c, c.passed)\n', 'all', /every check/],
    ['goal: |checks.all(c, c.passed)\n', 'checks', /All checks/],
    ['bud|get: [1\nfoo', 'budget', /may spend/],
  ])('%s', (marked, pointed, markdown) => {
    expect(hover(marked)).toEqual({ pointed, markdown: expect.stringMatching(markdown) });
  });

  it('says nothing about values, unknown keys, comments and empty places', () => {
    for (const marked of ['name: fo|o\n', 'foo|: 1\n', '# na|me\n', '|', 'name: x\n|\n', `${'['.repeat(500)}|`]) {
      expect(hover(marked)).toBeUndefined();
    }
  });

  it('answers for every key of a full loop', () => {
    const keys = [...fullLoop.matchAll(/^\s*(?:- )?([a-z][a-z_-]+):/gm)];
    expect(keys.length).toBeGreaterThan(100);
    for (const key of keys) {
      const offset = key.index + key[0].length - 2;
      expect(hoverAt(fullLoop, offset)?.markdown, key[0]).toMatch(/\S/);
    }
  });
});
