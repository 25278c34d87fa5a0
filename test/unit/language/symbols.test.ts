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
      'concurrency',
      'items',
      'connectors',
      'roles',
      'checks',
      'metrics',
      'goal',
      'budget',
      'isolation',
      'policy',
      'gates',
      'deliver',
      'state',
    ]);
    const checks = symbols.find(({ name }) => name === 'checks');
    expect(checks?.children.map(({ name, kind, detail }) => [name, kind, detail])).toEqual([
      ['lint', 'check', 'npm run lint'],
      ['tests', 'check', ''],
      ['types', 'check', ''],
    ]);
    const line = fullLoop.split('\n').indexOf('checks:');
    expect(checks?.selection).toEqual({ start: { line, character: 0 }, end: { line, character: 6 } });
  });

  it('tells what an author has named', () => {
    const named: string[] = [];
    const collect = (symbols: ReturnType<typeof symbolsOf>): void => {
      for (const { name, kind, children } of symbols) {
        if (kind !== 'field' && kind !== 'group') named.push(`${kind} ${name}`);
        collect(children);
      }
    };
    collect(symbolsOf(fullLoop));
    expect(named).toEqual([
      'input min_failures',
      'input where',
      'connector tracker',
      'check lint',
      'check tests',
      'check types',
      'metric coverage',
      'gate big_change',
      'gate spend',
      'gate worth_it',
      'gate understand',
    ]);
  });

  it('is as much as can be read of a broken one', () => {
    expect(symbolsOf('name: x\nbudget: [\ngoal').map(({ name }) => name)).toContain('name');
    expect(symbolsOf('')).toEqual([]);
    expect(symbolsOf('['.repeat(1000))).toEqual([]);
  });
});
