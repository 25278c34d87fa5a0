import { describe, expect, it } from 'vitest';
import { symbolsOf } from '../../../src/language/symbols.ts';
import { fullLoop } from './fullLoop.ts';

describe('symbolsOf', () => {
  it('is the outline of a loop', () => {
    const symbols = symbolsOf(fullLoop);
    expect(symbols.map(({ name }) => name)).toEqual([
      'name',
      'description',
      'on',
      'roles',
      'checks',
      'goal',
      'budget',
      'isolation',
      'policy',
      'gates',
      'deliver',
    ]);
    const checks = symbols.find(({ name }) => name === 'checks');
    expect(checks?.children.map(({ name, kind, detail }) => [name, kind, detail])).toEqual([
      ['lint', 'check', 'npm run lint'],
      ['tests', 'check', ''],
      ['types', 'check', ''],
    ]);
    expect(checks?.selection).toEqual({ start: { line: 11, character: 0 }, end: { line: 11, character: 6 } });
  });

  it('is as much as can be read of a broken one', () => {
    expect(symbolsOf('name: x\nbudget: [\ngoal').map(({ name }) => name)).toContain('name');
    expect(symbolsOf('')).toEqual([]);
    expect(symbolsOf('['.repeat(1000))).toEqual([]);
  });
});
