import { describe, expect, it } from 'vitest';
import { jsonLine, table } from '../../../scripts/bench/table.mjs';
import { figure, median } from '../../bench/bench.ts';

describe('figure', () => {
  it('judges by its goal', () => {
    expect(figure('a', 1.3, 'ratio', { op: '<=', value: 1.3 }).pass).toBe(true);
    expect(figure('a', 1.31, 'ratio', { op: '<=', value: 1.3 }).pass).toBe(false);
    expect(figure('a', 0.8, 'ratio', { op: '>=', value: 0.9 }).pass).toBe(false);
    expect(figure('a', 5, 'ms').pass).toBe(true);
  });

  it('never passes what is no number', () => {
    expect(figure('a', Number.NaN, 'ratio', { op: '<=', value: 1 }).pass).toBe(false);
  });
});

describe('median', () => {
  it('is the middle, or the mean of the middle two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(median([7])).toBe(7);
  });

  it('refuses no values', () => {
    expect(() => median([])).toThrow();
  });
});

describe('the report', () => {
  const figures = [figure('engine', 1.25, 'ratio', { op: '<=', value: 1.3 }), figure('size', 12, 'KB')];

  it('aligns the table', () => {
    expect(table(figures).split('\n')).toEqual([
      'figure  value  unit   goal    verdict',
      'engine   1.25  ratio  <= 1.3  ok',
      'size       12  KB',
    ]);
  });

  it('has one object a line for --json', () => {
    expect(figures.map(jsonLine)).toEqual([
      '{"name":"engine","value":1.25,"unit":"ratio","goal":{"op":"<=","value":1.3},"pass":true}',
      '{"name":"size","value":12,"unit":"KB","goal":null,"pass":true}',
    ]);
  });
});
