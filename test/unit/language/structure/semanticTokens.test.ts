import { describe, expect, it } from 'vitest';
import { semanticTokens } from '../../../../src/language/structure/semanticTokens.ts';
import { fullLoop } from '../fullLoop.ts';

/** `word: type.modifier`, in the order of the text. */
function shown(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return semanticTokens(text).map(({ line, character, length, type, modifiers }) => {
    const word = lines[line]?.slice(character, character + length);
    return `${word}: ${[type, ...modifiers].join('.')}`;
  });
}

const valuesOf = (text: string): readonly string[] => shown(text).slice(1);

describe('semanticTokens', () => {
  it('tells keys of the schema from names and from keys that nobody knows', () => {
    expect(shown('checks:\n  tests: { run: npm test, ruin: x, env: { CI: "1" } }\nbuget: {}\n')).toEqual([
      'checks: property',
      'tests: function.declaration',
      'run: property',
      'env: property',
    ]);
    expect(shown('on: { manual: { inputs: { least: { type: number } } } }\n')).toContain(
      'least: parameter.declaration',
    );
    expect(shown('metrics: { cov: {} }\ngates: { big: {} }\nconnectors: { tracker: {} }\n')).toEqual([
      'metrics: property',
      'cov: variable.declaration',
      'gates: property',
      'big: event.declaration',
      'connectors: property',
      'tracker: namespace.declaration',
    ]);
  });

  it('knows agents, their definitions, connectors and values to choose from', () => {
    const loop =
      'roles:\n  maker: { agent: "claude:fixer", connectors: [tracker], effort: high }\n  judge: { agent: nobody }\n';
    expect(shown(loop)).toEqual([
      'roles: property',
      'maker: property',
      'agent: property',
      'claude: class',
      'fixer: type',
      'connectors: property',
      'tracker: namespace',
      'effort: property',
      'high: enumMember',
      'judge: property',
      'agent: property',
    ]);
  });

  it.each([
    [
      'goal: checks.all(c, c.exit_code == 0) && !checks.tests.passed\n',
      [
        'checks: variable.defaultLibrary.readonly',
        'all: macro.defaultLibrary',
        'c: parameter',
        'c: parameter',
        'exit_code: property.readonly',
        '==: operator',
        '0: number',
        '&&: operator',
        '!: operator',
        'checks: variable.defaultLibrary.readonly',
        'tests: function',
        'passed: property.readonly',
      ],
    ],
    [
      'gates: { g: { when: "size(diff.files) > 3 || \'a\' in diff.files || true" } }\n',
      [
        'g: event.declaration',
        'when: property',
        'size: function.defaultLibrary',
        'diff: variable.defaultLibrary.readonly',
        'files: property.readonly',
        '>: operator',
        '3: number',
        '||: operator',
        "'a': string",
        'in: operator',
        'diff: variable.defaultLibrary.readonly',
        'files: property.readonly',
        '||: operator',
        'true: keyword',
      ],
    ],
    [
      'goal: >-\n  metrics.cov >= best.cov\n  && nobody.cares\n',
      [
        'metrics: variable.defaultLibrary.readonly',
        'cov: variable',
        '>=: operator',
        'best: variable.defaultLibrary.readonly',
        'cov: variable',
        '&&: operator',
        'cares: property.readonly',
      ],
    ],
    ['goal: checks.\n', ['checks: variable.defaultLibrary.readonly']],
  ])('reads the words of %j', (loop, tokens) => {
    expect(valuesOf(loop)).toEqual(tokens);
  });

  it('reads templates where they are filled in, and leaves a command alone', () => {
    const loop =
      'roles:\n  maker:\n    prompt: |\n      Fix ${{ item.file }}, at least ${{inputs.least}}; checks.tests\nchecks: { a: { run: "x ${{ item.a }}" } }\n';
    expect(shown(loop).filter((token) => !token.includes(': property') || token.includes('readonly'))).toEqual([
      'item: variable.defaultLibrary.readonly',
      'file: property.readonly',
      'inputs: variable.defaultLibrary.readonly',
      'least: parameter',
      'a: function.declaration',
    ]);
  });

  it('leaves no key of the full loop out', () => {
    const lines = fullLoop.split('\n');
    const keys = lines.flatMap((line, index) => (/^ *[a-z-]+:( |$)/.test(line) ? [index] : []));
    const told = new Set(semanticTokens(fullLoop).map(({ line }) => line));
    const silent = keys.filter((line) => !told.has(line)).map((line) => lines[line]);
    expect(silent).toEqual([]);
  });

  it('says what it can of a broken text, and nothing of none', () => {
    expect(shown('name: x\nbudget: [\n')).toEqual(['name: property', 'budget: property']);
    expect(semanticTokens('')).toEqual([]);
    expect(semanticTokens('['.repeat(1000))).toEqual([]);
  });
});
