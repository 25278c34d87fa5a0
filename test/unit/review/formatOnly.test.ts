import { describe, expect, it } from 'vitest';
import { blanksOf } from '../../../src/review/formatOnly.ts';

const isFormat = (path: string, removed: string, added: string): boolean =>
  blanksOf(path)(removed.split('\n'), added.split('\n'));

describe('what differs in blanks alone', () => {
  it.each([
    ['an indent', 'a.ts', 'if (a) {\nb();\n}', 'if (a) {\n\tb();\n}'],
    ['lines that are broken in another way', 'a.ts', 'call(one, two);', 'call(\n  one,\n  two);'],
    ['a blank line', 'a.go', 'a\nb', 'a\n\nb'],
    ['a Windows line end', 'a.txt', 'a\nb', 'a\r\nb\r'],
    ['blanks behind a line of Python', 'a.py', 'a = 1  ', 'a=1'],
  ])('is %s', (_, path, removed, added) => {
    expect(isFormat(path, removed, added)).toBe(true);
    expect(isFormat(path, added, removed)).toBe(true);
  });

  it.each([
    ['the indent of Python or YAML', 'a.py', '  a()', '    a()'],
    ['the indent of YAML', 'a.yml', 'a:\n  b: 1', 'a:\nb: 1'],
    ['a word that is cut', 'a.ts', 'newList()', 'new List()'],
    ['code that a comment takes in', 'a.ts', '// said\nrun();', '// said run();'],
    ['a line feed behind return', 'a.js', 'return a;', 'return\na;'],
    ['another letter', 'a.ts', 'ab', 'ac'],
    ['a blank that is none', 'a.ts', 'a + b', 'a\u00a0+ b'],
  ])('is not %s', (_, path, removed, added) => {
    expect(isFormat(path, removed, added)).toBe(false);
    expect(isFormat(path, added, removed)).toBe(false);
  });
});
