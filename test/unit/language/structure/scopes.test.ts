import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { semanticScopes } from '../../../../src/extension/semanticScopes.ts';

describe('semanticScopes', () => {
  it('are scopes of the grammar, so that nothing changes its colour when the server has spoken', () => {
    const grammar = readFileSync(
      resolve(import.meta.dirname, '../../../../syntaxes/loop-yaml.tmLanguage.json'),
      'utf8',
    );
    const used = [...grammar.matchAll(/"(?:name|contentName)": "([^"]+)"/g)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    const kind = (scope: string): string => scope.replace(/\.[^.]+$/, '');
    for (const scope of Object.values(semanticScopes).flat()) {
      expect(used.some((name) => name === scope || name.startsWith(`${kind(scope)}.`))).toBe(true);
    }
  });
});
