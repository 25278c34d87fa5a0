import { beforeAll, describe, expect, it } from 'vitest';
import { guessedPass } from '../../../src/comprehension/guessBound.ts';
import { isRight } from '../../../src/comprehension/item.ts';
import { partsOfId, print } from '../../../src/comprehension/itemId.ts';
import { promptsAbout } from '../../../src/comprehension/promptsAbout.ts';
import { tokensOf } from '../../../src/comprehension/tokens.ts';
import { promptSchema } from '../../../src/model/prompt.ts';
import type { TreeCodeReading } from '../../../src/parsing/code/treeCodeReading.ts';
import { testCodeReading } from '../../support/codeReading.ts';
import { outlined, promptsOf, type Reviewed, ReviewedWorld } from './reviewedWorld.ts';
import { shopHead, shopParts, shopPath } from './shopModule.ts';
import { shopReview } from './shopReview.ts';
import { languageChanges } from './sixLanguages.ts';

let code: TreeCodeReading;
beforeAll(async () => {
  code = await testCodeReading();
});

describe('promptsAbout', { timeout: 120_000 }, () => {
  it('asks about the riskiest unit first, then in other kinds or about other units', async () => {
    const { items } = await promptsOf(shopReview, code, 4);
    expect(items.length).toBe(4);
    expect(items[0]?.prompt).toMatchObject({ kind: 'predict-failing-tests', unit: `${shopPath}#days` });
    expect(items[1]?.prompt.unit).toBe(`${shopPath}#total`);
    for (const [index, { prompt }] of items.entries()) {
      const before = items[index - 1]?.prompt;
      expect(before?.kind === prompt.kind && before.unit === prompt.unit).toBe(false);
    }
  });

  it('keeps the key out of the prompt, and grades it as right', async () => {
    const { items } = await promptsOf(shopReview, code, 12);
    for (const item of items) {
      expect(promptSchema.parse(item.prompt)).toEqual(item.prompt);
      expect(await isRight(item, item.key)).toBe(true);
    }
  });

  it('makes the same prompts again after a restart, without those that were answered', async () => {
    const ids = async (answered: readonly string[], most: number) =>
      (await promptsOf(shopReview, code, most, { answered })).items.map(({ prompt }) => prompt.id);
    const [first = '', second = ''] = await ids([], 2);
    const later = await ids([first, second], 6);
    expect(later).not.toContain(first);
    expect(later).not.toContain(second);
    const places = [first, second, ...later].map((id) => partsOfId(id)?.place);
    expect(new Set(places).size).toBe(places.length);
    expect(await ids([first], 1)).toEqual([second]);
  });

  it('bounds the chance of a guesser where two right answers are asked for', async () => {
    const { items, end } = await promptsOf(shopReview, code, 40, { pass: 2 });
    const chances = items.map(({ chance }) => chance);
    expect(items.length).toBeGreaterThan(1);
    expect(guessedPass(chances, 2)).toBeLessThanOrEqual(0.08);
    expect(end).toMatchObject({ code: 'guessable', settled: true });
    const unbounded = await promptsOf(shopReview, code, 40);
    expect(unbounded.items.length).toBeGreaterThan(items.length);
    expect(unbounded.end).toMatchObject({ code: 'all-asked', settled: true });
  });

  it('runs no check for the first prompt where they are slow', async () => {
    const world = new ReviewedWorld(shopReview);
    const { items } = await promptsOf(shopReview, code, 1, { secondsOfChecks: 30 }, world);
    expect(items[0]?.prompt.kind).toBe('cloze');
    expect(world.tried).toEqual([]);
  });

  it('asks about the units alone that it is told to, and runs no check if it may not', async () => {
    const units = [`${shopPath}#days`];
    const world = new ReviewedWorld(shopReview);
    const quiet = await promptsOf(shopReview, code, 40, { only: { units, runsChecks: false } }, world);
    expect(quiet.items.length).toBeGreaterThan(0);
    expect(new Set(quiet.items.map(({ prompt }) => prompt.unit))).toEqual(new Set(units));
    expect(world.tried).toEqual([]);
    const all = await promptsOf(shopReview, code, 1, { only: { units, runsChecks: true } });
    expect(all.items[0]?.prompt).toMatchObject({ kind: 'predict-failing-tests', unit: units[0] });
  });

  it('asks in the kinds that need no checks where these cannot be run, and does not say that this settles it', async () => {
    const { items, end } = await promptsOf({ base: shopReview.base, head: shopReview.head }, code, 40);
    expect(new Set(items.map(({ prompt }) => prompt.kind))).toEqual(new Set(['cloze']));
    expect(end).toMatchObject({ code: 'checks-unknown', settled: false });
  });

  it('turns off what runs the checks where a mutant fails other tests the second time', async () => {
    let runs = 0;
    const flaky = (path: string, text: string) => {
      const ran = shopReview.tests(path, text);
      if (text === shopHead || ran.status !== 'ran' || ran.failed.length === 0) return ran;
      runs += 1;
      const [first = '', ...rest] = runs % 2 === 0 ? ran.failed : ran.passed;
      return runs % 2 === 0
        ? { status: 'ran' as const, failed: rest, passed: [...ran.passed, first] }
        : { status: 'ran' as const, failed: [...ran.failed, first], passed: rest };
    };
    const { items } = await promptsOf({ ...shopReview, tests: flaky }, code, 40);
    expect(new Set(items.map(({ prompt }) => prompt.kind))).toEqual(new Set(['cloze']));
    expect(runs).toBe(2);
  });
});

