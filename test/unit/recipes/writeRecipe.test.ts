import { describe, expect, it } from 'vitest';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { readRecipe, recipeNames } from '../../../src/recipes/readRecipe.ts';
import type { Recipe, Texts } from '../../../src/recipes/recipe.ts';
import { faultOf, pathsOf, type Wanted, writeRecipe } from '../../../src/recipes/writeRecipe.ts';
import { nothing, smallRecipe } from './recipe.ts';

function read(texts: Texts = smallRecipe()): Recipe {
  const recipe = readRecipe('watch', texts);
  if (!recipe.ok) throw new Error(recipe.error);
  return recipe.value;
}

function write(wanted: Partial<Wanted> = {}) {
  const written = writeRecipe({ recipe: read(), answers: {}, existing: nothing, ...wanted });
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  const { files, ...rest } = written.value;
  return { ...rest, paths: files.map(({ path }) => path), text: new Map(files.map(({ path, text }) => [path, text])) };
}

const refused = (wanted: Partial<Wanted>) => writeRecipe({ recipe: read(), answers: {}, existing: nothing, ...wanted });

describe('writeRecipe', () => {
  it('writes skills and tools first, its own loop last, all as they are', () => {
    const { name, loop, paths, text, problems } = write();
    expect({ name, loop, problems }).toEqual({ name: 'watch', loop: '.loops/watch.loop.yaml', problems: [] });
    expect(paths).toEqual([
      '.loops/skills/look/SKILL.md',
      '.loops/skills/look/list.txt',
      '.loops/tools/list.mjs',
      '.loops/mend.loop.yaml',
      '.loops/watch.loop.yaml',
    ]);
    expect(text.get('.loops/watch.loop.yaml')).toBe(smallRecipe().get('watch.loop.yaml'));
  });

  it('changes nothing of a file but what was answered', () => {
    const { text } = write({
      answers: {
        tests: 'pytest -q',
        when: '30 6 * * 1-5',
        agent: 'claude',
        paths: 'lib/**, *.{ts,tsx}',
        most: '5',
        draft: 'false',
      },
    });
    expect(text.get('.loops/watch.loop.yaml')).toBe(
      smallRecipe()
        .get('watch.loop.yaml')
        ?.replace('"0 8 * * *"', '30 6 * * 1-5')
        .replace('agent: auto', 'agent: claude'),
    );
    expect(text.get('.loops/mend.loop.yaml')).toBe(
      smallRecipe()
        .get('mend.loop.yaml')
        ?.replace('agent: auto', 'agent: claude')
        .replace('npm test #', 'pytest -q #')
        .replace('["src/**"]', '[lib/**, "*.{ts,tsx}"]')
        .replace('max-iterations: 3', 'max-iterations: 5')
        .replace('draft: true', 'draft: false'),
    );
  });

  it.each([
    ['npm test -- --grep "a: b" # not me', 'npm test -- --grep "a: b" # not me'],
    ["make 'x y' && test ! -f \\out", "make 'x y' && test ! -f \\out"],
    ['!run {a,b} [c] *d &e %f @g `h`', '!run {a,b} [c] *d &e %f @g `h`'],
    ['- x', '- x'],
    ['null', 'null'],
    ['yes', 'yes'],
    ['12_000', '12_000'],
    ['  padded  ', 'padded'],
  ])('%j reaches the loop as it was typed', (answer, run) => {
    const { text } = write({ answers: { tests: answer } });
    const { loop, problems } = parseLoop(text.get('.loops/mend.loop.yaml') ?? '');
    expect(problems).toEqual([]);
    expect(loop?.checks.find(({ id }) => id === 'tests')?.run).toBe(run);
  });

  it('takes out what is left out, with its comment, and a blank line of the two', () => {
    const { text, problems } = write({ answers: { lint: '' } });
    expect(problems).toEqual([]);
    expect(text.get('.loops/mend.loop.yaml')).toBe(
      smallRecipe()
        .get('mend.loop.yaml')
        ?.replace(/\n {2}# What was clean[^\n]*\n {2}lint: [^\n]*\n/, ''),
    );
  });

  it('takes a free name, and the loops of the recipe speak of each other by their new names', () => {
    const taken = write({ existing: { loops: ['watch', 'mend', 'mend-2'], files: new Map() } });
    expect(taken.loop).toBe('.loops/watch-2.loop.yaml');
    expect(taken.text.get(taken.loop)).toContain('name: watch-2\n');
    const mend = taken.text.get('.loops/mend-3.loop.yaml') ?? '';
    expect(parseLoop(mend, { path: '.loops/mend-3.loop.yaml' })).toMatchObject({
      problems: [],
      loop: { name: 'mend-3', on: { loop: { name: 'watch-2' } }, items: { from: { findings: 'watch-2' } } },
    });
    expect(taken.next).toBe('Commit them. Then loopwright enable watch-2 and loopwright enable mend-3.');
    expect(write({ name: 'look-around' }).text.get('.loops/mend.loop.yaml')).toContain('findings: look-around');
  });

  it('never writes over a file: what is the same is told, what differs is kept', () => {
    const files = new Map([
      ['.loops/skills/look/SKILL.md', smallRecipe().get('skills/look/SKILL.md')?.replaceAll('\n', '\r\n') ?? ''],
      ['.loops/tools/list.mjs', 'mine\n'],
    ]);
    expect(pathsOf(read())).toEqual(expect.arrayContaining([...files.keys()]));
    const { same, kept, paths } = write({ existing: { loops: [], files } });
    expect({ same, kept }).toEqual({ same: ['.loops/skills/look/SKILL.md'], kept: ['.loops/tools/list.mjs'] });
    expect(paths).toEqual(['.loops/skills/look/list.txt', '.loops/mend.loop.yaml', '.loops/watch.loop.yaml']);
  });

  it.each([
    [{ tests: '' }, 'tests', 'An answer is needed.'],
    [{ tests: 'a\nb' }, 'tests', 'The answer has to be one line of plain text.'],
    [{ tests: 'npm test || true' }, 'tests', expect.stringContaining('|| true')],
    [{ when: 'every morning' }, 'when', expect.stringContaining('has five')],
    [{ agent: 'gpt' }, 'agent', 'Choose one of auto, claude.'],
    [{ most: 'few' }, 'most', 'A number is needed.'],
    [{ most: '5000' }, 'most', expect.stringContaining('1000')],
    [{ draft: 'perhaps' }, 'draft', 'The answer is true or false.'],
    [{ paths: ' , ' }, 'paths', expect.any(String)],
    [{ tests: 'make test', when: 'never' }, 'when', expect.any(String)],
  ])('%j is refused, and the question is told', (answers, question, message) => {
    expect(refused({ answers: answers as unknown as Wanted['answers'] })).toEqual({
      ok: false,
      error: { question, message },
    });
  });

  it('refuses a question that is not asked and a name that is none or taken', () => {
    const message = (wanted: Partial<Wanted>) => {
      const written = refused(wanted);
      return written.ok ? 'written' : written.error.message;
    };
    expect(message({ answers: { test: 'x' } })).toBe(
      'watch does not ask test. It asks tests, lint, when, agent, paths, most, draft.',
    );
    expect(message({ name: 'Look Around' })).toContain('“Look Around” is no name of a loop');
    expect(message({ name: 'x', existing: { loops: ['x', 'x-2'], files: new Map() } })).toContain('such as x-3');
  });

  it('an answer can be looked at before the others are there', () => {
    const recipe = read();
    const fault = (id: string, answer: string) => {
      const question = recipe.questions.find((one) => one.id === id);
      return question && faultOf(recipe, question, answer);
    };
    expect(fault('when', '0 9 * * *')).toBeUndefined();
    expect(fault('when', 'at nine o clock')).toContain('has five');
    expect(fault('lint', '')).toBeUndefined();
  });
});

describe('readRecipe', () => {
  const file = 'watch.recipe.yaml';
  const changed = (from: string | RegExp, to: string) =>
    smallRecipe({ [file]: smallRecipe().get(file)?.replace(from, to) ?? '' });

  it('lists recipes, not loops that belong to one', () => {
    expect(recipeNames(smallRecipe({ 'skills/a/b.recipe.yaml': '' }))).toEqual(['watch']);
  });

  it.each([
    ['a key that is not known', changed('title:', 'name: x\ntitle:'), /watch\.recipe\.yaml: .*name/],
    ['no YAML', smallRecipe({ [file]: 'title: [' }), /watch\.recipe\.yaml: the file/],
    ['a way out of the repository', changed('to: .loops/tools', 'to: ../tools'), /files\.0\.to/],
    ['a way into .git', changed('to: .loops/tools', 'to: .git/hooks'), /files\.0\.to.*below/],
    ['a question asked twice', changed('id: lint', 'id: tests'), /tests is asked twice/],
    [
      'a setting that is not there',
      changed('mend:checks.tests', 'mend:checks.unit'),
      /tests sets checks\.unit of mend/,
    ],
    ['a loop that is not there', changed('mend:checks.tests', 'amend:checks.tests'), /of amend/],
    ['a setting that is a map', changed('"mend:checks.tests"', '"mend:checks"'), /sets checks of mend/],
    ['a skill that is not there', changed('[look]', '[see]'), /skills\/see\/SKILL\.md is missing/],
    ['a file that is not there', changed('from: tools/list', 'from: tools/lost'), /tools\/lost\.mjs is missing/],
  ])('refuses %s', (_what, texts, message) => {
    expect(readRecipe('watch', texts)).toEqual({ ok: false, error: expect.stringMatching(message) });
  });

  it('says which file is missing', () => {
    expect(readRecipe('mend', smallRecipe())).toEqual({ ok: false, error: 'mend.recipe.yaml is missing.' });
    const without = new Map([...smallRecipe()].filter(([path]) => path !== 'watch.loop.yaml'));
    expect(readRecipe('watch', without)).toEqual({ ok: false, error: 'watch.loop.yaml is missing.' });
  });
});
