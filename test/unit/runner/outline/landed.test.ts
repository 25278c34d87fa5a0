import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../../../scripts/paths.mjs';
import { listChange } from '../../../../src/git/changes.ts';
import { openRepository } from '../../../../src/git/repository.ts';
import type { Change } from '../../../../src/model/change.ts';
import type { ReviewOutline, Unit } from '../../../../src/model/reviewOutline.ts';
import { TreeSyntax } from '../../../../src/parsing/treeSyntax.ts';
import { digest } from '../../../../src/runner/outline/digest.ts';
import { makeOutline } from '../../../../src/runner/outline/makeOutline.ts';
import { readersOf } from '../../../../src/runner/outline/outlineProgram.ts';
import { Outlines } from '../../../../src/runner/outline/outlines.ts';
import { PartReader } from '../../../../src/runner/outline/partReader.ts';
import { unitBodies } from '../../../../src/runner/outline/unitBodies.ts';
import { testGrammar, testUnitBodies } from '../../../support/codeReading.ts';
import { outlined, outlinePolicy } from '../../../support/outlined.ts';
import { TemporaryRepository } from '../../../support/repository.ts';

/** What the ledger takes of a change; `npm run build` comes first. */

const kept = 'def test_kept():\n  assert one(5) == 5\n';
const wanders = 'def wanders(a):\n  first = a * 2\n  second = first + 3\n  third = second - first\n  return third\n';
const stays = wanders.replace('wanders', 'stays').replaceAll('second', 'other').replaceAll('first', 'start');

const base = {
  'src/a.py':
    'import os\n\ndef one(a):\n  return a\n\ndef two(a):\n  # says\n  return a + 1\n\ndef three():\n  return 3\n',
  'src/b.py': 'from a import one, two\n\ndef use():\n  return one(1) + two(2) + two(3)\n',
  'src/caller.py': 'from a import two\nprint(two(1), two(2))\n',
  'test/test_a.py': `from a import one\n\ndef test_one():\n  assert one(1) == 1\n  assert one(2) == 2\n\n${kept}`,
  'docs/guide.md': '# Guide\n\ntext\n\n## Use\n\nold\n',
  'settings.yaml': 'a: 1\nb: 2\nc: 3\n',
  'guarded/x.py': 'def guarded():\n  return 1\n',
  'moved.py': `${wanders}\n${stays}`,
  'src/deep.ts': 'export function deep(): number {\n  return 1;\n}\n',
  'package-lock.json': '{ "a": 1 }\n',
};
const head = {
  ...base,
  // One line replaced by two, one added; a comment that changed is a line like any other.
  'src/a.py':
    'import os\n\ndef one(a):\n  b = a\n  return b\n\ndef two(a):\n  # tells\n  return a + 1\n\ndef three():\n  return 3\n',
  'test/test_a.py': `from a import one\n\ndef test_one():\n  assert one(1) == 1\n\n${kept}\ndef test_more():\n  assert one(3) == 3\n`,
  'docs/guide.md': '# Guide\n\ntext\n\n## Use\n\nnew\nlines\n',
  'settings.yaml': 'a: 1\nb: 5\nc: 3\n',
  'guarded/x.py': 'def guarded():\n  return 2\n',
  'moved.py': `${stays}\n${wanders}`,
  'src/deep.ts': 'export function deep(): number {\n\n    return 1;\n}\n',
  'package-lock.json': '{ "a": 2 }\n',
  'src/fresh.ts': 'export function fresh(): number {\n  return 1;\n}\n',
};

let repository: TemporaryRepository;
let change: Change;
let outline: ReviewOutline;
let commits: readonly [string, string];
const policy = { ...outlinePolicy, 'protected-paths': ['guarded/**'] };

beforeAll(async () => {
  repository = await TemporaryRepository.create();
  commits = [await repository.commit('base', base), await repository.commit('head', head)];
  const opened = await openRepository(repository.path);
  if (!opened.ok) throw new Error(opened.error.code);
  const listed = await listChange(opened.value, ...commits);
  if (!listed.ok) throw new Error(listed.error.code);
  change = listed.value;
  const bodies = await testUnitBodies();
  const reader = new PartReader(async (paths) => {
    const syntax = await TreeSyntax.open(testGrammar);
    await syntax.load(paths);
    return { syntax, digest, bodies: (path, text, units) => bodies.ofChanged(path, text, units) };
  });
  outline = await makeOutline({ commonDir: opened.value.commonDir, change, policy }, () => readersOf(reader));
});
afterAll(() => repository.dispose());

