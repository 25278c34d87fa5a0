import { beforeAll, describe, expect, it } from 'vitest';
import { askableLines } from '../../../src/comprehension/askableLines.ts';
import { frequencyTells, lengthsAgree } from '../../../src/comprehension/guessable.ts';
import type { Item } from '../../../src/comprehension/item.ts';
import type { NothingToAsk } from '../../../src/comprehension/nothingToAsk.ts';
import type { PromptWorld, Verdict } from '../../../src/comprehension/promptWorld.ts';
import { tokensOf } from '../../../src/comprehension/tokens.ts';
import { type WhichSettings, whichDidItWrite } from '../../../src/comprehension/whichDidItWrite.ts';
import type { Change } from '../../../src/model/change.ts';
import { promptSchema } from '../../../src/model/prompt.ts';
import { linesOf } from '../../../src/review/hunks.ts';
import { changeOf, EvaluatedWorld, evaluate, fileChange } from './evaluatedWorld.ts';
import { shopBase, shopChecks, shopHead, shopParts, shopPath } from './shopModule.ts';
import { chanceOf, solvers } from './solvers.ts';

const change = changeOf(fileChange(shopPath));
const never = new AbortController().signal;
const shop = (seed = 'seed') =>
  new EvaluatedWorld({ base: { [shopPath]: shopBase }, head: { [shopPath]: shopHead }, checks: shopChecks, seed });

/** What these tests look at of an item, of which one option is right. */
function asked({ prompt: { id, path, line, before, after, ask }, key, lineText, explanation }: Item) {
  if (ask.by !== 'one' || key.by !== 'one') throw new Error(`${id} is not answered by one option`);
  return { id, path, line, before, after, options: ask.options, key: key.option, lineText, explanation };
}

async function collect(
  world: PromptWorld,
  from: Change = change,
  settings: WhichSettings = {},
  most = Number.POSITIVE_INFINITY,
): Promise<{ items: Item[]; end?: NothingToAsk }> {
  const source = whichDidItWrite(from, world, never, settings);
  const items: Item[] = [];
  while (items.length < most) {
    const { done, value } = await source.next();
    if (done) return { items, end: value };
    items.push(value);
  }
  return { items };
}

async function endOf(world: PromptWorld, from: Change = change, settings: WhichSettings = {}): Promise<string> {
  const { items, end } = await collect(world, from, settings, 1);
  expect(items).toEqual([]);
  return `${end?.code}: ${end?.why}`;
}

