import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkOf, RepairProgram } from '../../support/repairProgram.ts';

const folders: string[] = [];
let program: RepairProgram;
beforeAll(async () => {
  program = await RepairProgram.build();
});
afterAll(() => program.dispose());
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A folder with these files. */
function tree(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'loopwright-repair-test-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

/** A suite for node:test with `code.js` as `code`. */
const suite = (...tests: string[]): string =>
  [
    `const test = require('node:test');`,
    `const assert = require('node:assert/strict');`,
    `const code = require('./code.js');`,
    ...tests.map((body, index) => `test('test ${index + 1}', async () => { ${body} });`),
  ].join('\n');

const nodeTest = checkOf('node --test code.test.js');

interface Fault {
  readonly name: string;
  readonly right: string;
  readonly slip: readonly [right: string, wrong: string];
  readonly tests: readonly string[];
}

const faults: readonly Fault[] = [
  {
    name: 'a loop that runs once too often',
    right:
      'exports.sum = (list) => {\n  let total = 0;\n  for (let i = 0; i < list.length; i++) total += list[i];\n  return total;\n};\n',
    slip: ['i < list', 'i <= list'],
    tests: [
      'assert.equal(code.sum([1, 2, 3]), 6);',
      'assert.equal(code.sum([5]), 5);',
      'assert.equal(code.sum([]), 0);',
    ],
  },
  {
    name: 'a wrong operator',
    right:
      'exports.area = (width, height) => width * height;\nexports.edge = (width, height) => 2 * (width + height);\n',
    slip: ['width + height', 'width - height'],
    tests: [
      'assert.equal(code.area(2, 3), 6);',
      'assert.equal(code.edge(5, 2), 14);',
      'assert.equal(code.edge(4, 1), 10);',
    ],
  },
  {
    name: 'a missing await',
    right:
      'const load = async (id) => ({ id, name: `n${id}` });\nexports.name = async (id) => {\n  const user = await load(id);\n  return user.name;\n};\nexports.id = (text) => Number(text);\n',
    slip: ['await load', 'load'],
    tests: [`assert.equal(await code.name(1), 'n1');`, `assert.equal(code.id('7'), 7);`],
  },
  {
    name: 'a missing return',
    right:
      'exports.clamp = (value, low, high) => {\n  if (value < low) return low;\n  if (value > high) return high;\n  return Math.round(value);\n};\n',
    slip: ['return Math.round', 'Math.round'],
    tests: [
      'assert.equal(code.clamp(-1, 0, 9), 0);',
      'assert.equal(code.clamp(10, 0, 9), 9);',
      'assert.equal(code.clamp(4.4, 0, 9), 4);',
    ],
  },
  {
    name: 'swapped arguments',
    right:
      'const divide = (amount, count) => amount / count;\nexports.mean = (list) => divide(list.reduce((a, b) => a + b, 0), list.length);\nexports.rate = (list) => divide(list[0], 7);\n',
    slip: [
      'divide(list.reduce((a, b) => a + b, 0), list.length)',
      'divide(list.length, list.reduce((a, b) => a + b, 0))',
    ],
    tests: [
      'assert.equal(code.mean([2, 4, 6]), 4);',
      'assert.equal(code.mean([9]), 9);',
      'assert.equal(code.rate([14]), 2);',
    ],
  },
  {
    name: 'a wrong constant, set when the module loads',
    right:
      'const monthsInYear = 12;\nexports.yearly = (monthly) => monthly * monthsInYear;\nexports.daily = (weekly) => weekly / 7;\n',
    slip: ['= 12', '= 11'],
    tests: ['assert.equal(code.yearly(10), 120);', 'assert.equal(code.daily(14), 2);'],
  },
  {
    name: '|| where ?? is meant',
    right:
      'exports.port = (options) => options.port ?? 80;\nexports.host = (options) => options.host ?? "localhost";\n',
    slip: ['options.port ??', 'options.port ||'],
    tests: [
      'assert.equal(code.port({ port: 0 }), 0);',
      'assert.equal(code.port({}), 80);',
      'assert.equal(code.host({}), "localhost");',
    ],
  },
  {
    name: 'a pattern without its global flag',
    right: 'exports.slug = (title) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");\n',
    slip: ['+/g', '+/'],
    tests: ['assert.equal(code.slug("A b"), "a-b");', 'assert.equal(code.slug("A b c"), "a-b-c");'],
  },
];

describe('planted faults', () => {
  it.each(faults)(
    'repairs $name',
    async ({ right, slip, tests }) => {
      const wrong = right.replace(slip[0], () => slip[1]);
      expect(wrong).not.toBe(right);
      const folder = tree({ 'code.js': wrong, 'code.test.js': suite(...tests) });
      const { code, result, output } = await program.run(folder, { checks: [nodeTest] });
      expect({ code, status: result?.status }, output).toEqual({ code: 0, status: 'fixed' });
      expect(read(folder, 'code.js')).toBe(right);
      expect(result?.edit?.path).toBe('code.js');
      expect(read(folder, 'code.js')).toContain(result?.edit?.after);
      expect(wrong).toContain(result?.edit?.before);
      expect(result?.suspicious.length).toBeGreaterThan(0);
      process.stderr.write(`repair: ${result?.reason}\n`);
    },
    120_000,
  );

  it('repairs two faults that different tests show', async () => {
    const right = 'exports.min = (a, b) => (a < b ? a : b);\nexports.half = (n) => n / 2;\nexports.same = (n) => n;\n';
    const wrong = right.replace('a < b', 'a > b').replace('n / 2', 'n * 2');
    const tests = [
      'assert.equal(code.min(1, 2), 1);',
      'assert.equal(code.half(4), 2);',
      'assert.equal(code.same(4), 4);',
    ];
    const folder = tree({ 'code.js': wrong, 'code.test.js': suite(...tests) });
    const { code, result, output } = await program.run(folder, { checks: [nodeTest] });
    expect(code, output).toBe(0);
    expect(result?.edits).toHaveLength(2);
    const repaired = await import(`${join(folder, 'code.js')}?repaired`).then(
      (module) => module.default as Record<string, (...given: number[]) => number>,
    );
    expect([repaired['min']?.(1, 2), repaired['half']?.(4)]).toEqual([1, 2]);
  }, 180_000);
});

describe('other runners', () => {
  const wrong = 'exports.first = (text) => text.charAt(1);\nexports.last = (text) => text.charAt(text.length - 1);\n';

  it('repairs for a plain script that exits with 1', async () => {
    const script = `const code = require('./code.js');\nif (code.first('abc') !== 'a' || code.last('abc') !== 'c') process.exit(1);\n`;
    const folder = tree({ 'code.js': wrong, 'test.js': script });
    const { result, output } = await program.run(folder, { checks: [checkOf('node test.js')] });
    expect(result?.status, output).toBe('fixed');
    expect(read(folder, 'code.js')).toContain('charAt(0)');
  }, 120_000);

  it('repairs for mocha', async () => {
    const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
    const spec = `const assert = require('assert');\nconst code = require('../code.js');\nit('first', () => assert.equal(code.first('abc'), 'a'));\nit('last', () => assert.equal(code.last('abc'), 'c'));\n`;
    const folder = tree({ 'code.js': wrong, 'test/code.js': spec });
    const { result, output } = await program.run(folder, { checks: [checkOf(`node ${JSON.stringify(mocha)}`)] });
    expect(result?.status, output).toBe('fixed');
    expect(read(folder, 'test/code.js')).toBe(spec);
  }, 120_000);

  it('repairs TypeScript sources whose compiled output is tested', async () => {
    const esbuild = createRequire(import.meta.url).resolve('esbuild');
    const build = `require(${JSON.stringify(esbuild)}).buildSync({ entryPoints: ['code.ts', 'code.test.ts'], outdir: 'dist', format: 'cjs', sourcemap: true });\n`;
    const source =
      'export function first(text: string): string {\n  return text.charAt(1);\n}\nexport const shout = (text: string): string => text.toUpperCase();\n';
    const tests = `import test from 'node:test';\nimport assert from 'node:assert/strict';\nimport { first, shout } from './code';\ntest('first', () => assert.equal(first('abc'), 'a'));\ntest('shout', () => assert.equal(shout('a'), 'A'));\n`;
    const folder = tree({ 'build.cjs': build, 'code.ts': source, 'code.test.ts': tests });
    const checks = [checkOf('node build.cjs && node --test dist/code.test.js')];
    const { result, output } = await program.run(folder, { checks, protectedPaths: ['build.cjs', 'dist/**'] });
    expect(result?.status, output).toBe('fixed');
    expect(read(folder, 'code.ts')).toBe(source.replace('charAt(1)', 'charAt(0)'));
  }, 180_000);
});