describe('what a prompt tells', { timeout: 120_000 }, () => {
  it('is nothing of its key, nor is its id', async () => {
    const changes: readonly Reviewed[] = [shopReview, ...languageChanges];
    const all = (await Promise.all(changes.map((change) => promptsOf(change, code, 9)))).flatMap(({ items }) => items);
    expect(new Set(all.map(({ prompt }) => prompt.kind)).size).toBe(5);
    for (const { prompt, key, lineText, explanation } of all) {
      const { ask, id, ...rest } = prompt;
      const told = JSON.stringify(rest);
      expect(told).not.toContain(JSON.stringify(explanation).slice(1, -1));
      if (prompt.book === 'closed') expect(told).not.toContain(JSON.stringify(lineText.trim()).slice(1, -1));
      if (key.by === 'text') {
        const texts = [prompt.question, ...prompt.before, ...prompt.shown, ...prompt.after];
        expect(texts.flatMap((text) => tokensOf(prompt.path, text))).not.toContain(key.text);
      }
      // Whoever has the prompt can make the last part of its id: it is made of nothing else.
      const shown = 'options' in ask ? ask.options.toSorted() : prompt.shown;
      expect(partsOfId(id)?.content).toBe(print(prompt.kind, prompt.question, ...shown));
    }
  });
});

