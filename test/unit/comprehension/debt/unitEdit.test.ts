import { describe, expect, it } from 'vitest';
import { unitEdit } from '../../../../src/comprehension/debt/unitEdit.ts';

const before = `function total(items, limit) {
  // all of them
  let sum = 0;
  for (const item of items) {
    if (item.price > limit) continue;
    sum += round(item.price * 2);
  }
  return sum;
}`;
const decisive = (from: string, to: string): boolean =>
  unitEdit('a.ts', before, before.replace(from, to)).decisive && before.includes(from);

describe('an edit of a unit', () => {
  it('keeps the share of lines that stay, wherever their blanks are', () => {
    expect(unitEdit('a.ts', before, before)).toEqual({ kept: 1, decisive: false });
    expect(unitEdit('a.ts', before, before.replaceAll('  ', '\t')).kept).toBe(1);
    expect(unitEdit('a.ts', before, before.replace('let sum = 0', 'let sum = 5')).kept).toBeCloseTo(8 / 9, 9);
    expect(unitEdit('a.ts', before, '').kept).toBe(0);
    expect(unitEdit('a.ts', 'x\nx\ny\n', 'x\n').kept).toBeCloseTo(1 / 3, 9);
  });

  it.each([
    ['a condition', 'if (item', 'while (item'],
    ['a negated condition', '(item.price > limit)', '(!(item.price > limit))'],
    ['a comparison', '> limit', '>= limit'],
    ['an arithmetic operator', '* 2', '+ 2'],
    ['an assignment that counts', '+=', '-='],
    ['what is called', 'round(', 'floor('],
    ['the signature', 'limit) {', 'limit = 4) {'],
    ['what leaves', 'continue;', 'break;'],
    ['a guard that is gone', '    if (item.price > limit) continue;\n', ''],
    ['an await', 'round(', 'await round('],
  ])('is decisive with another %s', (_, from, to) => {
    expect(decisive(from, to)).toBe(true);
  });

  it.each([
    ['a comment', '// all of them', '// none (of them) >= 4'],
    ['a number', '= 0', '= 1'],
    ['blanks', '  let sum', 'let   sum'],
    ['a line more that only sets', 'let sum = 0;', 'let sum = 0;\n  const shown = sum;'],
  ])('is not decisive with another %s', (_, from, to) => {
    expect(before).toContain(from);
    expect(unitEdit('a.ts', before, before.replace(from, to)).decisive).toBe(false);
  });

  it('knows comments and signatures of the other languages', () => {
    const python = '@cached\ndef f(a: int,\n      b=2) -> int:\n    # a > b\n    return g(a) // b\n';
    expect(unitEdit('a.py', python, python.replace('# a > b', '# b < a()')).decisive).toBe(false);
    expect(unitEdit('a.py', python, python.replace('// b', '/ b')).decisive).toBe(true);
    expect(unitEdit('a.py', python, python.replace('b=2', 'b=None')).decisive).toBe(true);
    const rust = '#[inline]\nfn f<T: Into<u8>>(a: T) -> u8 {\n    let url = "http://x";\n    panic!(url)\n}\n';
    expect(unitEdit('a.rs', rust, rust.replace('http://x', 'http://y')).decisive).toBe(false);
    expect(unitEdit('a.rs', rust, rust.replace('panic!', 'print!')).decisive).toBe(true);
    expect(unitEdit('a.rs', rust, rust.replace('-> u8', '-> u16')).decisive).toBe(true);
    const go = 'func (s *S) F(a int) (int, error) {\n\tif a > 1 {\n\t\treturn 0, nil\n\t}\n\tgo s.g()\n}\n';
    expect(unitEdit('a.go', go, go.replace('go s.g()', 's.g()')).decisive).toBe(true);
    expect(unitEdit('a.go', go, go.replace('(int, error)', '(int64, error)')).decisive).toBe(true);
    const java = '  @Override\n  public int f(int a) {\n    String s = "a > b"; // x()\n    return a;\n  }\n';
    expect(unitEdit('A.java', java, java.replace('a > b', 'c')).decisive).toBe(false);
    expect(unitEdit('A.java', java, java.replace('public', 'private')).decisive).toBe(true);
  });
});
