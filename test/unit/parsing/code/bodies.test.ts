import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeToken } from '../../../../src/comprehension/codeReading.ts';
import type { TreeCodeReading } from '../../../../src/parsing/code/treeCodeReading.ts';
import type { UnitBodies } from '../../../../src/parsing/code/unitBodies.ts';
import { testCodeReading, testUnitBodies } from '../../../support/codeReading.ts';
import { samples } from './samples.ts';

let reading: TreeCodeReading;
let bodies: UnitBodies;
beforeAll(async () => {
  reading = await testCodeReading();
  bodies = await testUnitBodies();
});
afterAll(() => {
  reading.close();
  bodies.close();
});

/** Bodies by unit. */
const named = (path: string, text: string): Record<string, string> =>
  Object.fromEntries((bodies.of(path, text) ?? []).map(({ name, body }) => [name, body]));
/** Names of units whose bodies differ, or that are on one side alone. */
function changed(path: string, one: string, other: string): string[] {
  const [before, after] = [named(path, one), named(path, other)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);
}

describe('units of a text', () => {
  it('are named, placed and sized as in the outline, each without those in it', () => {
    const units = bodies.of('a.py', samples['a.py'] ?? '')?.map(({ name, lines, size }) => [name, lines.first, size]);
    expect(units).toEqual([
      ['Store', 3, 2],
      ['Store.limit', 5, 1],
      ['Store.find', 7, 15],
      ['load', 24, 4],
      ['', 1, 1],
    ]);
    expect(reading.units('a.py', samples['a.py'] ?? '').map(({ name }) => name)).toEqual([
      'Store',
      'Store.limit',
      'Store.find',
      'load',
    ]);
  });

  it('change alone: what stands beside, around or in them does not', () => {
    const text = 'class A:\n  x = 1\n\n  def f(self):\n    return 1\n\ndef g():\n  return 2\n';
    expect(changed('a.py', text, text.replace('return 1', 'return 3'))).toEqual(['A.f']);
    expect(changed('a.py', text, text.replace('x = 1', 'x = 2'))).toEqual(['A.x']);
    expect(changed('a.py', text, text.replace('class A', 'class A(B)'))).toEqual(['A']);
    expect(changed('a.py', text, text.replace('\ndef g', '\n  def h(self):\n    pass\n\ndef g'))).toEqual(['A.h']);
    expect(changed('a.py', text, `import os\n${text}`)).toEqual(['']);
    expect(changed('a.py', text, text.replace('\n  def', '\n  y = 1\n\n  def'))).toEqual(['A.y']);
  });

  it('have one body wherever they stand', () => {
    const alone = named('a.py', 'def f(a):\n  if a:\n    return 1\n  return 2\n');
    const inside = named('b.py', 'class A:\n  def f(a):\n      if a:\n          return 1\n      return 2\n');
    expect(inside['A.f']).toBe(alone['f']);
    expect(named('a.ts', 'function f() { return 1 }')['f']).toBe(
      named('b.tsx', '\n\nfunction f() {\n  return 1;\n}')['f'],
    );
  });

  it('change where blanks alone say which statement holds which', () => {
    expect(changed('a.py', 'def f():\n  if a:\n    b()\n    c()\n', 'def f():\n  if a:\n    b()\n  c()\n')).toEqual([
      'f',
    ]);
    expect(changed('a.js', 'function f() { return a }', 'function f() { return\na }')).toEqual(['f']);
    expect(changed('a.js', 'const a = `b c`;', 'const a = `b  c`;')).toEqual(['a']);
  });

  it('are those that can still be told where a text is broken in places', () => {
    const text = 'function f() { return 1; }\nfunction g() { return 2; }\n';
    const broken = text.replace('return 2;', 'return ((;');
    expect(named('a.js', broken)['f']).toBe(named('a.js', text)['f']);
    expect(reading.edits('a.js', broken)).toEqual([]);
  });

  it('of Markdown are its sections, of anything else the lines that were changed together', () => {
    const text = '# A\none\n\n## B\ntwo\n';
    expect(changed('a.md', text, text.replace('\n\n##', '\n\n\n##').replace('two', '  two'))).toEqual([]);
    expect(changed('a.md', text, text.replace('two', 'three'))).toEqual(['A › B']);
    const config = 'a: 1\nb:   2\n\nc: 3\nd: 4\n';
    const run = (text: string) =>
      bodies.ofChanged('a.yaml', text, [{ id: 'a.yaml#c: 3', kind: 'lines', head: { first: 2, count: 3 } }]);
    expect([...run(config)]).toEqual([['a.yaml#c: 3', { body: expect.any(String), size: 2 }]]);
    expect(run(config.replace('b:   2', ' b: 2'))).toEqual(run(config));
    expect(run(config.replace('c: 3', 'c: 5'))).not.toEqual(run(config));
    expect(bodies.of('a.yaml', config)).toBeUndefined();
  });

  it('are the same whether all of a text is looked at or some units alone', () => {
    for (const [path, text] of Object.entries(samples)) {
      const all = bodies.of(path, text) ?? [];
      for (const { name, body, size } of all) {
        const one = bodies.ofChanged(path, text, [{ id: `${path}#${name}`, kind: 'function' }]);
        expect([...one]).toEqual([[`${path}#${name}`, { body, size }]]);
      }
    }
  });
});