const unit = (id: string): Unit => {
  const found = outline.files.flatMap(({ units }) => units).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no unit ${id}`);
  return found;
};
const figures = (id: string) => {
  const { landed } = unit(id);
  return landed === undefined ? undefined : [landed.lines, landed.size, landed.weight, landed.callers];
};

it('counts lines that were changed once, whole units, weights and places that name them', () => {
  // Lines, size, weight, callers.
  expect(figures('src/a.py#one')).toEqual([2, 3, 1, 6]);
  expect(figures('src/a.py#two')).toEqual([1, 3, 1, 4]);
  expect(figures('src/fresh.ts#fresh')).toEqual([3, 3, 1, 0]);
  expect(figures('docs/guide.md#Guide › Use')).toEqual([2, 3, 0.5, 0]);
  expect(figures('settings.yaml#b: 5')).toEqual([1, 1, 1, 0]);
});

it('weighs double what the policy protects and tests that ask less, half what only adds to tests', () => {
  expect(figures('guarded/x.py#guarded')?.[2]).toBe(2);
  expect(figures('test/test_a.py#test_one')?.[2]).toBe(2);
  expect(figures('test/test_a.py#test_more')?.[2]).toBe(0.5);
});

it('owes nothing for what moved, was indented, or a program wrote', () => {
  const paths = ['moved.py', 'src/deep.ts', 'package-lock.json'];
  const files = outline.files.filter(({ file }) => paths.includes(file.path));
  expect(files.map(({ folded }) => folded).sort()).toEqual(['format', 'lockfile', 'moved']);
  expect(files.flatMap(({ units }) => units).filter(({ landed }) => landed !== undefined)).toEqual([]);
});

it('is the same outline but for that', async () => {
  const { outline: plain } = await outlined(repository.path, ...commits);
  const without = outline.files.map((file) => ({
    ...file,
    units: file.units.map(({ landed: _, ...one }) => one),
  }));
  // The policy differs, and with it the risk of what it protects.
  const rest = (files: ReviewOutline['files']) => files.filter(({ file }) => !file.path.startsWith('guarded/'));
  expect(rest(without)).toEqual(rest(plain.files));
});

const program = { node: process.execPath, script: join(root, 'dist', 'outline.js') };

it('names the same bodies in the program, where they stand now', async () => {
  const commonDir = join(repository.path, '.git');
  const blobOf = (path: string): string =>
    execFileSync('git', ['rev-parse', `${commits[1]}:${path}`], { cwd: repository.path, encoding: 'utf8' }).trim();
  const paths = ['src/a.py', 'docs/guide.md', 'src/fresh.ts'];
  const files = [...paths, 'settings.yaml'].map((path) => ({ path, blob: blobOf(path) }));
  const now = await unitBodies(program, commonDir, [...files, { path: 'gone.py', blob: 'f'.repeat(40) }]);
  const ofNow = (path: string, name: string) => now.get(path)?.find((one) => one.name === name);
  for (const [path, name] of [
    ['src/a.py', 'one'],
    ['src/a.py', 'two'],
    ['docs/guide.md', 'Guide › Use'],
    ['src/fresh.ts', 'fresh'],
  ] as const) {
    const { landed } = unit(`${path}#${name}`);
    expect(ofNow(path, name)).toMatchObject({ body: landed?.body, size: landed?.size });
  }
  expect(now.get('src/a.py')?.map(({ name }) => name)).toEqual(['one', 'two', 'three', '']);
  expect([...now.keys()].sort()).toEqual([...paths].sort());
  expect(await unitBodies(program, commonDir, [])).toEqual(new Map());
  await expect(unitBodies(program, join(repository.outside, 'none'), files)).rejects.toThrow(/could not be read/);
});

it('is told by the program where it is asked for, and kept beside the outline that a person waits for', async () => {
  const outlines = new Outlines(join(repository.path, '.git'), program);
  const run = { id: 'run', directory: join(repository.outside, 'run'), policy: { ...policy } as never };
  const plain = await outlines.of(run, change);
  expect(plain.files.flatMap(({ units }) => units).every(({ landed }) => landed === undefined)).toBe(true);
  const deep = await outlines.withBodies(run, change);
  expect(deep).toEqual(outline);
  expect(await outlines.of(run, change)).toEqual(deep);
  outlines.close();
});