describe('a change of which hardly anything can be asked', { timeout: 120_000 }, () => {
  const [script] = languageChanges;
  if (script === undefined) throw new Error('no sample');
  const { path } = script;
  const [base, head] = [script.base[path] ?? '', script.head[path] ?? ''];
  const all = async (reviewed: Reviewed) => {
    const { items, end } = await promptsOf(reviewed, code, 20);
    return {
      kinds: [...new Set(items.map(({ prompt }) => prompt.kind))].toSorted(),
      code: end?.code,
      settled: end?.settled,
    };
  };
  const change = (one: string, other: string, at = path): Reviewed => ({
    base: { [at]: one },
    head: { [at]: other },
    tests: () => ({ status: 'ran', failed: [], passed: ['a', 'b', 'c', 'd'] }),
  });

  it('only deletes: what is gone and who calls it is asked for', async () => {
    const less = base.replace(/ {2}if \(text\.length > 40\).*\n/, '');
    expect(await all(change(base, less))).toMatchObject({
      kinds: ['callers-affected', 'removed-behaviour'],
      code: 'all-asked',
    });
  });

  it('only moves, or only changes blanks', async () => {
    const [first = '', second = '', ...rest] = base.split(/^(?=export )/m);
    const nothing = { kinds: [], code: 'no-code', settled: true };
    expect(await all(change(base, [first, ...rest, second].join('')))).toEqual(nothing);
    expect(await all(change(base, base.replaceAll('  ', '    ')))).toEqual(nothing);
  });

  it.each([
    ['a language that is not read', 'src/a.rb', 'no-grammar'],
    ['docs', 'README.md', 'no-code'],
    ['a lockfile', 'package-lock.json', 'no-code'],
    ['a generated file', 'dist/shop.js', 'no-code'],
    ['new lines of a test', 'test/shop.test.js', 'no-code'],
  ])('%s', async (_, at, reason) => {
    expect(await all(change('', head, at))).toEqual({ kinds: [], code: reason, settled: true });
  });

  it.each([
    ['comments', `${base}// a < b\n/* more\n * a > b\n */\n`, 'no-code-line'],
    ['imports and brackets', `import { a } from './a.js';\nconst b = require('b');\n${base}{\n}\n`, 'no-code-line'],
    ['a generated marker', `// @generated by x\n${head}`, 'no-code'],
  ])('%s', async (_, text, reason) => {
    expect(await all(change(base, text))).toEqual({ kinds: [], code: reason, settled: true });
  });

  it('a head that cannot be read as code', async () => {
    expect((await all(change('', 'const = = <<;\n'))).kinds).toEqual([]);
  });

  it('is of 50,000 lines: only what is asked about is read', async () => {
    const one = (file: number) =>
      Array.from({ length: 250 }, (_, index) => head.replaceAll(/function (\w+)/g, `function $1${file}_${index}`)).join(
        '\n',
      );
    const texts = Object.fromEntries(Array.from({ length: 8 }, (_, file) => [`src/part${file}.js`, one(file)]));
    expect(Object.values(texts).join('').split('\n').length).toBeGreaterThan(50_000);
    const large = { base: {}, head: texts };
    const world = new ReviewedWorld(large);
    let reads = 0;
    const readHead = world.readHead.bind(world);
    world.readHead = (at) => {
      reads++;
      return readHead(at);
    };
    const source = promptsAbout(await outlined(large), world, code, new AbortController().signal, {
      secondsOfChecks: 30,
    });
    const { done, value } = await source.next();
    expect(done).toBe(false);
    expect(value).toMatchObject({ prompt: { kind: 'cloze' } });
    expect(reads).toBeLessThanOrEqual(2);
  });
});

describe('the limits of one prompt', { timeout: 120_000 }, () => {
  const { head = '' } = shopParts.at(-1) ?? {};
  const small: Reviewed = { base: { [shopPath]: '' }, head: { [shopPath]: head } };
  /** Nothing of it can be asked but which line it wrote, and no check notices anything. */
  const surviving = (seconds: number) => {
    const [world, tried] = [new ReviewedWorld(small), [] as string[]];
    world.tryMutant = async (_, text) => {
      tried.push(text);
      world.time += seconds * 1000;
      return 'survived';
    };
    return { world, tried };
  };

  it('are tries', async () => {
    const { world, tried } = surviving(0);
    const { items, end } = await promptsOf(small, code, 1, { tries: 2 }, world);
    expect({ items, end }).toMatchObject({ items: [], end: { code: 'out-of-tries', settled: true } });
    // The head as it is, and two mutants.
    expect(tried).toHaveLength(1 + 2);
  });

  it('are time, though not before three tries', async () => {
    const { world, tried } = surviving(50);
    const { items, end } = await promptsOf(small, code, 1, {}, world);
    expect({ items, end }).toMatchObject({ items: [], end: { code: 'out-of-time', settled: false } });
    expect(tried).toHaveLength(1 + 3);
  });

  it('end at once when it is stopped', async () => {
    const stop = new AbortController();
    const world = new ReviewedWorld(shopReview);
    world.tryTests = async () => {
      stop.abort();
      return { status: 'unknown' };
    };
    const source = promptsAbout(await outlined(shopReview), world, code, stop.signal);
    const { done, value } = await source.next();
    expect({ done, value }).toMatchObject({ done: true, value: { code: 'stopped', settled: false } });
  });
});
