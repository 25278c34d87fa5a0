import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyMutant } from '../../../../src/mutants/applyMutant.ts';
import type { TreeCodeReading } from '../../../../src/parsing/code/treeCodeReading.ts';
import { testCodeReading } from '../../../support/codeReading.ts';
import { samples } from './samples.ts';

let reading: TreeCodeReading;
beforeAll(async () => {
  reading = await testCodeReading();
});
afterAll(() => reading.close());

const sample = (path: string): string => samples[path] ?? '';
const everywhere = [{ first: 1, last: 1000 }];
const withEdits = ['a.py', 'a.go', 'a.rs', 'A.java'];

describe('tokens', () => {
  it.each(Object.entries(samples))('of %s are all of it but blanks and comments, in order', (path, text) => {
    const tokens = reading.tokens(path, text);
    expect(tokens.length).toBeGreaterThan(50);
    for (const token of tokens) expect(text.slice(token.start, token.end)).toBe(token.text);
    const bare = text.replace(/# says where/, '').replace(/\s+/g, '');
    expect(tokens.map((token) => token.text.replace(/\s+/g, '')).join('')).toBe(bare);
    const lines = text.split('\n');
    for (const { line, text: own } of tokens) expect(lines[line - 1]).toContain(own.split('\n')[0]);
  });

  it('have kinds', () => {
    const kinds = (path: string, text: string) =>
      reading.tokens(path, text).map(({ kind, text: own }) => `${kind} ${own}`);
    expect(kinds('a.py', 'if a not in "b": x += 1 # c')).toEqual([
      'keyword if',
      'name a',
      'operator not in',
      'string "b"',
      'punctuation :',
      'name x',
      'operator +=',
      'number 1',
    ]);
    expect(kinds('a.ts', 'const a: string = `b${c} d`;')).toEqual([
      'keyword const',
      'name a',
      'punctuation :',
      'keyword string',
      'operator =',
      'string `',
      'string b',
      'punctuation ${',
      'name c',
      'punctuation }',
      'string  d',
      'string `',
      'punctuation ;',
    ]);
  });

  it('of a broken text, or another language, are none', () => {
    expect(reading.tokens('a.go', 'func {')).toEqual([]);
    expect(reading.tokens('a.rb', 'a = 1')).toEqual([]);
    expect(reading.reads('a.rb')).toBe(false);
  });
});

describe('edits', () => {
  it.each(withEdits)('of %s parse, differ from it and from each other, and come in the same order again', (path) => {
    const text = sample(path);
    const edits = reading.edits(path, text);
    const edited = edits.map((edit) => applyMutant(text, edit));
    expect(edits.length).toBeGreaterThan(40);
    for (const other of edited) expect(reading.tokens(path, other).length, other).toBeGreaterThan(0);
    expect(new Set([text, ...edited]).size).toBe(edited.length + 1);
    expect(new Set(edits.map(({ id }) => id)).size).toBe(edits.length);
    expect(reading.edits(path, text)).toEqual(edits);
  });

  const described = (path: string): string[] =>
    reading.edits(path, sample(path)).map(({ line, operator, description }) => `${line} ${operator} ${description}`);

  it('of Python', () => {
    expect(described('a.py')).toEqual(
      expect.arrayContaining([
        '9 equality is → is not',
        '9 logical or → and',
        '9 unary not self.items → self.items',
        '9 statement-removed if key is None or not self.items: retur… removed',
        '11 equality not in → in',
        '11 comparison <= → <',
        '11 boundary 2 → 1',
        '12 arithmetic // → /',
        '13 assignment += → -=',
        '16 method-name startswith → endswith',
        '17 jump continue → break',
        '18 method-name append → extend',
        '25 missing-await await read(path, mode) → read(path, mode)',
        '25 swapped-arguments path, mode → mode, path',
        '25 identifier path → mode',
        '27 swapped-arguments self.first - self.second → self.second - self.first',
        '27 property-name .first → .second',
      ]),
    );
  });

  it('of Go', () => {
    expect(described('a.go')).toEqual(
      expect.arrayContaining([
        '7 equality != → ==',
        '7 statement-removed if err != nil { return 0, err } removed',
        '10 unary !ok → ok',
        '10 boundary 1 → 2',
        '13 comparison < → <=',
        '13 update ++ → --',
        '14 assignment += → -=',
        '18 method-name HasPrefix → HasSuffix',
        '23 arithmetic * → /',
      ]),
    );
  });

  it('of Rust', () => {
    expect(described('a.rs')).toEqual(
      expect.arrayContaining([
        '6 logical && → ||',
        '6 boundary 1usize → 2usize',
        '9 jump self.look(name)? loses its ?',
        '11 unary !self.open → self.open',
        '13 boundary .. → ..=',
        '14 assignment += → -=',
        '18 missing-await self.wait(z, total).await → self.wait(z, total)',
        '18 swapped-arguments z, total → total, z',
        '19 swapped-arguments total - found → found - total',
        '19 identifier found → total',
      ]),
    );
  });

  it('of Java', () => {
    expect(described('A.java')).toEqual(
      expect.arrayContaining([
        '6 equality == → !=',
        '6 condition-negated key == null || !items.isEmpty() → !(key == null || !items.isEmpty())',
        '6 method-name isEmpty → isBlank',
        '9 comparison > → >=',
        '9 statement-removed if (start > 1) return 0; removed',
        '10 arithmetic + → -',
        '12 update ++ → --',
        '13 swapped-arguments i, total → total, i',
        '16 method-name startsWith → endsWith',
        '20 identifier total → start',
      ]),
    );
  });

  it('give a name only for one of its type that is known there', () => {
    const names = (line: number) =>
      reading
        .edits('A.java', sample('A.java'), [{ first: line, last: line }])
        .filter((one) => one.operator === 'identifier');
    expect(names(13).map(({ replacement }) => replacement)).toEqual(expect.arrayContaining(['start', 'i']));
    // `i` is gone after its loop, and `key` is a text.
    expect(new Set(names(20).map(({ replacement }) => replacement))).toEqual(new Set(['start']));
  });

  it('are those of some lines alone where lines are given', () => {
    for (const path of withEdits) {
      const all = reading.edits(path, sample(path));
      const lines = [{ first: 8, last: 9 }];
      const inside = all.filter(({ line, start, end }) => {
        const last = sample(path).slice(0, end).split('\n').length;
        return line >= 8 && last <= 9 && start <= end;
      });
      expect(inside.length).toBeGreaterThan(0);
      expect(reading.edits(path, sample(path), lines)).toEqual(inside);
    }
  });

  it('of scripts are those of Babel', () => {
    const edits = reading.edits('a.ts', sample('a.ts'), [{ first: 7, last: 7 }]);
    expect(edits.map(({ description }) => description)).toContain('=== → !==');
  });

  it('of a broken text are none', () => {
    expect(reading.edits('a.py', 'def f(:\n  return 1 < 2\n')).toEqual([]);
  });
});

describe('behaviours', () => {
  const of = (path: string, text = sample(path)): string[] =>
    reading
      .behaviours(path, text)
      .map(({ kind, lines, unit, text: own }) => `${kind} ${lines.first}-${lines.last} ${unit}: ${own}`);

  it('of Python', () => {
    expect(of('a.py')).toEqual([
      'guard 9-10 Store.find: if key is None or not self.items: return None',
      'guard 11-11 Store.find: if key not in self.items and 1 < start <= 2: raise ValueError(f"no {key!r}")',
      'assertion 14-14 Store.find: assert total == 1, "no"',
      'guard 16-17 Store.find: if item.startswith(key): continue',
      'await 25-25 load: await read(path, mode)',
      'assertion 26-26 load: self.assertEqual(path, mode)',
    ]);
  });

  it('of Go', () => {
    expect(of('a.go')).toEqual([
      'guard 7-9 Store.Find: if err != nil { return 0, err }',
      'guard 10-12 Store.Find: if v, ok := s.items[key]; !ok && v >= 1 { panic("no") }',
      'guard 20-22 Store.Find: if found > 3 { return 0, errors.New("many") }',
      'assertion 27-29 TestFind: if Find("a") != 1 { t.Fatalf("got %d", 2) }',
      'assertion 30-30 TestFind: assert.Equal(t, 1, 1)',
    ]);
  });

  it('of Rust', () => {
    expect(of('a.rs')).toEqual([
      'guard 5-5 Store.find: let Some(name) = key else { return Err("no".into()); };',
      'guard 6-8 Store.find: if name.is_empty() && start == 1usize { return Ok(0); }',
      'guard 9-9 Store.find: self.look(name)?',
      'assertion 10-10 Store.find: assert!(found > 1, "x {}", found);',
      'throw 17-17 Store.find: panic!("bad")',
      'guard 18-18 Store.find: self.wait(z, total).await?',
    ]);
  });

  it('of Java', () => {
    expect(of('A.java')).toEqual([
      'guard 6-8 Store.find: if (key == null || !items.isEmpty()) { throw new IllegalStateException("no"); }',
      'guard 9-9 Store.find: if (start > 1) return 0;',
      'guard 16-16 Store.find: if (item.startsWith(key)) break;',
      'assertion 17-17 Store.find: assert total > 1 : "m";',
      'assertion 18-18 Store.find: assertEquals(1, total);',
    ]);
  });

  it('of TypeScript', () => {
    expect(of('a.ts')).toEqual([
      'guard 7-7 Store.find: if (key === null) return -1;',
      'guard 8-10 Store.find: if (!this.items.has(key)) { throw new Error(`no ${key}`); }',
      'await 11-11 Store.find: await read(key, start)',
      "assertion 12-12 Store.find: expect(found).toBe('abc');",
    ]);
  });

  it('say nothing of comments, and no more than 160 characters', () => {
    const [guard] = reading.behaviours('a.js', `if (a) { // ${'x'.repeat(300)}\n  /* no */ return 1;\n}`);
    expect(guard?.text).toBe('if (a) { return 1; }');
    const [long] = reading.behaviours('a.js', `if (${'a + '.repeat(90)}a) return 1;`);
    expect(long?.text).toHaveLength(160);
  });

  it('are none where more is done than to leave, or something else is done otherwise', () => {
    expect(of('a.js', 'function f() { if (a) { return 1; } else { b(); } }')).toEqual([]);
    expect(of('a.py', 'def f():\n  if a:\n    b()\n    c()\n    d()\n    return 1\n')).toEqual([]);
    expect(of('a.py', 'def f():\n  if a:\n    b()\n')).toEqual([]);
  });
});

describe('blanks', () => {
  const of = (path: string, line: number): string[] =>
    reading.blanks(path, sample(path), [{ first: line, last: line }]).map(({ kind, text }) => `${kind} ${text}`);

  it('are operators, constants and what is called', () => {
    expect(of('a.py', 11)).toEqual([
      'operator not in',
      'operator and',
      'constant 1',
      'operator <',
      'operator <=',
      'constant 2',
      'callee ValueError',
    ]);
    expect(of('a.go', 18)).toEqual(['callee HasPrefix', 'constant "c"']);
    expect(of('a.rs', 6)).toEqual(['callee is_empty', 'operator &&', 'operator ==', 'constant 1usize']);
    expect(of('A.java', 6)).toEqual(['operator ==', 'constant null', 'operator ||', 'callee isEmpty']);
    expect(of('a.ts', 13)).toEqual(['callee filter', 'operator >', 'constant 1', 'operator +', 'constant 2']);
  });

  it('are not in imports, types and documentation', () => {
    for (const [path, line] of [
      ['a.ts', 1],
      ['a.py', 4],
      ['a.go', 3],
      ['a.ts', 6],
    ] as const) {
      expect(of(path, line).filter((one) => one !== 'constant 0')).toEqual([]);
    }
  });

  it('say where they stand', () => {
    for (const [path, text] of Object.entries(samples)) {
      const blanks = reading.blanks(path, text, everywhere);
      for (const { start, end, line, text: own } of blanks) {
        expect(text.slice(start, end)).toBe(own);
        expect(text.slice(0, start).split('\n')).toHaveLength(line);
      }
    }
  });
});

describe('calls', () => {
  const of = (path: string, text: string, ...names: string[]): string[] =>
    reading.calls(path, text, new Set(names)).map(({ name, line, unit }) => `${name} ${line} ${unit}`);

  it('are those of the names, by whatever way they are called', () => {
    expect(of('a.py', sample('a.py'), 'read', 'enumerate', 'append')).toEqual([
      'enumerate 15 Store.find',
      'append 18 Store.find',
      'read 25 load',
    ]);
    expect(of('a.go', sample('a.go'), 'look', 'Find')).toEqual(['look 6 Store.Find', 'Find 27 TestFind']);
    expect(of('a.rs', 'fn f() { A::new::<T>(1); assert_eq!(b(1), new); x.new() }', 'new', 'b')).toEqual([
      'new 1 f',
      'b 1 f',
      'new 1 f',
    ]);
    expect(of('A.java', 'class A { void f() { new B<C>(); B(); this.B(); } }', 'B')).toEqual([
      'B 1 A.f',
      'B 1 A.f',
      'B 1 A.f',
    ]);
    expect(of('a.tsx', 'const a = () => <List b={List} />;\nnew List(); a.List?.();', 'List')).toEqual([
      'List 1 a',
      'List 2 ',
      'List 2 ',
    ]);
  });
});

describe('isSame', () => {
  it.each([
    ['a.ts', "f('a', 1_000)", 'f( "a", // no\n 1000,\n);'],
    ['a.ts', 'a = (b.c)', 'a = b.c'],
    ['a.py', "x = 'a'", 'x = "a"  # so'],
    ['a.py', 'f(\n  a,\n  b,\n)', 'f(a, b)'],
    ['a.go', 'package a\nvar a = `x`', 'package a\n\nvar  a = "x"'],
    ['a.rs', 'fn f() { match a { 1 => b, _ => c } }', 'fn f() {\n match a {\n 1 => b,\n _ => c,\n }\n}'],
    ['A.java', 'class A { int a = 1; }', 'class A\n{\n  int a = 1; // one\n}'],
  ])('%s: %j is %j', (path, one, other) => {
    expect(reading.isSame(path, one, other)).toBe(true);
  });

  it.each([
    ['a.ts', 'a = (b, c)', 'a = b, c'],
    ['a.ts', 'function f() { return a }', 'function f() { return\na }'],
    ['a.ts', "f('a')", 'f(a)'],
    ['a.ts', '[a,,]', '[a]'],
    ['a.ts', '`a b`', '`a  b`'],
    ['a.py', 'x = (a,)', 'x = (a)'],
    ['a.py', 'x = 1\n-y', 'x = 1 - y'],
    ['a.py', 'if a:\n  b\nc', 'if a:\n  b\n  c'],
    ['a.py', 'x = 1', 'x = 1.0'],
    ['a.py', "x = b'a'", "x = 'a'"],
    ['a.go', "package a\nvar a = 'x'", 'package a\nvar a = "x"'],
    ['a.rs', 'fn f() { a; }', 'fn f() { a }'],
    ['a.rs', 'fn f() { (a,) }', 'fn f() { (a) }'],
    ['A.java', 'class A { int a = 1; }', 'class A { int a = 2; }'],
    ['a.py', 'x = (', 'x = ('],
  ])('%s: %j is not %j', (path, one, other) => {
    expect(reading.isSame(path, one, other)).toBe(false);
  });
});