describe('whichDidItWrite', { timeout: 240_000 }, () => {
  /** Enough items to go round all lines and begin again, made once. */
  let all: Item[] = [];
  beforeAll(async () => {
    all = (await collect(shop(), change, {}, 28)).items;
  }, 240_000);

  it('asks only what the checks tell apart, about lines that were written', async () => {
    expect(evaluate(shopHead, shopChecks)).toBe('survived');
    expect(evaluate(shopBase, shopChecks)).toBe('killed');
    const written = askableLines(shopBase, shopHead);
    const lines = linesOf(shopHead);
    expect(all.length).toBeGreaterThan(10);
    for (const { line, lineText, options, key, path, before, after, explanation } of all.map(asked)) {
      expect(path).toBe(shopPath);
      expect(written).toContain(line);
      expect(lineText).toBe(lines[line - 1]);
      expect(options[key]).toBe(lineText.trim());
      expect([...before, lineText, ...after]).toEqual(lines.slice(Math.max(0, line - 4), line + 3));
      expect(explanation).toMatch(/^It wrote `.+`: the checks fail with `.+` or `.+` in its place\.$/);
      expect(new Set(options).size).toBe(3);
      for (const option of options) {
        const text = lines.with(line - 1, option).join('\n');
        expect(evaluate(text, shopChecks)).toBe(option === options[key] ? 'survived' : 'killed');
      }
    }
  });

  it('keeps lengths within a tenth, tokens equal in number, and the most usual old token wrong', () => {
    const old = tokensOf(shopBase);
    for (const { options, key } of all.map(asked)) {
      const real = options[key] ?? '';
      const [one = '', other = ''] = options.filter((option) => option !== real);
      for (const option of options) {
        expect(Math.abs(option.length - real.length)).toBeLessThanOrEqual(0.1 * real.length);
        expect(tokensOf(option).length).toBe(tokensOf(real).length);
      }
      expect(lengthsAgree(options)).toBe(true);
      expect(frequencyTells([real, one, other], old)).toBe(false);
    }
  });

  it('goes to another line first, and to the same line only with two fresh mutants', () => {
    const lines = all.map(({ prompt }) => prompt.line);
    const firstRepeat = lines.findIndex((line, at) => lines.indexOf(line) < at);
    expect(firstRepeat).toBeGreaterThan(5);
    expect(new Set(all.map(({ prompt }) => prompt.id)).size).toBe(all.length);
    const shown = new Map<number, Set<string>>();
    for (const { line, options, key } of all.map(asked)) {
      const used = shown.get(line) ?? new Set<string>();
      for (const mutant of options.filter((_, index) => index !== key)) {
        expect(used.has(mutant)).toBe(false);
        used.add(mutant);
      }
      shown.set(line, used);
    }
  });

  it('never serves an answered item again after a restart, and turns to other lines first', async () => {
    const [first, rest] = [all.slice(0, 4).map(asked), all.slice(4).map(asked)];
    const answered = first.map(({ id }) => id);
    const { items: later } = await collect(shop('two'), change, { answered }, 4);
    const before = new Set(first.map(({ line }) => line));
    expect(later).toHaveLength(4);
    expect(later.filter(({ prompt }) => before.has(prompt.line))).toEqual([]);
    const everything = [...answered, ...rest.map(({ id }) => id), 'from-elsewhere'];
    const { items: last } = await collect(shop(), change, { answered: everything }, 3);
    expect(last.filter(({ prompt }) => everything.includes(prompt.id))).toEqual([]);
  });

  it('makes the same items from the same seed, and ids that do not depend on the order of options', async () => {
    expect((await collect(shop(), change, {}, 5)).items).toEqual(all.slice(0, 5));
    for (const { id, options } of all.map(asked)) {
      expect(id.split('.')).toHaveLength(1 + options.length);
      expect(id.split('.').slice(1)).toEqual(id.split('.').slice(1).sort());
    }
  });

  it('gives a prompt in the shape of the protocol, without key, line text or explanation', () => {
    for (const item of all) {
      const { ask, ...rest } = promptSchema.parse(item.prompt);
      expect({ ...rest, ask }).toEqual(item.prompt);
      expect(Object.keys(ask).sort()).toEqual(['by', 'options']);
      expect(rest).toMatchObject({
        kind: 'which-did-it-write',
        head: change.head,
        side: 'head',
        book: 'closed',
        shown: [],
      });
      expect(JSON.stringify(rest)).not.toContain(JSON.stringify(item.lineText.trim()).slice(1, -1));
      expect(item.chance).toBeCloseTo(1 / 3);
    }
  });

  it('cannot be solved from the options alone', async () => {
    const sums = new Map<string, number>();
    let count = 0;
    for (let seed = 0; seed < 12; seed++) {
      for (const { head, checks } of shopParts) {
        const world = new EvaluatedWorld({ head: { [shopPath]: head }, checks, seed: `${seed} of ${head}` });
        for (const { options, key } of (await collect(world, change, {}, 4)).items.map(asked)) {
          count++;
          for (const [name, solver] of Object.entries(solvers)) {
            sums.set(name, (sums.get(name) ?? 0) + chanceOf(solver, options, key));
          }
        }
      }
    }
    expect(count).toBeGreaterThan(200);
    const rates = Object.fromEntries([...sums].map(([name, sum]) => [name, sum / count]));
    for (const name of Object.keys(solvers)) {
      expect(rates[name], `${name} of ${count}: ${JSON.stringify(rates)}`).toBeLessThan(1 / 3 + 0.1);
    }
    for (const name of ['medoidOfTokens', 'medoidOfCharacters', 'anyone'])
      expect(rates[name]).toBeGreaterThan(1 / 3 - 0.1);
  });

  it('asks about one line three times at most, and then says that all was asked', async () => {
    const { head = '', checks = '' } = shopParts.at(-1) ?? {};
    const world = new EvaluatedWorld({ head: { [shopPath]: head }, checks });
    const { items, end } = await collect(world);
    expect(end).toMatchObject({ code: 'all-asked', settled: true });
    const lines = items.map(({ prompt }) => prompt.line);
    expect(new Set(lines).size).toBe(2);
    for (const line of lines) expect(lines.filter((one) => one === line).length).toBeLessThanOrEqual(3);
    expect(items.length).toBeGreaterThan(2);
    const answered = items.map(({ prompt }) => prompt.id);
    expect(await collect(world, change, { answered })).toMatchObject({ items: [], end: { code: 'all-asked' } });
  });

  it('asks about the riskier file first', async () => {
    const paths = ['src/alpha.js', 'src/auth/session.js'];
    const texts = Object.fromEntries(paths.map((path) => [path, shopHead]));
    const world = new EvaluatedWorld({ head: texts, checks: shopChecks });
    const both = changeOf(...paths.map((path) => fileChange(path, { status: 'added' })));
    const [item] = (await collect(world, both, {}, 1)).items;
    expect(item?.prompt.path).toBe('src/auth/session.js');
  });

  it('still asks where the head has Windows line ends', async () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    const world = new EvaluatedWorld({
      base: { [shopPath]: crlf(shopBase) },
      head: { [shopPath]: crlf(shopHead) },
      checks: shopChecks,
    });
    const { items } = await collect(world, change, {}, 3);
    expect(items).toHaveLength(3);
    expect(JSON.stringify(items)).not.toContain('\\r');
    expect(world.tried.every(({ text }) => !/[^\r]\n/.test(text))).toBe(true);
  });
});

