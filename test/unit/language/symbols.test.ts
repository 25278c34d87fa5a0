import { describe, expect, it } from 'vitest';
import { symbolsOf } from '../../../src/language/symbols.ts';
import { fullLoop } from './fullLoop.ts';

describe('symbolsOf', () => {
  it('is the outline of a loop', () => {
    const symbols = symbolsOf(fullLoop);
    expect(symbols.map(({ name }) => name)).toEqual([
      'version',
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
      ['tests', 'check', 'npm test -- --reporter=dot'],
      ['types', 'check', 'npx tsc -p .'],
    ]);
    const line = fullLoop.split('\n').indexOf('checks:');
    expect(checks?.selection).toEqual({ start: { line, character: 0 }, end: { line, character: 6 } });
  });

  it('tells what an author has named', () => {
    const named: string[] = [];
    const collect = (symbols: ReturnType<typeof symbolsOf>): void => {
      for (const { name, kind, children } of symbols) {
        if (kind !== 'field' && kind !== 'group' && kind !== 'entry' && kind !== 'role') named.push(`${kind} ${name}`);
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

  it('tells of roles, gates, inputs and the goal what matters most, and one schedule from another', () => {
    const detailed: string[] = [];
    const collect = (symbols: ReturnType<typeof symbolsOf>): void => {
      for (const { name, kind, detail, children } of symbols) {
        if (kind === 'role' || kind === 'entry' || kind === 'gate' || kind === 'input' || name === 'goal') {
          detailed.push(`${name} (${kind}): ${detail}`);
        }
        collect(children);
      }
    };
    collect(symbolsOf(fullLoop));
    expect(detailed).toEqual([
      'cron: 0 6 * * 1-5 (entry): Europe/London, run-once',
      'cron: 30 22 * * SUN (entry): ',
      'min_failures (input): number, 3',
      'where (input): choice, staging',
      'explorer (role): claude:test-explorer, small',
      'maker (role): claude, opus',
      'checker (role): codex:reviewer, large',
      'judge (role): command, node scripts/judge.mjs, large',
      'goal (group): checks.tests.passed && checks.lint.passed && checks.all(c, c…',
      'model: large (entry): high',
      'session: fresh (entry): ',
      'best-of: 3 (entry): ',
      'big_change (gate): deliver, diff.lines > 150 || diff.files.exists(f, f.startsWi…',
      'spend (gate): spend, run.cost_usd > 10.0',
      'worth_it (gate): item',
      'understand (gate): ',
    ]);
  });

  it('ends where an entry ends, and has a name for each', () => {
    const [checks] = symbolsOf('checks:\n  a: |\n    npm test\n\n\n"": x\n" ": y\nname: x\n');
    expect(checks?.range.end).toEqual({ line: 2, character: 12 });
    expect(symbolsOf('"": x\n" ": y\nname: x\n').map(({ name }) => name)).toEqual(['name']);
  });

  it('is as much as can be read of a broken one', () => {
    expect(symbolsOf('name: x\nbudget: [\ngoal').map(({ name }) => name)).toContain('name');
    expect(symbolsOf('')).toEqual([]);
    expect(symbolsOf('['.repeat(1000))).toEqual([]);
  });
});
