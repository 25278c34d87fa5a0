import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Mark } from '../../../src/model/reviewMarks.ts';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { type LoopRepository, loopFile } from '../../support/loopRepository.ts';
import { repositories } from './smallLoops.ts';

/** Pieces of a change that are not to land, over the real runner and real git, down to what is on the target branch. */

const made = repositories();
afterEach(made.dispose);

const numbers = Array.from({ length: 40 }, (_, n) => `line ${n + 1}`);
const textWith = (lines: Readonly<Record<number, string>>): string =>
  numbers.map((line, n) => `${lines[n + 1] ?? line}\n`).join('');

/** The first pass changes three lines and adds a file; a later one puts line 5 back where it is told to. The check needs line 5. */
const files = (outside: string): Record<string, string> => ({
  'text.txt': textWith({}),
  'tools/make.mjs': `
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
const told = readFileSync(process.env.LOOPWRIGHT_FEEDBACK_FILE, 'utf8');
appendFileSync(${JSON.stringify(join(outside, 'told.log'))}, told);
const text = readFileSync('text.txt', 'utf8');
if (process.env.LOOPWRIGHT_ITERATION === '1') {
  writeFileSync('text.txt', text.replace('line 5\\n', 'FIVE\\n').replace('line 15\\n', 'FIFTEEN\\n').replace('line 25\\n', 'TWENTY-FIVE\\n'));
  writeFileSync('new.txt', 'new\\n');
} else if (told.includes('Write five in small letters.')) writeFileSync('text.txt', text.replace('line 5\\n', 'five\\n'));
`,
  'tools/check.mjs':
    "import { readFileSync } from 'node:fs';\nprocess.exit(/^five$/im.test(readFileSync('text.txt', 'utf8')) ? 0 : 1);",
  [loopFile]: [
    'name: count-up',
    'on: manual',
    'roles: { maker: { agent: command, run: node tools/make.mjs } }',
    'checks: { counted: node tools/check.mjs }',
    'goal: checks.counted.passed',
    'budget: { max-iterations: 2 }',
    `policy: { write: [${JSON.stringify(outside)}] }`,
  ].join('\n'),
});

/** The piece of the newest change in a file, at a line of the head. */
async function pieceAt(loop: LoopRepository, run: string, path: string, line: number): Promise<Mark> {
  const outline = await loop.ask('reviewOutline', { run });
  const pieces = outline.files.find(({ file }) => file.path === path)?.units.flatMap((unit) => unit.pieces) ?? [];
  const piece = pieces.find(({ head }) => head.first <= line && line < head.first + head.count);
  if (piece === undefined) throw new Error(`no piece at ${path}:${line}`);
  return { kind: 'take-out', pieces: [{ path, piece: piece.id }], why: `Not ${path}:${line}.` };
}

const headOf = ({ change }: RunDetail): string => change?.head ?? '';
const codeOf = (refused: Promise<unknown>): Promise<string> =>
  refused.then(
    () => 'done',
    (error: Error) => error.message.split(':', 1)[0] ?? '',
  );

it('take out, prove what is left, ask for more, land: what lands is what was kept', { timeout: 240_000 }, async () => {
  const loop = await made.create(files);
  const run = await loop.start();
  const first = await loop.until(run, 'waiting');
  await loop.ask('mark', {
    run,
    marks: [await pieceAt(loop, run, 'text.txt', 15), await pieceAt(loop, run, 'new.txt', 1)],
  });
  expect((await loop.ask('reviewMarks', { run })).decisions).toHaveLength(2);
  expect(await codeOf(loop.land(first))).toBe('not-taken-out');
  // Edited by hand in the worktree, and told to nobody.
  await writeFile(
    join(first.worktree, 'text.txt'),
    textWith({ 5: 'FIVE', 15: 'FIFTEEN', 25: 'TWENTY-FIVE', 35: 'mine' }),
  );
  await loop.ask('takeOut', { run, head: headOf(first) });

  const second = await loop.ask('show', { run });
  expect(second).toMatchObject({ status: 'waiting', items: [{ accepted: true }] });
  expect(second.change?.files.map(({ path }) => path)).toEqual(['text.txt']);
  expect((await loop.ask('reviewMarks', { run })).decisions).toEqual([]);
  expect(await readFile(join(first.worktree, 'text.txt'), 'utf8')).toBe(
    textWith({ 5: 'FIVE', 25: 'TWENTY-FIVE', 35: 'mine' }),
  );

  // A piece that the rest needs: the checks say so, before it could land.
  await loop.ask('mark', { run, marks: [await pieceAt(loop, run, 'text.txt', 5)] });
  await loop.ask('takeOut', { run, head: headOf(second) });
  const third = await loop.ask('show', { run });
  expect(third).toMatchObject({ status: 'waiting', items: [{ accepted: false }] });
  expect(third.reason).toContain('does not reach the goal without what was taken out');
  expect(await codeOf(loop.land(third))).toBe('not-proven');

  // Another is taken out with the request, and the agents are told.
  await loop.ask('mark', { run, marks: [await pieceAt(loop, run, 'text.txt', 25)] });
  await loop.ask('requestChanges', { run, head: headOf(third), note: 'Write five in small letters.' });
  const fourth = await loop.until(run, 'waiting');
  const told = await readFile(join(loop.git.outside, 'told.log'), 'utf8');
  expect(told).toContain('Not text.txt:25.\n```\n-line 25\n+TWENTY-FIVE\n```');
  expect(told).toContain('The check counted fails since the change was edited by hand.');
  expect(await loop.land(fourth)).toMatchObject({ status: 'delivered' });
  expect(await loop.git.read('text.txt')).toBe(textWith({ 5: 'five', 35: 'mine' }));
  expect(await loop.git.git('diff', '--stat', 'HEAD~1', 'HEAD', '--', 'new.txt')).toBe('');
  expect(await loop.quiet()).toEqual([]);
});
