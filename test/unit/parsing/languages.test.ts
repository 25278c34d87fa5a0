import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TreeSyntax } from '../../../src/parsing/treeSyntax.ts';
import { flatParts } from '../../../src/review/flatParts.ts';
import { testSyntax } from '../../support/outlined.ts';

let syntax: TreeSyntax;
beforeAll(async () => {
  syntax = await testSyntax();
  await syntax.load(['a.js', 'a.ts', 'a.tsx', 'a.py', 'a.go', 'a.rs', 'a.java']);
});
afterAll(() => syntax.close());

/** Each part of a text that was touched everywhere: `name kind first-last | signature`. */
function parts(path: string, text: string): string[] {
  const count = text.split('\n').length;
  const hunks = [{ base: { first: 1, count: 0 }, head: { first: 1, count } }];
  return flatParts(syntax.partsOf(path, { head: text, hunks })?.head ?? []).map(
    ({ key, kind, lines, signature }) =>
      `${key} ${kind} ${lines.first}-${lines.first + lines.count - 1} | ${signature}`,
  );
}

describe('named parts', () => {
  it('of TypeScript', () => {
    const text = `import x from 'x';

/** Says it. */
// twice
export async function parse(
  text: string,
): Promise<void> {
  function inner() {}
  const local = 1;
  const helper = () => {
    return local;
  };
}

export const limit: number = 4, other = 5;
export const table = {
  one() {},
  'two': () => {},
  three: 3,
};
function twice(a: string): string;
function twice(a: number): number;
function twice(a: unknown) {
  return a;
}
export default class Parser<T> extends Base {
  #state = 1;
  @bound
  read = async () => {};
  get size() { return 1; }
  set size(value) {}
  constructor(readonly a: string) {}
}
export interface Shape { a: string }
type Name = string | number;
enum Colour { Red }
declare module 'q' {
  export function f(): void;
}
namespace N {
  export const a = 1;
}
export { x };
`;
    expect(parts('src/a.ts', text)).toMatchInlineSnapshot(`
      [
        "parse function 3-13 | export async function parse( text: string, ): Promise<void>",
        "parse.inner function 8-8 | function inner()",
        "parse.helper function 10-12 | const helper = () =>",
        "limit value 15-15 | limit: number",
        "other value 15-15 | other",
        "table value 16-20 | export const table",
        "table.one method 17-17 | one()",
        "table.two method 18-18 | 'two': () =>",
        "twice function 21-25 | function twice(a: string): string; function twice(a: number): number; function twice(a: unknown)",
        "Parser class 26-33 | export default class Parser<T> extends Base",
        "Parser.#state value 27-27 | #state",
        "Parser.read method 28-29 | @bound read = async () =>",
        "Parser.get size method 30-30 | get size()",
        "Parser.set size method 31-31 | set size(value)",
        "Parser.constructor method 32-32 | constructor(readonly a: string)",
        "Shape type 34-34 | export interface Shape",
        "Name type 35-35 | type Name",
        "Colour type 36-36 | enum Colour",
        "q class 37-39 | declare module 'q'",
        "q.f function 38-38 | export function f(): void",
        "N class 40-42 | namespace N",
        "N.a value 41-41 | export const a",
      ]
    `);
  });

  it('of JavaScript, with test cases and old modules', () => {
    const text = `'use strict';
(function (root) {
  function hidden() {}
  exports.shown = function (a) {
    return a;
  };
  Parser.prototype.read = () => 1;
})(this);
module.exports = { a() {}, b: function () {} };
describe('a parser', () => {
  beforeEach(() => {});
  it('reads', async () => {
    expect(1).toBe(1);
  });
  it.each([1])('reads %s', (n) => {});
});
var el = <div onClick={() => {}} />;
`;
    expect(parts('lib/a.js', text)).toMatchInlineSnapshot(`
      [
        "hidden function 3-3 | function hidden()",
        "exports.shown function 4-6 | exports.shown = function (a)",
        "Parser.read function 7-7 | Parser.prototype.read = () =>",
        "module.exports value 9-9 | module.exports",
        "module.exports.a method 9-9 | a()",
        "module.exports.b method 9-9 | b: function ()",
        "a parser function 10-16 | describe('a parser'",
        "a parser › reads function 12-14 | it('reads'",
        "a parser › reads %s function 15-15 | it.each([1])('reads %s'",
        "el value 17-17 | var el",
      ]
    `);
    expect(parts('lib/a.jsx', 'const A = () => <b>{1}</b>;\n')).toEqual(['A function 1-1 | const A = () =>']);
    expect(parts('a.tsx', 'export const A = <T,>(p: T) => <b>{1}</b>;\n')).toEqual([
      'A function 1-1 | export const A = <T,>(p: T) =>',
    ]);
  });

  it('of Python', () => {
    const text = `import os

LIMIT: int = 3

# About it.
@cached
@other
def read(path: str) -> str:
    def inner():
        pass
    x = 1
    return path


class Parser(Base):
    """Reads."""
    size = 1

    @property
    async def length(self): return 1

    class Meta:
        a = 1

if True:
    pass
`;
    expect(parts('a.py', text)).toMatchInlineSnapshot(`
      [
        "LIMIT value 3-3 | LIMIT: int",
        "read function 5-12 | def read(path: str) -> str",
        "read.inner function 9-10 | def inner()",
        "Parser class 15-23 | class Parser(Base)",
        "Parser.size value 17-17 | size",
        "Parser.length method 19-20 | async def length(self)",
        "Parser.Meta class 22-23 | class Meta",
        "Parser.Meta.a value 23-23 | a",
      ]
    `);
  });

  it('of Go', () => {
    const text = `package p

// A is one.
type A struct {
	x int
}
type (
	B interface{ M() }
	C = int
)

const (
	X = 1
	Y = 2
)
var v int = 2

func (a *A[T]) Read(n int) error {
	return nil
}
func New() *A { return nil }
`;
    expect(parts('a.go', text)).toMatchInlineSnapshot(`
      [
        "A type 3-6 | type A",
        "B type 8-8 | type B",
        "C type 9-9 | type C",
        "X value 13-13 | const X",
        "Y value 14-14 | const Y",
        "v value 16-16 | var v int",
        "A.Read method 18-20 | func (a *A[T]) Read(n int) error",
        "New function 21-21 | func New() *A",
      ]
    `);
  });

  it('of Rust', () => {
    const text = `use std::fmt;

/// A parser.
#[derive(Debug)]
pub struct Parser<T> {
    x: T,
}
impl<T> fmt::Display for Parser<T> {
    fn fmt(&self) -> Result { Ok(()) }
}
impl<T> Parser<T> {
    pub const LIMIT: usize = 3;
    /// Reads.
    pub fn read(&mut self) -> u8 {
        0
    }
}
trait Reads { fn a() fn b() {} }
macro_rules! mm { () => {} }
mod tests {
    #[test]
    fn reads() {}
}
`;
    expect(parts('a.rs', text)).toMatchInlineSnapshot(`
      [
        "Parser type 3-7 | pub struct Parser<T>",
        "fmt::Display for Parser class 8-10 | impl<T> fmt::Display for Parser<T>",
        "fmt::Display for Parser.fmt method 9-9 | fn fmt(&self) -> Result",
        "Parser~2 class 11-17 | impl<T> Parser<T>",
        "Parser.LIMIT value 12-12 | pub const LIMIT: usize",
        "Parser.read method 13-16 | pub fn read(&mut self) -> u8",
        "Reads type 18-18 | trait Reads",
        "Reads.a method 18-18 | fn a()",
        "Reads.b method 18-18 | fn b()",
        "mm function 19-19 | macro_rules! mm { () => {} }",
        "tests class 20-23 | mod tests",
        "tests.reads function 21-22 | fn reads()",
      ]
    `);
  });

  it('of Java', () => {
    const text = `package a;

/** A parser. */
@Ann
public class Parser extends Base {
    private int size = 1, other;

    public Parser(int size) { }

    @Override
    public String read(String path) throws IOException {
        return path;
    }

    enum Mode { A, B; void q() { } }
    record Pair(int a) { Pair { } }
    interface Reads { int LIMIT = 1; void z() }
}
`;
    expect(parts('A.java', text)).toMatchInlineSnapshot(`
      [
        "Parser class 3-18 | @Ann public class Parser extends Base",
        "Parser.size value 6-6 | size",
        "Parser.other value 6-6 | other",
        "Parser.Parser method 8-8 | public Parser(int size)",
        "Parser.read method 10-13 | @Override public String read(String path) throws IOException",
        "Parser.Mode class 15-15 | enum Mode",
        "Parser.Mode.q method 15-15 | void q()",
        "Parser.Pair class 16-16 | record Pair(int a)",
        "Parser.Pair.Pair method 16-16 | Pair",
        "Parser.Reads class 17-17 | interface Reads",
        "Parser.Reads.LIMIT value 17-17 | int LIMIT",
        "Parser.Reads.z method 17-17 | void z()",
      ]
    `);
  });
});
