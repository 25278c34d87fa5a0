import { beforeAll, describe, expect, it } from 'vitest';
import { callersAffected } from '../../../src/comprehension/callers/callersAffected.ts';
import { cloze } from '../../../src/comprehension/cloze/cloze.ts';
import { type Item, isRight } from '../../../src/comprehension/item.ts';
import { predictFailingTests } from '../../../src/comprehension/predict/predictFailingTests.ts';
import { removedBehaviour } from '../../../src/comprehension/removed/removedBehaviour.ts';
import { tokensOf } from '../../../src/comprehension/tokens.ts';
import { gap, promptSchema } from '../../../src/model/prompt.ts';
import type { TreeCodeReading } from '../../../src/parsing/code/treeCodeReading.ts';
import { testCodeReading } from '../../support/codeReading.ts';
import { itemsOfKind } from './itemsOfKind.ts';
import { ReviewedWorld } from './reviewedWorld.ts';
import { shopBase, shopHead, shopPath } from './shopModule.ts';
import { shopReview, shopTests } from './shopReview.ts';
import { languageChanges } from './sixLanguages.ts';

let code: TreeCodeReading;
beforeAll(async () => {
  code = await testCodeReading();
});

const squeezed = (text: string): string => text.trim().replace(/\s+/g, ' ');
const optionsOf = ({ prompt: { ask } }: Item): readonly string[] => ('options' in ask ? ask.options : []);
const rightOf = (item: Item): string[] => {
  const { key } = item;
  const indices = key.by === 'one' ? [key.option] : key.by === 'several' ? key.options : [];
  return indices.map((index) => optionsOf(item)[index] ?? '');
};
const only = (items: readonly Item[]): Item => {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`${items.length} items`);
  expect(promptSchema.parse(item.prompt)).toEqual(item.prompt);
  return item;
};

describe('removed behaviour', () => {
  it.each(languageChanges)('tells a guard that is gone from those that stand, in $language', async (change) => {
    const { path, base, head, guard } = change;
    const item = only((await itemsOfKind(removedBehaviour, change, code)).items);
    const [old, young] = [squeezed(base[path] ?? ''), squeezed(head[path] ?? '')];
    const plain = (text: string): string => text.replace(/[{}; ]/g, '');
    expect(rightOf(item).map(plain)).toEqual([plain(guard)]);
    expect(optionsOf(item)).toHaveLength(4);
    for (const option of optionsOf(item)) {
      expect(plain(old)).toContain(plain(option));
      expect(plain(young).includes(plain(option))).toBe(plain(option) !== plain(guard));
    }
    const { prompt, keyLine = 0, lineText, chance } = item;
    expect(prompt).toMatchObject({ side: 'base', book: 'closed', before: [], shown: [], after: [] });
    expect(lineText).toBe(base[path]?.split('\n')[keyLine - 1]);
    expect(guard.startsWith(squeezed(lineText))).toBe(true);
    // Its line would tell which one it is.
    expect(prompt.line).toBeLessThan(keyLine);
    expect(chance).toBe(1 / 4);
  });

  const guards = (names: readonly string[]) =>
    names.map((name) => `  if (${name} === undefined) throw new Error('no ${name}');\n`).join('');
  const module = (own: readonly string[], kept: readonly string[]) =>
    `function open(given) {\n${guards(own)}  return given;\n}\n\nfunction close(given) {\n${guards(kept)}  return 0;\n}\n`;
  const asks = async (base: string, head: string) =>
    (await itemsOfKind(removedBehaviour, { base: { 'src/a.js': base }, head: { 'src/a.js': head } }, code)).items;

  it('asks for all of several that are gone', async () => {
    const kept = ['title', 'owner', 'place'];
    const item = only(await asks(module(['entry', 'state'], kept), module([], kept)));
    expect(item.prompt.ask.by).toBe('several');
    const gone = optionsOf(item).filter((option) => /entry|state/.test(option));
    expect(rightOf(item).toSorted()).toEqual(gone.toSorted());
    // Two of five, as both kinds are all shown.
    expect(item.chance).toBe(1 / 10);
  });

  it('asks nothing where it was moved, edited in its place, or stands elsewhere still', async () => {
    const kept = ['title', 'owner', 'place'];
    const base = module(['entry'], kept);
    expect(await asks(base, module([], ['entry', ...kept]))).toEqual([]);
    expect(await asks(base, base.replace('entry === undefined', 'entry === null'))).toEqual([]);
    expect(await asks(module(['entry', 'title'], kept), module(['entry'], kept))).toEqual([]);
  });

  it('asks nothing without two others of its sort and length', async () => {
    expect(await asks(module(['entry'], ['title']), module([], ['title']))).toEqual([]);
    const long = 'aNameThatIsSoMuchLongerThanAnyOfTheOthersHere';
    expect(await asks(module([long], ['title', 'owner', 'place']), module([], ['title', 'owner', 'place']))).toEqual(
      [],
    );
  });

  it('asks for an assertion that a test lost', async () => {
    const test = (more: string) =>
      `it('x', () => {\n${more}  expect(one.size).toBe(4);\n  expect(two.size).toBe(5);\n  expect(six.size).toBe(6);\n});\n`;
    const path = 'test/a.test.js';
    const change = { base: { [path]: test('  expect(all.size).toBe(9);\n') }, head: { [path]: test('') } };
    const item = only((await itemsOfKind(removedBehaviour, change, code)).items);
    expect(rightOf(item).map(squeezed)[0]).toContain('expect(all.size).toBe(9)');
  });
});

