import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addFiles } from '../../../src/client/addFiles.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { listedRecipeSchema, newLoopSchema } from '../../../src/model/recipeShapes.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { loopFolder, removeFolder } from './loopFolder.ts';

let folder = '';
beforeEach(async () => {
  folder = await loopFolder('other');
});
afterEach(() => removeFolder(folder));

const loopFile = '.loops/fix-failing-tests.loop.yaml';
const skillFile = '.loops/skills/fix-the-cause/SKILL.md';
const text = (path: string) => readFile(join(folder, path), 'utf8');
const loopIn = async (path: string) => {
  const { loop, problems } = parseLoop(await text(path), { path });
  expect(problems).toEqual([]);
  return loop;
};

interface Calling {
  readonly answers?: readonly string[];
  readonly input?: string;
  readonly signal?: AbortSignal;
}

async function make(argv: readonly string[], options: Calling = {}) {
  const runner = new FakeRunner();
  const outcome = await call(runner, ['new', ...argv], { folder, ...options });
  expect(runner.connections).toBe(0);
  return outcome;
}

describe('new', () => {
  it('with --yes writes what the project shows, and tells what it wrote, when not to use it and what is next', async () => {
    await writeFile(join(folder, 'go.mod'), 'module x\n');
    const { exit, out, err } = await make(['fix-failing-tests', '--yes'], { input: '' });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(
      /^wrote \.loops\/skills\/fix-the-cause\/SKILL\.md\nwrote \.loops\/fix-failing-tests\.loop\.yaml$/m,
    );
    expect(out).toMatch(/^When not to use it\. Not where the tests themselves are wrong/m);
    expect(out).toContain('loopwright dry-run fix-failing-tests');
    expect(out).not.toContain('loopwright enable');
    const loop = await loopIn(loopFile);
    expect(loop?.checks.map(({ id, run }) => [id, run])).toEqual([
      ['tests', 'go test ./...'],
      ['lint', 'go vet ./...'],
    ]);
    expect(loop?.isolation.setup).toEqual(['go mod download']);
  });

  it('leaves out what the project does not show', async () => {
    expect((await make(['fix-failing-tests', '--yes'])).exit).toBe(0);
    const loop = await loopIn(loopFile);
    expect(loop?.checks.map(({ id }) => id)).toEqual(['tests']);
    expect(loop?.isolation.setup).toEqual([]);
  });

  it('asks one question after another, with what was found, and again where an answer cannot be', async () => {
    await writeFile(join(folder, 'Makefile'), 'test:\n\ttrue\nlint:\n\ttrue\n');
    const answers = ['', '-', 'make deps', 'gpt', 'claude'];
    const { exit, out } = await make(['fix-failing-tests', '--name', 'mend'], { answers });
    expect(exit).toBe(0);
    expect(out).toMatch(/Which command runs the tests\?\nFound in Makefile\.\n\[make test\] /);
    expect(out).toMatch(/- leaves it out\.\n\[make lint\] /);
    expect(out).toMatch(/checkout\?\n\[nothing\] /);
    expect(out).toContain('Choose one of auto, claude');
    const loop = await loopIn('.loops/mend.loop.yaml');
    expect(loop).toMatchObject({
      name: 'mend',
      roles: { maker: { agent: 'claude' } },
      isolation: { setup: ['make deps'] },
    });
    expect(loop?.checks.map(({ run }) => run)).toEqual(['make test']);
  });

  it('asks which recipe, by number or name, and only what --set did not answer', async () => {
    const list = listedRecipeSchema.array().parse(JSON.parse((await make(['--list', '--json'])).out));
    const number = list.findIndex(({ name }) => name === 'fix-failing-tests') + 1;
    const { exit, out } = await make(['--set', 'tests=make check', '--set', 'agent=pi', '--set', 'lint='], {
      answers: [String(number), ''],
    });
    expect(exit).toBe(0);
    expect(out).toMatch(/^ *\d+ +fix-failing-tests +Finds why/m);
    expect(out).not.toContain('Which command runs the tests?');
    expect((await loopIn(loopFile))?.checks).toMatchObject([{ id: 'tests', run: 'make check' }]);
  });

  it('with --json prints what was written and asks nothing', async () => {
    const { out } = await make(['fix-failing-tests', '--yes', '--json']);
    expect(newLoopSchema.parse(JSON.parse(out))).toMatchObject({
      recipe: 'fix-failing-tests',
      loop: 'fix-failing-tests',
      file: loopFile,
      answers: { tests: 'npm test', lint: '', setup: '', agent: 'auto' },
      written: [skillFile, loopFile],
      problems: [],
    });
    const again = newLoopSchema.parse(JSON.parse((await make(['fix-failing-tests', '--yes', '--json'])).out));
    expect(again).toMatchObject({ loop: 'fix-failing-tests-2', same: [skillFile], kept: [] });
    expect((await make(['fix-failing-tests', '--json'])).err).toContain('--set tests=… --set lint=…');
  });

  it('keeps a skill that is there already and says something else', async () => {
    await mkdir(join(folder, '.loops/skills/fix-the-cause'), { recursive: true });
    await writeFile(join(folder, skillFile), 'mine');
    const { exit, out } = await make(['fix-failing-tests', '--yes']);
    expect({ exit, text: await text(skillFile) }).toEqual({ exit: 0, text: 'mine' });
    expect(out).toMatch(/^kept {2}\.loops\/skills\/fix-the-cause\/SKILL\.md: .*something else/m);
  });

  it('knows the branch that a clone starts from, and tells to enable what starts by itself', async () => {
    const recipes = join(folder, 'recipes');
    await mkdir(recipes);
    const recipe = `title: T\nsummary: S.\nwhen-not: ${'Never. '.repeat(9)}\nnext: Go.
questions: [{ id: branch, ask: Which branch?, detect: branch, default: main, sets: [on.push.branches] }]\n`;
    const loop = `name: t\non: { push: { branches: [main] } }\nroles: { explorer: { run: ./look.sh } }\ndeliver: { as: report }
budget: { max-iterations: 1 }\n`;
    await writeFile(join(recipes, 't.recipe.yaml'), recipe);
    await writeFile(join(recipes, 't.loop.yaml'), loop);
    await mkdir(join(folder, '.git/refs/remotes/origin'), { recursive: true });
    await writeFile(join(folder, '.git/refs/remotes/origin/HEAD'), 'ref: refs/remotes/origin/feature/trunk\n');
    const { out, err } = await call(new FakeRunner(), ['new', 't', '--yes'], {
      folder,
      programs: join(folder, 'dist'),
    });
    expect(err).toBe('');
    expect(out).toContain('loopwright enable t');
    expect(await text('.loops/t.loop.yaml')).toContain('branches: [feature/trunk]');
  });

  it.each<[string, readonly string[], Calling, number, string]>([
    ['an unknown recipe', ['fix-failing-test', '--yes'], {}, 2, 'Did you mean “fix-failing-tests”?'],
    ['a recipe far from all', ['zzzz', '--yes'], {}, 2, '--list'],
    ['no recipe and nobody to ask', [], { input: '' }, 2, 'Name a recipe'],
    ['nobody to ask', ['fix-failing-tests'], { input: '' }, 2, 'Nobody is here to ask'],
    [
      'an answer that is not allowed',
      ['fix-failing-tests', '--yes', '--set', 'agent=gpt'],
      {},
      2,
      '--set agent: Choose one of',
    ],
    ['a check that cannot fail', ['fix-failing-tests', '--yes', '--set', 'tests=true'], {}, 2, '--set tests: '],
    ['a question that is not asked', ['fix-failing-tests', '--yes', '--set', 'test=x'], {}, 2, 'does not ask test'],
    ['--set without =', ['fix-failing-tests', '--yes', '--set', 'tests'], {}, 2, 'id=answer'],
    ['--set given twice', ['fix-failing-tests', '--yes', '--set', 'tests=a', '--set', 'tests=b'], {}, 2, 'given twice'],
    ['a name that is none', ['fix-failing-tests', '--yes', '--name', 'A b'], {}, 2, '“A b” is no name'],
    ['a name that is taken', ['fix-failing-tests', '--yes', '--name', 'other'], {}, 2, 'other-2'],
    [
      'an input that ends',
      ['fix-failing-tests'],
      { answers: ['npm test'] },
      1,
      'No answer was given. Nothing was written.',
    ],
    ['Ctrl-C', ['fix-failing-tests'], { signal: AbortSignal.abort() }, 130, ''],
  ])('%s writes nothing', async (_what, argv, options, exit, message) => {
    const outcome = await make(argv, options);
    expect({ exit: outcome.exit, err: outcome.err }).toEqual({ exit, err: expect.stringContaining(message) });
    expect(await readdir(join(folder, '.loops'))).toEqual(['other.loop.yaml']);
  });

  it('wants a repository, and lists without one', async () => {
    await rm(join(folder, '.git'), { recursive: true });
    expect(await make(['fix-failing-tests', '--yes'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('git init'),
    });
    expect((await make(['--list'])).out).toMatch(/fix-failing-tests/);
  });
});

describe('addFiles', () => {
  const files = [
    { path: '.loops/skills/a/SKILL.md', text: 'a' },
    { path: '.loops/x.loop.yaml', text: 'x' },
  ];

  it('writes all or nothing, and takes back the folders that it made', async () => {
    await writeFile(join(folder, '.loops/x.loop.yaml'), 'mine');
    const added = await addFiles(folder, files);
    expect(added).toEqual({
      ok: false,
      error: expect.stringMatching(/^\.loops\/x\.loop\.yaml .*there already.*Nothing/),
    });
    expect((await readdir(join(folder, '.loops'))).sort()).toEqual(['other.loop.yaml', 'x.loop.yaml']);
    expect(await text('.loops/x.loop.yaml')).toBe('mine');
  });

  it('follows no link out of the repository', async () => {
    const outside = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-outside-')));
    try {
      await symlink(outside, join(folder, '.loops/skills'), 'junction');
      expect(await addFiles(folder, files)).toEqual({ ok: false, error: expect.stringContaining('a link leads out') });
      expect(await readdir(outside)).toEqual([]);
      expect((await lstat(join(folder, '.loops/skills'))).isSymbolicLink()).toBe(true);
    } finally {
      await rm(outside, { recursive: true });
    }
  });
});