describe('nothing to ask', { timeout: 120_000 }, () => {
  const only = (head: string, base = '') =>
    new EvaluatedWorld({ base: { [shopPath]: base }, head: { [shopPath]: head }, checks: '' });

  it.each([
    ['docs', 'README.md', {}],
    ['a test', 'test/shop.test.js', {}],
    ['a generated file', 'dist/shop.js', {}],
    ['a lockfile', 'package-lock.json', {}],
    ['a declaration', 'src/shop.d.ts', {}],
    ['a symbolic link', shopPath, { newMode: '120000', status: 'type-changed' as const }],
    ['a deletion', shopPath, { newMode: '000000', status: 'deleted' as const, added: 0 }],
    ['only deleted lines', shopPath, { added: 0, removed: 9 }],
  ])('%s: says that no line of JavaScript or TypeScript changed', async (_, path, more) => {
    const world = new EvaluatedWorld({ head: { [path]: shopHead }, checks: shopChecks });
    expect(await endOf(world, changeOf(fileChange(path, more)))).toMatch(/^no-script: no changed line of JavaScript/);
    expect(world.tried).toEqual([]);
  });

  it.each([
    ['comments', `${shopBase}// a < b\n/* more\n * a > b\n */\n`, shopBase],
    ['imports and brackets', `import { a } from './a.js';\nconst b = require('b');\n${shopBase}{\n}\n`, shopBase],
    ['indentation', shopBase.replaceAll('  ', '    '), shopBase],
    ['moved lines', 'const b = 2 < 3;\nconst a = 1;\n', 'const a = 1;\nconst b = 2 < 3;\n'],
    ['a generated marker', `// @generated by x\n${shopHead}`, shopBase],
  ])('%s: says that no new line holds code', async (_, head, base) => {
    expect(await endOf(only(head, base))).toMatch(/^no-code-line: /);
  });

  it('a line without look-alikes', async () => {
    expect(await endOf(only('const a = {};\n'))).toMatch(/^nothing-alike: /);
  });

  it('a head that cannot be read as code', async () => {
    expect(await endOf(only('const = = <<;\n'))).toMatch(/^nothing-alike: /);
  });

  it('checks that notice no mutant', async () => {
    const head = shopHead.slice(shopHead.indexOf('export function clamp'));
    expect(await endOf(only(head))).toMatch(
      /^none-killed: the checks kill no mutant of the changed lines \(\d+ small edits were tried\)$/,
    );
  });

  it('checks that fail anyway prove nothing', async () => {
    const world = new EvaluatedWorld({ head: { [shopPath]: shopHead }, checks: 'throw new Error("always");' });
    expect(await endOf(world)).toBe('checks-fail: the checks already fail without any edit');
    expect(world.tried).toHaveLength(1);
  });

  it('checks that cannot run', async () => {
    const world = shop();
    world.tryMutant = async () => 'unknown';
    const { end } = await collect(world);
    expect(end).toMatchObject({ code: 'checks-unknown', settled: false });
  });

  it('mutants that never end: the checks ran, and asking again would give no more', async () => {
    const world = shop();
    const honest = world.tryMutant.bind(world);
    world.tryMutant = async (path, text, signal) => (text === shopHead ? honest(path, text, signal) : 'too-long');
    const { end } = await collect(world, change, { tries: 10_000, triesPerLine: 1 });
    expect(end).toMatchObject({ code: 'none-killed', settled: true });
  });

  it('a head on which the checks take too long', async () => {
    const world = shop();
    world.tryMutant = async () => 'too-long';
    const { end } = await collect(world);
    expect(end).toMatchObject({ code: 'checks-unknown', settled: false });
  });

  it('never offers a survivor, nor a mutant whose run ended badly', async () => {
    const world = shop();
    const honest = world.tryMutant.bind(world);
    const bad = new Set<string>();
    world.tryMutant = async (path, text, signal): Promise<Verdict> => {
      const verdict = await honest(path, text, signal);
      if (verdict !== 'killed' || text.length % 2 === 0) return verdict;
      bad.add(text);
      return bad.size % 2 === 0 ? 'unknown' : 'too-long';
    };
    const { items } = await collect(world, change, {}, 5);
    expect(items.length).toBeGreaterThan(2);
    expect(bad.size).toBeGreaterThan(0);
    for (const { options, line } of items.map(asked)) {
      const lines = shopHead.split('\n');
      const indent = /^\s*/.exec(lines[line - 1] ?? '')?.[0] ?? '';
      for (const option of options) expect(bad.has(lines.with(line - 1, indent + option).join('\n'))).toBe(false);
    }
  });
});

