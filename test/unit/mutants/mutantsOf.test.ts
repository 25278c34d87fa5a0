import { parse } from '@babel/parser';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMutant, mutatedLine } from '../../../src/mutants/applyMutant.ts';
import type { MutationOperator } from '../../../src/mutants/mutant.ts';
import { mutantsOf } from '../../../src/mutants/mutantsOf.ts';

const resultsOf = (source: string, path = 'a.js'): string[] =>
  mutantsOf(source, path).map((mutant) => applyMutant(source, mutant));

const slips: readonly (readonly [MutationOperator, string, string])[] = [
  ['comparison', 'if (a < b) f();', 'if (a <= b) f();'],
  ['comparison', 'x = (a) /* > */ >= (b);', 'x = (a) /* > */ > (b);'],
  ['equality', 'x = a === b;', 'x = a !== b;'],
  ['arithmetic', 'x = a + b;', 'x = a - b;'],
  ['arithmetic', 'x = a * b;', 'x = a / b;'],
  ['bitwise', 'x = a & b;', 'x = a | b;'],
  ['assignment', 'x -= 0;', 'x |= 0;'],
  ['assignment', 'x = a;', 'x += a;'],
  ['logical', 'x = a && b;', 'x = a || b;'],
  ['logical', 'x = a || b;', 'x = a ?? b;'],
  ['nullish', 'x = a ?? b;', 'x = a || b;'],
  ['unary', 'x = !a;', 'x = a;'],
  ['update', 'i++;', 'i--;'],
  ['update', 'x = i++;', 'x = ++i;'],
  ['off-by-one', 'x = list[i];', 'x = list[i + 1];'],
  ['off-by-one', 'x = list[i - 1];', 'x = list[i];'],
  ['off-by-one', 'for (; i < list.length;) f();', 'for (; i < list.length - 1;) f();'],
  ['off-by-one', 'x = text.slice(from, to);', 'x = text.slice(from, to + 1);'],
  ['boundary', 'x = at > 0;', 'x = at > -1;'],
  ['constant', 'const max = 12;', 'const max = 11;'],
  ['constant', 'x = true;', 'x = false;'],
  ['string', "x = '1e' + e;", "x = '5e' + e;"],
  ['string', "x = 'Content-Type';", "x = 'content-type';"],
  ['regex', 'x = /[A-z]/;', 'x = /[A-Za-z]/;'],
  ['regex', 'x = /^.$/;', 'x = /^.?$/;'],
  ['regex', 'x = /a/;', 'x = /a/g;'],
  ['regex', 'x = /\\d/;', 'x = /\\d+/;'],
  ['condition-negated', 'if (a.b(c)) f();', 'if (!a.b(c)) f();'],
  ['condition-negated', 'x = a in b ? 1 : 2;', 'x = !(a in b) ? 1 : 2;'],
  ['condition-constant', 'if (a) f();', 'if (true) f();'],
  ['missing-await', 'async function f() { const x = g(); }', 'async function f() { const x = await g(); }'],
  ['missing-await', 'async function f() { return g().a; }', 'async function f() { return (await g()).a; }'],
  ['missing-await', 'async function f() { await g(); }', 'async function f() { g(); }'],
  ['missing-return', 'function f(a) { g(a); }', 'function f(a) { return g(a); }'],
  ['missing-return', 'function f(a) { return g(a); }', 'function f(a) { g(a); }'],
  ['swapped-arguments', 'f(a, b);', 'f(b, a);'],
  ['swapped-arguments', 'x = new F(a, b, c);', 'x = new F(a, c, b);'],
  ['swapped-arguments', 'x = a - b;', 'x = b - a;'],
  ['argument-added', 'list.sort();', 'list.sort((a, b) => a - b);'],
  ['argument-added', 'x = parseInt(text);', 'x = parseInt(text, 10);'],
  ['method-name', 'x = Math.floor(a);', 'x = Math.ceil(a);'],
  ['method-name', 'x = text.indexOf(a);', 'x = text.lastIndexOf(a);'],
  ['property-name', 'x = p.width; y = p.height;', 'x = p.height; y = p.height;'],
  ['identifier', 'function f(one, two) { return one; }', 'function f(one, two) { return two; }'],
  [
    'identifier',
    'function f(x) { return Big.RM; } function g(x) { var Big = x.constructor; }',
    'function f(x) { return x.constructor.RM; } function g(x) { var Big = x.constructor; }',
  ],
  ['optional-chain', 'x = a.b;', 'x = a?.b;'],
  ['optional-chain', 'x = a?.b;', 'x = a.b;'],
  ['spread', 'f(...list);', 'f(list);'],
  ['spread', 'list.sort();', 'list.slice().sort();'],
  ['guard-added', 'x = text.match(/a/g);', 'x = text.match(/a/g) || [];'],
  ['guard-added', "x = 'a' + name;", "x = 'a' + (name || '');"],
  ['statement-removed', 'f(); g();', ';  g();'.replace(';  ', '; ')],
  ['jump', 'for (;;) { break; }', 'for (;;) { continue; }'],
  ['jump', 'switch (a) { case 1: f(); case 2: g(); }', 'switch (a) { case 1: f(); break; case 2: g(); }'],
];

