import { describe, expect, it } from 'vitest';
import { describe as words } from '../../../src/language/describe.ts';
import { parseSettings } from '../../../src/language/settings.ts';

const codes = (text: string): readonly string[] => parseSettings(text).problems.map(({ code }) => code);

describe('parseSettings', () => {
  it.each(['', '# nothing\n', '{}\n', 'budget: {}\n'])('takes a file that says nothing: %j', (text) => {
    expect(parseSettings(text)).toEqual({ settings: { budget: {} }, problems: [] });
  });

  it('reads what all loops may use together', () => {
    const text = 'budget:\n  per-day: { max-runs: 20, max-cost-usd: 100, max-tokens: 20_000_000 }\n';
    expect(parseSettings(text).settings).toEqual({
      budget: { 'per-day': { 'max-runs': 20, 'max-cost-usd': 100, 'max-tokens': 20_000_000 } },
    });
  });

  it.each([
    ['budgt: {}\n', ['LW101']],
    ['budget: { max-iterations: 3 }\n', ['LW101']],
    ['budget: { per-day: { max-runs: 0 } }\n', ['LW109']],
    ['budget: { per-day: { max-runs: many } }\n', ['LW107']],
    ['budget: 3\n', ['LW107']],
    ['- a\n', ['LW107']],
    ['budget: {\n', ['LW003']],
    ['budget: &a {}\n', ['LW005']],
    ['budget: {}\nbudget: {}\n', ['LW007']],
    ['['.repeat(1000), ['LW002']],
  ])('%j is a problem', (text, expected) => {
    expect(codes(text)).toEqual(expected);
    expect(parseSettings(text).settings).toBeUndefined();
  });

  it('says where and what', () => {
    const [problem] = parseSettings('budgt: {}\n').problems;
    expect(problem?.range).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 5 } });
    expect(problem && words(problem)).toBe('Unknown key `budgt` in the settings. Did you mean `budget`?');
  });
});
