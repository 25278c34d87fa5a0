import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, file), 'utf8'));

interface Rule {
  readonly include?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly while?: string;
}

/** Every object of a grammar that could be a rule. */
function rulesOf(value: unknown): readonly Rule[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Rule, ...Object.values(value).flatMap(rulesOf)];
}

describe('the grammar', () => {
  const grammar = read('syntaxes/loop-yaml.tmLanguage.json');
  const rules = rulesOf(grammar);

  it('has its own scope over that of YAML, with shell, markdown and CEL inside', () => {
    expect(grammar['scopeName']).toBe('source.loop-yaml');
    const includes = rules.flatMap(({ include }) => (typeof include === 'string' ? [include] : []));
    expect(new Set(includes)).toEqual(
      new Set([
        ...Object.keys(grammar['repository'] as object).map((name) => `#${name}`),
        'source.yaml.embedded',
        'source.shell',
        'text.html.markdown',
      ]),
    );
    expect(Object.keys(grammar['injections'] as object)).toContain('L:source.loop-yaml - comment');
  });

  it('has only expressions that compile', () => {
    const expressions = rules.flatMap((rule) => [rule.match, rule.begin, rule.while?.replaceAll('\\1', '')]);
    const written = expressions.filter((expression) => typeof expression === 'string');
    expect(written.length).toBeGreaterThan(20);
    for (const expression of written) expect(() => new RegExp(expression)).not.toThrow();
  });
});

describe('the language configuration', () => {
  const configuration = read('language-configuration.json') as { readonly wordPattern: string };

  it('takes keys with hyphens as one word', () => {
    expect('  max-iterations: 5'.match(new RegExp(configuration.wordPattern))?.[0]).toBe('max-iterations');
  });
});