describe('the slips it knows', () => {
  it.each(slips)('%s: %s → %s', (operator, before, after) => {
    const found = mutantsOf(before, 'a.js').filter((mutant) => applyMutant(before, mutant) === after);
    expect(found.map((mutant) => mutant.operator)).toEqual([operator]);
  });
});

describe('what it leaves alone', () => {
  it.each([
    ['a comment', '// a < b\n/* 1 */'],
    ['an import', "import { a } from './b.js';"],
    ['a re-export', "export { a } from './b.js';"],
    ['a type', 'type A = 1 | 2; interface B { c: "d"; e(f: 1): 2 }'],
  ])('%s', (_, source) => {
    expect(mutantsOf(source, 'a.ts')).toEqual([]);
  });

  it('has nothing for other languages, declarations and broken sources', () => {
    expect(mutantsOf('a < b', 'a.py')).toEqual([]);
    expect(mutantsOf('export const a: 1;', 'a.d.ts')).toEqual([]);
    expect(mutantsOf('if (a <', 'a.js')).toEqual([]);
    expect(mutantsOf('let a; let a;', 'a.js')).toEqual([]);
    expect(mutantsOf('\u0000', 'a.js')).toEqual([]);
    expect(mutantsOf('', 'a.js')).toEqual([]);
  });

  it('adds no await where none may stand', () => {
    for (const source of ['function f() { g(); }', 'async function f(a = g()) {}', 'async () => { () => g(); }']) {
      const awaited = resultsOf(source).filter((after) => after.includes('await'));
      expect(awaited, source).toEqual([]);
    }
  });
});

describe('every dialect', () => {
  it.each([
    ['a.ts', 'const f = (a: number): number => a as unknown as number < 1 ? 1 : 2;'],
    ['a.tsx', 'const f = (a: number) => <p title="x">{a < 1}</p>;'],
    ['a.jsx', 'const f = (a) => <p>{a < 1}</p>;'],
    ['a.mts', 'export const f = <T,>(a: T) => a! < 1;'],
    ['a.cjs', 'module.exports = (a) => { return a < 1; };'],
    ['a.mjs', 'export default await f(a < 1);'],
  ])('%s', (path, source) => {
    expect(resultsOf(source, path)).toContain(source.replace('< 1', '<= 1'));
  });

  it('mutates enums and class fields', () => {
    expect(resultsOf('class A { limit = 10; static #b = 2; }', 'a.ts')).toContain(
      'class A { limit = 11; static #b = 2; }',
    );
  });
});

describe('places', () => {
  const source = '// Grüße 😀\r\nfunction f(a, b) {\r\n  return a < b;\r\n}\r\n';

  it('counts lines from 1, columns and offsets in UTF-16 units', () => {
    const mutant = mutantsOf(source, 'a.js').find(({ replacement }) => replacement === '<=');
    expect(mutant).toMatchObject({
      line: 3,
      column: 11,
      start: source.indexOf('<'),
      end: source.indexOf('<') + 1,
      path: 'a.js',
    });
    expect(mutant && mutatedLine(source, mutant)).toBe('  return a <= b;');
  });

  it('keeps to the lines asked for', () => {
    const text = 'a(1);\nb(2);\nc(3);\n';
    const lines = mutantsOf(text, 'a.js', [{ first: 2, last: 2 }]).map((mutant) => mutant.line);
    expect(new Set(lines)).toEqual(new Set([2]));
    expect(mutantsOf(text, 'a.js', [])).toEqual([]);
  });

  it('gives no line for an edit over several lines', () => {
    const text = 'f(a,\n  b);\n';
    const swapped = mutantsOf(text, 'a.js').find((mutant) => mutant.operator === 'swapped-arguments');
    expect(swapped && applyMutant(text, swapped)).toBe('f(b,\n  a);\n');
    expect(swapped && mutatedLine(text, swapped)).toBeUndefined();
  });

  it('orders by plausibility and is the same in every call', () => {
    const first = mutantsOf(source, 'a.js');
    expect(mutantsOf(source, 'a.js')).toEqual(first);
    const weights = first.map((mutant) => mutant.plausibility);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(Math.min(...weights)).toBeGreaterThan(0);
    expect(Math.max(...weights)).toBeLessThanOrEqual(1);
  });
});

