import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../../src/comprehension/tokens.ts';
import { looksBroken } from '../../../src/comprehension/which/looksBroken.ts';
import { wordsOf } from '../../../src/comprehension/words.ts';

describe('tokensOf', () => {
  it.each([
    ['a.js', "x?.y ?? 'it\\'s' // no", ['x', '?.', 'y', '??', "'it\\'s'"]],
    ['a.ts', 'a >>>= b /* c */ === d', ['a', '>>>=', 'b', '===', 'd']],
    ['a.py', 'x //= y  # no', ['x', '//=', 'y']],
    ['a.py', "'''a\n# b''' + c", ["'''a\n# b'''", '+', 'c']],
    ['a.go', 'x := <-c // no', ['x', ':=', '<-', 'c']],
    [
      'a.rs',
      "fn f<'a>(x: &'a str) -> char { 'a' }",
      ['fn', 'f', '<', "'a", '>', '(', 'x', ':', '&', "'a", 'str', ')', '->', 'char', '{', "'a'", '}'],
    ],
    ['A.java', 'List::of /* a', ['List', '::', 'of']],
  ])('reads %s: %s', (path, text, tokens) => {
    expect(tokensOf(path, text)).toEqual(tokens);
  });
});

describe('wordsOf', () => {
  it('finds the same words however a name is written', () => {
    for (const name of ['parseURL', 'parse_urls', 'ParseUrl', 'parses an url']) {
      expect([...wordsOf(name)].toSorted()).toEqual(['parse', 'url']);
    }
  });
});

describe('looksBroken', () => {
  it.each([
    ['a.js', 'if (a < a) {', true],
    ['a.js', 'if (a < b) {', false],
    ['a.py', 'if a and a:', true],
    ['a.py', 'return n // 1', false],
    ['a.go', 'n := n', true],
    ['a.js', 'const n = n + 1;', true],
    ['a.js', 'return cents * 1;', true],
  ])('%s: %s', (path, line, broken) => {
    expect(looksBroken(path, line)).toBe(broken);
  });
});
