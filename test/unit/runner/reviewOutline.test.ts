import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { countingFiles, LoopRepository, loopFile } from '../../support/loopRepository.ts';

let repository: LoopRepository | undefined;

afterEach(async () => {
  await repository?.dispose();
  repository = undefined;
});

/** A maker that writes a line of value.txt and a function in each of its iterations, and is done after the third. */
function files(outside: string): Record<string, string> {
  return {
    ...countingFiles(outside, 3),
    'made/functions.ts': 'export function before(): number {\n  return 0;\n}\n',
    'tools/make.mjs': [
      "import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';",
      "const value = Number(readFileSync('value.txt', 'utf8')) + 1;",
      "writeFileSync('value.txt', `${value}\\n`);",
      "appendFileSync('made/functions.ts', `\\nexport function made${value}(): number {\\n  return ${value};\\n}\\n`);",
    ].join('\n'),
  };
}

it('a change is read by units in the order of their risk, and by who made its lines', async () => {
  repository = await LoopRepository.create(files);
  const loop = repository;
  const run = await loop.start(loopFile);
  const waiting = await loop.until(run, 'waiting');

  const outline = await loop.ask('reviewOutline', { run });
  expect(outline).toMatchObject({ head: waiting.change?.head, base: waiting.change?.base, tree: waiting.change?.tree });
  expect(outline.files.map(({ file }) => file.path)).toEqual(['made/functions.ts', 'value.txt']);
  expect(outline.files[0]?.units.map(({ name, kind, lines }) => [kind, name, lines])).toEqual([
    ['function', 'made1', 3],
    ['function', 'made2', 3],
    ['function', 'made3', 3],
  ]);

  const folder = join(loop.commonDir, 'loopwright', 'runs', run, 'review');
  const kept = [`outline-${outline.base.slice(0, 12)}-${outline.head.slice(0, 12)}.json`];
  expect((await readdir(folder)).filter((name) => name.startsWith('outline-'))).toEqual(kept);
  expect(await loop.ask('reviewOutline', { run })).toEqual(outline);
  // What is lost is made again, and two who ask at once are answered by one making.
  await rm(folder, { recursive: true });
  const again = await Promise.all([loop.ask('reviewOutline', { run }), loop.ask('reviewOutline', { run })]);
  expect(again).toEqual([outline, outline]);

  const lines = await loop.ask('lineOrigins', { run, path: 'made/functions.ts' });
  expect(lines).toEqual([
    { head: { first: 1, count: 3 } },
    { head: { first: 4, count: 4 }, iteration: 1 },
    { head: { first: 8, count: 4 }, iteration: 2 },
    { head: { first: 12, count: 4 }, iteration: 3 },
  ]);
  await expect(loop.ask('lineOrigins', { run, path: 'README.md' })).rejects.toThrow(/^not-in-change: /);

  const edited = Buffer.from('three\n').toString('base64');
  await loop.ask('writeFile', { run, path: 'value.txt', content: edited });
  await loop.until(run, 'waiting');
  expect(await loop.ask('lineOrigins', { run, path: 'value.txt' })).toEqual([
    { head: { first: 1, count: 1 }, iteration: 4, by: 'Test Author <author@example.com>' },
  ]);
  const newer = await loop.ask('reviewOutline', { run });
  expect(newer.head).not.toBe(outline.head);
  const unit = (of: typeof outline, name: string) =>
    of.files.flatMap(({ units }) => units).find((one) => one.name === name);
  expect(unit(newer, 'made2')?.digest).toBe(unit(outline, 'made2')?.digest);

  // A file as it stood at a head of before, but not of any other commit.
  const at = await loop.ask('readFile', { run, path: 'value.txt', side: 'head', at: outline.head });
  expect(Buffer.from(at.content ?? '', 'base64').toString()).toBe('3\n');
  expect(at.editable).toBe(false);
  await expect(
    loop.ask('readFile', { run, path: 'value.txt', side: 'head', at: await loop.git.head() }),
  ).rejects.toThrow(/^unknown-commit: /);
  await loop.ask('reject', { run, reason: 'not now' });
  expect(await loop.ask('reviewOutline', { run })).toEqual(newer);
}, 120_000);