/** Small programs with most kinds of expression and statement, some without semicolons. */
const program = fc.letrec<{ expression: string; statement: string; program: string }>((tie) => {
  const name = fc.constantFrom('a', 'b', 'list', 'text', 'this', 'f');
  const literal = fc.constantFrom(
    '0',
    '1',
    '42',
    '1.5',
    '-1',
    "''",
    "'A1'",
    '`t${a}`',
    'true',
    'null',
    '/^[A-z]+.$/i',
    '[]',
    '({})',
  );
  const operator = fc.constantFrom('+', '-', '*', '/', '%', '<', '>=', '===', '!=', '&', '<<', 'in', 'instanceof');
  const e = tie('expression');
  const expression = fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    name,
    literal,
    fc.tuple(e, operator, e).map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
    fc.tuple(name, fc.constantFrom('&&', '||', '??'), e).map(([left, sign, right]) => `${left} ${sign} (${right})`),
    fc.tuple(e, e).map(([one, two]) => `f(${one}, ${two})`),
    fc.tuple(e, e).map(([one, two]) => `list.slice(...[${one}], ${two})`),
    e.map((one) => `(${one}).length`),
    e.map((one) => `list[${one}]`),
    e.map((one) => `a?.b.c(${one})`),
    e.map((one) => `!(${one})`),
    e.map((one) => `typeof (${one})`),
    e.map((one) => `await g(${one})`),
    fc.tuple(e, e, e).map(([test, yes, no]) => `((${test}) ? ${yes} : ${no})`),
    e.map((one) => `((x, y = ${one}) => ({ x, y: x - y, ...y }))`),
    e.map((one) => `(async ({ p: [q] }) => { q.sort(); return ${one}; })`),
    e.map((one) => `(function* () { yield ${one}; })`),
    e.map((one) => `new F(${one})`),
  );
  const s = tie('statement');
  const statement = fc.oneof(
    { maxDepth: 3 },
    e.map((one) => `f(${one})\n`),
    e.map((one) => `let x = ${one}, { y, z = 1 } = a;\n`),
    e.map((one) => `b = ${one}\n`),
    fc.constantFrom('i++\n', 'a -= 1;', 'a ??= b;\n', '"use strict";\n'),
    fc.tuple(e, s, s).map(([test, yes, no]) => `if (${test}) { ${yes} } else { ${no} }\n`),
    fc.tuple(e, s).map(([test, body]) => `for (let i = 0; i < (${test}); i++) { ${body} if (a) continue; break }\n`),
    fc.tuple(e, s).map(([on, body]) => `switch (${on}) { case 1: { ${body} } default: f() }\n`),
    fc.tuple(e, s).map(([one, body]) => `async function h(p, ...rest) { ${body} return ${one} }\n`),
    e.map((one) => `class K extends L { #m = ${one}; static n() { return this.#m - 1 } get o() { return super.o } }\n`),
    s.map((body) => `try { ${body} } catch (error) { throw error } finally { f() }\n`),
  );
  return {
    expression,
    statement,
    program: fc.array(s, { minLength: 1, maxLength: 3 }).map((parts) => parts.map((part) => `{ ${part} }`).join('\n')),
  };
}).program;

describe('properties', () => {
  const parses = (source: string): boolean => {
    try {
      parse(source, { sourceType: 'module', plugins: ['jsx'] });
      return true;
    } catch {
      return false;
    }
  };

  it('every mutant of a program that parses parses, differs and is given once', () => {
    let judged = 0;
    fc.assert(
      fc.property(program, (body) => {
        const source = `export default async function (a, b, list, text, f, F, g, L) {\n${body}\n}\n`;
        if (!parses(source)) return;
        const results = resultsOf(source);
        judged += results.length;
        expect(results).not.toContain(source);
        expect(new Set(results).size).toBe(results.length);
        expect(new Set(mutantsOf(source, 'a.mjs').map(({ id }) => id)).size).toBe(results.length);
        for (const result of results) if (!parses(result)) throw new Error(`does not parse: ${result}`);
      }),
      { numRuns: 60 },
    );
    expect(judged).toBeGreaterThan(1000);
  }, 120_000);

  it('keeps the return before what would go on with a line that has no semicolon', () => {
    for (const value of ['/^[a-z]+$/i', '-a', '+a', '`a`', '(a)', '[a]']) {
      const source = `function h(a) {\n f(a)\n return ${value}\n}\n`;
      expect(resultsOf(source).filter((result) => !parses(result))).toEqual([]);
      expect(resultsOf(source)).not.toContain(source.replace('return ', ''));
    }
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('a.js', 'b.tsx', 'c.md'),
        (text, path) => mutantsOf(text, path).length >= 0,
      ),
    );
  });
});