describe('callers affected', () => {
  it.each(languageChanges)('tells callers from what calls something alike, in $language', async (change) => {
    const item = only((await itemsOfKind(callersAffected, change, code)).items);
    const names = (options: readonly string[]) =>
      options
        .map((option) => option.split('  ')[1]?.split('.').at(-1)?.replace('_', '').toLowerCase())
        .toSorted()
        .join(' ');
    expect(names(rightOf(item))).toBe('refundof totalof');
    expect(names(optionsOf(item))).toBe('discountof refundof shippingof totalof');
    expect(item.prompt).toMatchObject({ side: 'head', book: 'open', ask: { by: 'several' } });
    // Two of four, as there are no others.
    expect(item.chance).toBe(1 / 6);
  });

  it('asks nothing where another thing has the name, or nobody calls it', async () => {
    const [change] = languageChanges;
    if (change === undefined) throw new Error('no sample');
    const more = { 'src/other.js': 'export class Other {\n  parseAmount(text) {\n    return text;\n  }\n}\n' };
    const twice = { base: { ...change.base, ...more }, head: { ...change.head, ...more } };
    expect((await itemsOfKind(callersAffected, twice, code)).items).toEqual([]);
    const text = change.head[change.path]?.replaceAll(/parseAmount\((?:line|order)/g, 'x($1') ?? '';
    const uncalled = { base: change.base, head: { [change.path]: text } };
    const { items } = await itemsOfKind(callersAffected, uncalled, code);
    expect(items.filter(({ prompt }) => prompt.unit.endsWith('#parseAmount'))).toEqual([]);
  });

  it('leaves out a unit that hands it over, and takes one that only speaks of it as no caller', async () => {
    const [change] = languageChanges;
    if (change === undefined) throw new Error('no sample');
    const uses = 'export function useAll(all) {\n  return all.map(parseAmount).filter(isOk);\n}\n';
    const says = 'export function saysOnly(all) {\n  // parseAmount is not for this.\n  return other(all);\n}\n';
    const add = (texts: Readonly<Record<string, string>>) => ({
      [change.path]: `${texts[change.path]}\n${uses}\n${says}`,
    });
    const world = { base: add(change.base), head: add(change.head) };
    const seen = new Set<string>();
    for (let seed = 0; seed < 12; seed++) {
      const item = only((await itemsOfKind(callersAffected, { ...world, seed: `${seed}` }, code)).items);
      for (const option of optionsOf(item)) seen.add(option);
      expect(rightOf(item).filter((option) => /saysOnly|useAll/.test(option))).toEqual([]);
    }
    expect([...seen].filter((option) => option.includes('useAll'))).toEqual([]);
    expect([...seen].filter((option) => option.includes('saysOnly'))).toHaveLength(1);
  });
});

describe('cloze', () => {
  it.each(languageChanges)('leaves out a token that nothing shown tells, in $language', async (change) => {
    const { path, head, young } = change;
    const { items } = await itemsOfKind(cloze, change, code);
    expect(items.length).toBe(2);
    for (const item of items) {
      const { prompt, key, lineText } = item;
      const text = key.by === 'text' ? key.text : '';
      expect(promptSchema.parse(prompt)).toEqual(prompt);
      expect(squeezed(lineText)).toBe(young);
      expect(prompt.shown[0]?.replace(gap, text)).toBe(lineText);
      expect(head[path]?.split('\n')[prompt.line - 1]).toBe(lineText);
      const shown = [...prompt.before, ...prompt.shown, ...prompt.after].flatMap((line) => tokensOf(path, line));
      expect(shown).not.toContain(text);
      const typed = async (answer: string) => isRight(item, { by: 'text', text: answer });
      expect(await typed(` ${text} `)).toBe(true);
      for (const wrong of ['17', 'toCents', `${text})`, `${text}, 1`, '"x"', '0', ''])
        expect(await typed(wrong)).toBe(false);
    }
  });

  const asksFor = async (base: string, head: string) =>
    (await itemsOfKind(cloze, { base: { 'src/a.js': base }, head: { 'src/a.js': head } }, code)).items.map(
      ({ key }) => key.by === 'text' && key.text,
    );
  const old = 'function f(a) {\n  one(11);\n  two(22);\n  two(33);\n  six(44);\n  return ten(55);\n}\n';

  it('never asks for the most usual token of its class in the old file', async () => {
    const added = (line: string) =>
      old.replace('  return', `  //\n  //\n  //\n  //\n${line}\n  //\n  //\n  //\n  return`);
    expect(await asksFor(old, added('  two(a);'))).toEqual([]);
    expect(await asksFor(old, added('  six(a);'))).toEqual(['six']);
  });

  it('asks for nothing that stands in the lines around it, that all people write, or in the head of a loop', async () => {
    const added = (line: string) => old.replace('  two(33);', `  two(33);\n${line}`);
    expect(await asksFor(old, added('  six(a);'))).toEqual([]);
    expect(await asksFor(old, added('  log(a);'))).toEqual([]);
    expect(await asksFor(old, added('  seven(a, 1);'))).toEqual(['seven']);
    const compares = `${old}const all = [a < b, a < c, a > d, a >= e, a === f, a !== g];\n`;
    const loop = compares.replace('  two(33);', '  two(33);\n  for (;a >= 9;) a--;\n');
    expect(await asksFor(compares, loop)).not.toContain('>=');
  });

  it('takes a string without its quotes or with others, and a name with the brackets of its call', async () => {
    const strings = `${old}const all = ["alpha", "gamma", "delta", "alpha", "omega", "sigma"];\n`;
    const head = strings.replace('  two(33);', '  two(33);\n  named("delta");');
    const change = { base: { 'src/a.js': strings }, head: { 'src/a.js': head } };
    const { items } = await itemsOfKind(cloze, change, code);
    const of = (wanted: string) => items.find(({ key }) => key.by === 'text' && key.text === wanted);
    const [text, name] = [of('"delta"'), of('named')];
    if (text === undefined || name === undefined) throw new Error('not asked');
    for (const answer of ['delta', '"delta"', "'delta'"]) {
      expect(await isRight(text, { by: 'text', text: answer })).toBe(true);
    }
    for (const answer of ['alpha', 'del"ta', 'Delta'])
      expect(await isRight(text, { by: 'text', text: answer })).toBe(false);
    expect(await isRight(name, { by: 'text', text: 'named()' })).toBe(true);
  });
});

describe('predict the failing tests', { timeout: 60_000 }, () => {
  it('shows a mutant and asks for the tests that fail with it', async () => {
    const { items } = await itemsOfKind(predictFailingTests, shopReview, code);
    expect(items.length).toBeGreaterThan(2);
    for (const item of items) {
      const { line, shown, book, ask } = item.prompt;
      const lines = shopHead.split('\n');
      expect(item.lineText).toBe(lines[line - 1]);
      const ran = shopTests(shopPath, lines.with(line - 1, shown[0] ?? '').join('\n'));
      if (ran.status !== 'ran' || ask.by !== 'several') throw new Error('not run');
      expect(rightOf(item).toSorted()).toEqual(ask.options.filter((name) => ran.failed.includes(name)).toSorted());
      expect(rightOf(item).length).toBeGreaterThan(0);
      expect(rightOf(item).length).toBeLessThan(ask.options.length);
      expect(ask.options.length).toBeGreaterThanOrEqual(4);
      expect(book).toBe('open');
      expect(await isRight(item, item.key)).toBe(true);
    }
  });

  it('runs a mutant that fails tests twice, one that fails none once', async () => {
    const world = new ReviewedWorld(shopReview);
    await itemsOfKind(predictFailingTests, shopReview, code, { world, most: 2 });
    const counts = new Map<string, number>();
    for (const text of world.tried) counts.set(text, (counts.get(text) ?? 0) + 1);
    for (const [text, count] of counts) {
      const ran = shopTests(shopPath, text);
      expect(count).toBe(ran.status === 'ran' && ran.failed.length > 0 ? 2 : 1);
    }
  });

  const named = (rename: (name: string) => string) => (path: string, text: string) => {
    const ran = shopTests(path, text);
    if (ran.status !== 'ran') return ran;
    return { ...ran, failed: ran.failed.map(rename), passed: ran.passed.map(rename) };
  };

  it('asks nothing where names tell what they test, and asks where as many others have such names', async () => {
    // Each name is that of the function that the test calls: only that one can fail.
    const telling = named((name) => `${tested(name)} works, ${name}`);
    const { items } = await itemsOfKind(predictFailingTests, { ...shopReview, tests: telling }, code);
    const namesOf = (item: Item) => new Set(optionsOf(item).map((option) => option.split(' ')[0]));
    for (const item of items) expect(namesOf(item).size).toBe(1);
    const alike = named((name) => `shop works, ${name}`);
    expect(
      (await itemsOfKind(predictFailingTests, { ...shopReview, tests: alike }, code)).items.length,
    ).toBeGreaterThan(2);
  });

  const tested = (name: string): string => {
    const order = ['total', 'total', 'total', 'total', 'page', 'page', 'page', 'page', 'median', 'median', 'median'];
    const later = ['inStock', 'inStock', 'inStock', 'shorten', 'shorten', 'days', 'days', 'nameOf', 'nameOf', 'nameOf'];
    return [...order, ...later, 'nameOf', 'clamp', 'clamp', 'clamp'][Number(name.split(' ')[1]) - 1] ?? '';
  };

  it.each([
    ['no check tells its tests by name', undefined, 'tests-unnamed'],
    [
      'a test fails already',
      () => ({ status: 'ran', failed: ['a'], passed: ['b', 'c', 'd', 'e'] }) as const,
      'checks-fail',
    ],
    [
      'there are hardly any tests',
      () => ({ status: 'ran', failed: [], passed: ['b', 'c', 'd'] }) as const,
      'tests-unnamed',
    ],
    [
      'no test notices anything',
      () => ({ status: 'ran', failed: [], passed: ['b', 'c', 'd', 'e'] }) as const,
      'none-killed',
    ],
    [
      'all tests fail',
      (_: string, text: string) =>
        text === shopHead
          ? ({ status: 'ran', failed: [], passed: ['a', 'b', 'c', 'd'] } as const)
          : ({ status: 'ran', failed: ['a', 'b', 'c', 'd'], passed: [] } as const),
      'too-few-killed',
    ],
  ])('asks nothing where %s', async (_, tests, end) => {
    const { base, head } = { base: { [shopPath]: shopBase }, head: { [shopPath]: shopHead } };
    const { items, ends } = await itemsOfKind(
      predictFailingTests,
      { base, head, ...(tests === undefined ? {} : { tests }) },
      code,
    );
    expect(items).toEqual([]);
    expect(ends[0]).toBe(end);
  });
});