/** Sources as people wrote them, not too long. */
function realSources(): readonly (readonly [path: string, text: string])[] {
  const require = createRequire(import.meta.url);
  const folders = ['zod/package.json', 'yaml/package.json', 'diff/package.json'].map((one) =>
    dirname(require.resolve(one)),
  );
  return folders.flatMap((folder) => {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const sources = paths.filter(
      (path) => /(?<!\.d)\.(?:[cm]?js|[cm]?ts)$/.test(path) && !/min\.|locales|tests/.test(path),
    );
    return sources
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const)
      .filter(([, text]) => text.length > 1000 && text.length < 20_000);
  });
}

describe('bodies of real sources', () => {
  /** Some sources with their tokens. */
  let sources: readonly { readonly path: string; readonly text: string; readonly tokens: readonly CodeToken[] }[];
  beforeAll(() => {
    const real = realSources().filter((_, index) => index % 8 === 0);
    sources = [...real, ...Object.entries(samples)]
      .map(([path, text]) => ({ path, text, tokens: reading.tokens(path, text) }))
      .filter(({ tokens }) => tokens.length > 50);
    expect(sources.length).toBeGreaterThan(15);
  });
  const anySource = () => fc.constantFrom(...sources);

  it('stay when blanks and comments come between tokens', () => {
    fc.assert(
      fc.property(
        anySource(),
        fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
        ({ path, text, tokens }, places) => {
          const mark = path.endsWith('.py') ? '#' : '//';
          const at = new Set(places.map((place) => place % tokens.length));
          let other = '';
          let end = 0;
          for (const [index, token] of tokens.entries()) {
            const before = text.slice(end, token.start);
            // Only where a line ends anyway is one more line nothing.
            const isFree =
              at.has(index) && before.includes('\n') && tokens[index - 1]?.kind !== 'string' && token.kind !== 'string';
            other += isFree ? `${before.replace('\n', `  ${mark} so\n\n`)}${token.text}` : before + token.text;
            end = token.end;
          }
          expect(changed(path, text, other + text.slice(end))).toEqual([]);
        },
      ),
      { numRuns: 40, seed: 8 },
    );
  });

  it('change when a token does, and of one unit alone', () => {
    fc.assert(
      fc.property(anySource(), fc.nat(), ({ path, text, tokens }, place) => {
        const editable = tokens.filter(
          ({ kind, text: own }) => kind === 'number' || kind === 'name' || /^['"]\w+['"]$/.test(own),
        );
        const token = editable[place % editable.length];
        if (token === undefined) return;
        const edited = token.kind === 'string' ? `${token.text[0]}q${token.text.slice(1)}` : `${token.text}7`;
        const other = text.slice(0, token.start) + edited + text.slice(token.end);
        const difference = changed(path, text, other);
        expect(difference.length, `${path}:${token.line} ${token.text}`).toBeGreaterThan(0);
        // A unit that is renamed goes by one name and comes by another, with all that is in it.
        const before = Object.keys(named(path, text));
        if (Object.keys(named(path, other)).join() === before.join()) expect(difference).toHaveLength(1);
      }),
      { numRuns: 60, seed: 8 },
    );
  });

  it('stay when a printer writes the same code anew', () => {
    const text = "export function f(a, b) {\n  const c = [a, 'b', { d: (b) }]\n  return c.map(x => x + 1)\n}\n";
    const printed =
      'export function f(a,\n  b,\n) {\n  const c = [\n    a,\n    "b", // two\n    { d: b },\n  ];\n  return c.map(x => x + 1);\n}\n';
    expect(changed('a.js', text, printed)).toEqual([]);
    const rust = 'fn f() -> u8 {\n    match a { 1 => b(), _ => { c() } }\n}\n';
    const formatted = 'fn f() -> u8 {\n    match a {\n        1 => b(),\n        _ => { c() },\n    }\n}\n';
    expect(changed('a.rs', rust, formatted)).toEqual([]);
  });
});