describe('bounded work', { timeout: 120_000 }, () => {
  it('tries a bounded number of mutants for a prompt', async () => {
    const world = shop();
    world.tryMutant = async (path, text) => {
      world.tried.push({ path, text, verdict: 'survived' });
      return 'survived';
    };
    const { end } = await collect(world, change, { tries: 7 });
    expect(end).toMatchObject({ code: 'out-of-tries', settled: true });
    expect(world.tried).toHaveLength(1 + 7);
  });

  it('ends when its time is up, though not before three tries, and says that this settles nothing', async () => {
    const world = shop();
    world.tryMutant = async (path, text) => {
      world.time += 50_000;
      world.tried.push({ path, text, verdict: 'survived' });
      return 'survived';
    };
    const { end } = await collect(world);
    expect(end).toMatchObject({ code: 'out-of-time', settled: false });
    expect(world.tried).toHaveLength(1 + 3);
  });

  it('counts the limits anew for each prompt', async () => {
    const world = shop();
    const honest = world.tryMutant.bind(world);
    world.tryMutant = (path, text, signal) => {
      world.time += 9_000;
      return honest(path, text, signal);
    };
    const { items } = await collect(world, change, {}, 4);
    expect(items).toHaveLength(4);
    expect(world.time).toBeGreaterThan(60_000);
  });

  it('stops looking at a line when a set of its mutants is killed', async () => {
    const world = shop();
    await collect(world, change, {}, 1);
    expect(world.tried.length).toBeLessThanOrEqual(1 + 8);
  });

  it('ends at once when stopped, and remembers nothing of a try cut short', async () => {
    const stop = new AbortController();
    const world = shop();
    world.tryMutant = async () => {
      stop.abort();
      return 'unknown';
    };
    const { done, value } = await whichDidItWrite(change, world, stop.signal).next();
    expect({ done, value }).toMatchObject({ done: true, value: { code: 'stopped', settled: false } });
  });
});
