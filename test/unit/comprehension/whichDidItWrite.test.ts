import { beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../src/comprehension/item.ts';
import type { PromptWorld, Verdict } from '../../../src/comprehension/promptWorld.ts';
import { tokensOf } from '../../../src/comprehension/tokens.ts';
import { frequencyTells, lengthsAgree } from '../../../src/comprehension/which/guessable.ts';
import { whichDidItWrite } from '../../../src/comprehension/which/whichDidItWrite.ts';
import { promptSchema } from '../../../src/model/prompt.ts';
import type { TreeCodeReading } from '../../../src/parsing/code/treeCodeReading.ts';
import { linesOf } from '../../../src/review/hunks.ts';
import { testCodeReading } from '../../support/codeReading.ts';
import { EvaluatedWorld, evaluate } from './evaluatedWorld.ts';
import { itemsOfKind } from './itemsOfKind.ts';
import { shopBase, shopChecks, shopHead, shopParts, shopPath } from './shopModule.ts';
import { languageChanges } from './sixLanguages.ts';
import { chanceOf, solvers } from './solvers.ts';

let code: TreeCodeReading;
beforeAll(async () => {
  code = await testCodeReading();
});

const shop = { base: { [shopPath]: shopBase }, head: { [shopPath]: shopHead } };
const world = (seed = 'seed', head = shopHead, checks = shopChecks, base = '') =>
  new EvaluatedWorld({ base: { [shopPath]: base }, head: { [shopPath]: head }, checks, seed });
const shopWorld = (seed = 'seed') => world(seed, shopHead, shopChecks, shopBase);

const make = async (of: PromptWorld, most: number) => itemsOfKind(whichDidItWrite, shop, code, { world: of, most });

const optionsOf = ({ prompt: { ask } }: Item): readonly string[] => (ask.by === 'one' ? ask.options : []);
const keyOf = ({ key }: Item): number => (key.by === 'one' ? key.option : -1);

describe('whichDidItWrite', { timeout: 240_000 }, () => {
  let all: readonly Item[] = [];
  beforeAll(async () => {
    all = (await make(shopWorld(), 14)).items;
  }, 240_000);

  it('asks only what the checks tell apart, about lines that were written', () => {
    expect(evaluate(shopHead, shopChecks)).toBe('survived');
    const [lines, old] = [linesOf(shopHead), new Set(linesOf(shopBase))];
    expect(all.length).toBeGreaterThan(8);
    for (const item of all) {
      const { prompt, lineText, explanation } = item;
      expect(promptSchema.parse(prompt)).toEqual(prompt);
      expect(prompt).toMatchObject({ path: shopPath, side: 'head', book: 'closed', shown: [] });
      expect(old.has(lineText)).toBe(false);
      expect(lineText).toBe(lines[prompt.line - 1]);
      expect([...prompt.before, lineText, ...prompt.after]).toEqual(
        lines.slice(Math.max(0, prompt.line - 4), prompt.line + 3),
      );
      expect(optionsOf(item)[keyOf(item)]).toBe(lineText.trim());
      expect(explanation).toMatch(/^It wrote `.+`: the checks fail with `.+` or `.+` in its place\.$/);
      expect(new Set(optionsOf(item)).size).toBe(3);
      for (const [index, option] of optionsOf(item).entries()) {
        const text = lines.with(prompt.line - 1, option).join('\n');
        expect(evaluate(text, shopChecks)).toBe(index === keyOf(item) ? 'survived' : 'killed');
      }
    }
  });

  it('keeps lengths within a tenth, tokens equal in number, and the most usual old token wrong', () => {
    const old = tokensOf(shopPath, shopBase);
    for (const item of all) {
      const real = optionsOf(item)[keyOf(item)] ?? '';
      const [one = '', other = ''] = optionsOf(item).filter((option) => option !== real);
      for (const option of optionsOf(item)) {
        expect(Math.abs(option.length - real.length)).toBeLessThanOrEqual(0.1 * real.length);
        expect(tokensOf(shopPath, option).length).toBe(tokensOf(shopPath, real).length);
      }
      expect(lengthsAgree(optionsOf(item))).toBe(true);
      expect(frequencyTells(shopPath, [real, one, other], old)).toBe(false);
    }
  });

  it('asks about a line once, as the answer shows it', () => {
    expect(new Set(all.map(({ prompt }) => prompt.line)).size).toBe(all.length);
  });

  it('makes the same items from the same seed, and ids that do not depend on the order of options', async () => {
    expect((await make(shopWorld(), 3)).items.map(({ prompt }) => prompt)).toEqual(
      all.slice(0, 3).map(({ prompt }) => prompt),
    );
    const other = (await make(shopWorld('other'), 14)).items;
    const byOptions = new Map(other.map((item) => [[item.prompt.line, ...optionsOf(item).toSorted()].join(), item]));
    const again = all.map(
      (item) => [item, byOptions.get([item.prompt.line, ...optionsOf(item).toSorted()].join())] as const,
    );
    const same = again.filter(([, found]) => found !== undefined);
    expect(same.length).toBeGreaterThan(0);
    for (const [item, found] of same) expect(found?.prompt.id).toBe(item.prompt.id);
  });

  it('cannot be solved from the options alone', async () => {
    const sums = new Map<string, number>();
    let count = 0;
    for (let seed = 0; seed < 9; seed++) {
      for (const { head, checks } of shopParts) {
        const change = { base: { [shopPath]: '' }, head: { [shopPath]: head } };
        const own = world(`${seed} of ${head}`, head, checks);
        for (const item of (await itemsOfKind(whichDidItWrite, change, code, { world: own, most: 4 })).items) {
          count++;
          for (const [name, solver] of Object.entries(solvers)) {
            sums.set(name, (sums.get(name) ?? 0) + chanceOf(solver, optionsOf(item), keyOf(item)));
          }
        }
      }
    }
    expect(count).toBeGreaterThan(100);
    const rates = Object.fromEntries([...sums].map(([name, sum]) => [name, sum / count]));
    for (const name of Object.keys(solvers)) {
      expect(rates[name], `${name} of ${count}: ${JSON.stringify(rates)}`).toBeLessThan(1 / 3 + 0.1);
    }
    for (const name of ['medoidOfTokens', 'medoidOfCharacters', 'anyone'])
      expect(rates[name]).toBeGreaterThan(1 / 3 - 0.1);
  });

  it('still asks where the head has Windows line ends', async () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    const own = world('seed', crlf(shopHead), shopChecks, crlf(shopBase));
    const change = { base: { [shopPath]: crlf(shopBase) }, head: { [shopPath]: crlf(shopHead) } };
    const { items } = await itemsOfKind(whichDidItWrite, change, code, { world: own, most: 2 });
    expect(items).toHaveLength(2);
    expect(JSON.stringify(items)).not.toContain('\\r');
    expect(own.tried.every(({ text }) => !/[^\r]\n/.test(text))).toBe(true);
  });

  it.each(languageChanges)('finds look-alikes in $language', async (change) => {
    const own = new EvaluatedWorld({ ...change, checks: '' });
    own.tryMutant = async (path, text) => (text === change.head[path] ? 'survived' : 'killed');
    const { items } = await itemsOfKind(whichDidItWrite, change, code, { world: own });
    expect(items.length).toBe(1);
    for (const item of items) {
      expect(optionsOf(item)[keyOf(item)]).toBe(change.young);
      for (const option of optionsOf(item)) {
        const head = change.head[change.path] ?? '';
        expect(code.tokens(change.path, head.replace(item.lineText.trim(), option)).length).toBeGreaterThan(0);
      }
    }
  });

  it('never offers a survivor, nor a mutant whose run ended badly', async () => {
    const own = shopWorld();
    const honest = own.tryMutant.bind(own);
    const bad = new Set<string>();
    own.tryMutant = async (path, text, signal): Promise<Verdict> => {
      const verdict = await honest(path, text, signal);
      if (verdict !== 'killed' || text.length % 2 === 0) return verdict;
      bad.add(text);
      return bad.size % 2 === 0 ? 'unknown' : 'too-long';
    };
    const { items } = await make(own, 3);
    expect(items.length).toBeGreaterThan(1);
    expect(bad.size).toBeGreaterThan(0);
    for (const item of items) {
      const lines = shopHead.split('\n');
      const indent = /^\s*/.exec(item.lineText)?.[0] ?? '';
      for (const option of optionsOf(item)) {
        expect(bad.has(lines.with(item.prompt.line - 1, indent + option).join('\n'))).toBe(false);
      }
    }
  });

  it.each([
    ['fail anyway', 'killed', 'checks-fail'],
    ['cannot run', 'unknown', 'checks-unknown'],
    ['take too long', 'too-long', 'checks-unknown'],
  ] as const)('asks nothing where the checks %s, and tries nothing else', async (_, verdict, end) => {
    const own = shopWorld();
    let tried = 0;
    own.tryMutant = async () => {
      tried++;
      return verdict;
    };
    const { items, ends } = await make(own, 1);
    expect(items).toEqual([]);
    expect(new Set(ends)).toEqual(new Set([end]));
    expect(tried).toBe(1);
  });
});
