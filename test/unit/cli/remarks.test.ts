import { describe, expect, it } from 'vitest';
import { readPlace } from '../../../src/cli/marks/place.ts';
import { markedSchema, runStandingSchema } from '../../../src/model/commandLineShapes.ts';
import { reviewMarksSchema } from '../../../src/model/reviewMarks.ts';
import type { Piece } from '../../../src/model/reviewOutline.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const piece = (id: string, first: number, count: number): Piece => ({
  id,
  kind: 'lines',
  base: { first, count: 1 },
  head: { first, count },
});

/** A run that waits with a change of `src/a.js`, which has three pieces. */
function waiting(): { readonly runner: FakeRunner; readonly path: string } {
  const runner = new FakeRunner();
  runner.addWaiting('r1');
  const path = [...(runner.state('r1')?.items.values() ?? [])]
    .flatMap(({ steps }) => steps)
    .flatMap((step) => (step.kind === 'commit' ? (step.result?.change.files ?? []) : []))[0]?.path;
  if (path === undefined) throw new Error('the fake changed nothing');
  runner.review.pieces.set(path, [piece('aaaaaaaa1', 3, 2), piece('bbbbbbbb2', 10, 0), piece('cccccccc3', 20, 5)]);
  return { runner, path };
}

const marked = (out: string) => markedSchema.parse(JSON.parse(out));
const decided = ({ review }: FakeRunner) => [...review.kept.decisions.values()].map(({ piece: id, why }) => [id, why]);

describe('a place', () => {
  it.each([
    ['src/a.ts', { path: 'src/a.ts' }],
    ['src/a.ts:10', { path: 'src/a.ts', lines: { first: 10, last: 10 } }],
    ['src/a.ts:10-12', { path: 'src/a.ts', lines: { first: 10, last: 12 } }],
    ['C:odd:name:7', { path: 'C:odd:name', lines: { first: 7, last: 7 } }],
    ['src/a.ts:x', { path: 'src/a.ts:x' }],
  ])('%s', (text, expected) => {
    expect(readPlace(text)).toEqual({ ok: true, value: expected });
  });

  it.each(['', 'a:0', 'a:5-4'])('%j is none', (text) => {
    expect(readPlace(text).ok).toBe(false);
  });
});

describe('loopwright remark', () => {
  it('says something about lines of the head, or of the base', async () => {
    const { runner, path } = waiting();
    const said = await call(runner, ['remark', 'r1', `${path}:3-4`, '-m', 'Call it total.', '--json']);
    expect(said.exit).toBe(0);
    const { remark } = marked(said.out);
    const base = await call(runner, ['remark', 'r1', `${path}:7`, '--base', '-m', 'Why did this go?']);
    expect(base.out).toMatch(/^Remark [0-9a-f]{8}\nnext: loopwright request-changes r1\n$/);
    expect(runner.review.marks().remarks).toMatchObject([
      { id: remark, anchor: { path, side: 'head', first: 3, last: 4 }, said: [{ text: 'Call it total.' }] },
      { anchor: { side: 'base', first: 7, last: 7 } },
    ]);
  });

  it('answers, rewords, resolves, opens again and withdraws one that is named by its beginning', async () => {
    const { runner, path } = waiting();
    const { remark = '' } = marked((await call(runner, ['remark', 'r1', `${path}:3`, '-m', 'one', '--json'])).out);
    const on = (...more: readonly string[]) => call(runner, ['remark', 'r1', remark.slice(0, 8), ...more]);
    const thread = () => runner.review.marks().remarks[0];
    expect((await on('-m', 'two')).out).toContain('Replied to');
    expect((await on('--reword', '-m', 'three')).exit).toBe(0);
    expect(thread()?.said.map(({ text }) => text)).toEqual(['one', 'three']);
    await on('--resolve');
    expect(thread()?.resolved).toBeDefined();
    await on('--reopen');
    expect(thread()?.resolved).toBeUndefined();
    await on('--withdraw');
    await on('--withdraw');
    expect(thread()).toBeUndefined();
    const gone = await on('--withdraw');
    expect(gone.exit).toBe(2);
    expect(gone.err).toContain('`loopwright remarks` lists them');
  });

  it.each([
    [['x.js:1'], 'Say something'],
    [['x.js:1', '-m', '  '], 'Say something'],
    [['x.js:1', '-m', 'x'.repeat(8193)], '8192 are taken'],
    [['x.js:1', '--resolve', '--withdraw'], 'One thing at a time'],
    [['abcdef', '--resolve', '-m', 'x'], 'takes no --message'],
    [['x.js:1', '--resolve'], 'Name a remark'],
  ])('takes no %j', async (flags, words) => {
    const { runner } = waiting();
    const { exit, err } = await call(runner, ['remark', 'r1', ...flags]);
    expect(exit).toBe(2);
    expect(err).toContain(words);
    expect(runner.asked).not.toContain('mark');
  });
});

describe('loopwright take-out and keep', () => {
  it('decide on pieces by file, by lines and by id, with a reason', async () => {
    const { runner, path } = waiting();
    const out = await call(runner, ['take-out', 'r1', `${path}:4`, `${path}:10`, '--why', 'Too clever.']);
    expect(out.out).toContain(`${path}: 3-4\n`);
    expect(out.out).toContain(`${path}: before 10\n`);
    expect(decided(runner)).toEqual([
      ['aaaaaaaa1', 'Too clever.'],
      ['bbbbbbbb2', 'Too clever.'],
    ]);
    const kept = await call(runner, ['keep', 'r1', 'aaaaaaaa', '--json']);
    expect(marked(kept.out).pieces).toEqual(['aaaaaaaa1']);
    await call(runner, ['take-out', 'r1', path]);
    expect(decided(runner)).toHaveLength(3);
    expect((await call(runner, ['keep', 'r1', '--all'])).exit).toBe(0);
    expect(decided(runner)).toEqual([]);
    expect((await call(runner, ['keep', 'r1', '--all'])).err).toContain('No piece');
  });

  it('say what there is where nothing was changed', async () => {
    const { runner, path } = waiting();
    const wrong = await call(runner, ['take-out', 'r1', `${path}:7`]);
    expect(wrong.exit).toBe(2);
    expect(wrong.err).toContain('3-4, before 10, 20-24');
    expect((await call(runner, ['take-out', 'r1', 'nowhere.js'])).err).toContain('no file or piece nowhere.js');
    expect((await call(runner, ['take-out', 'r1'])).exit).toBe(2);
    expect((await call(runner, ['keep', 'r1'])).exit).toBe(2);
    expect((await call(runner, ['keep', 'r1', path, '--all'])).exit).toBe(2);
    expect(decided(runner)).toEqual([]);
  });

  it('take out what was decided on with --now, and tell where the item is then', async () => {
    const { runner, path } = waiting();
    const { exit, out } = await call(runner, ['take-out', 'r1', path, '--now', '--json']);
    expect(exit).toBe(0);
    expect(runStandingSchema.parse(JSON.parse(out))).toMatchObject({ run: 'r1' });
    expect(runner.asked).toContain('takeOut');
    expect(decided(runner)).toHaveLength(3);
  });
});

describe('loopwright remarks', () => {
  it('lists threads with how they were answered, and what is to be taken out; nothing that hides in them', async () => {
    const { runner, path } = waiting();
    expect((await call(runner, ['remarks', 'r1'])).out).toContain('Nothing was said about this change yet.');
    const { remark = '' } = marked(
      (await call(runner, ['remark', 'r1', `${path}:3`, '-m', 'Look\u001b[2J here', '--json'])).out,
    );
    await call(runner, ['remark', 'r1', `${path}:9`, '-m', 'And here']);
    await call(runner, ['take-out', 'r1', 'aaaaaaaa1', '--why', 'Ugly.']);
    const head = { first: 5, count: 2 };
    runner.review.sent.set(remark, { sent: 1, answer: { status: 'answered', iteration: 2, path, head } });
    const { out } = await call(runner, ['remarks', 'r1']);
    expect(out).not.toContain('\u001b');
    expect(out).toContain(`${path}:3  answered by iteration 2 at ${path}:5-6  ${remark.slice(0, 8)}`);
    expect(out).toContain(`${path}:9  not sent yet`);
    expect(out).toContain('  | const x = 1;');
    expect(out).toContain(`to be taken out\n  ${path}  aaaaaaaa1  Ada <ada@example.com>: Ugly.`);
    const json = await call(runner, ['remarks', 'r1', '--json']);
    expect(reviewMarksSchema.parse(JSON.parse(json.out)).remarks).toHaveLength(2);
  });
});

describe('loopwright request-changes', () => {
  it('sends it all back with the head that was read', async () => {
    const { runner } = waiting();
    const { exit, out } = await call(runner, ['request-changes', 'r1', '-m', 'Shorter.', '--json']);
    expect(exit).toBe(0);
    expect(runStandingSchema.parse(JSON.parse(out)).run).toBe('r1');
    const said = [...(runner.state('r1')?.items.values() ?? [])].flatMap((item) => item.said);
    expect(said).toMatchObject([
      { kind: 'request-changes', note: 'Shorter.', head: expect.stringMatching(/^[0-9a-f]+$/) },
    ]);
  });

  it('says why it is refused', async () => {
    const { runner } = waiting();
    runner.refuses.set('requestChanges', { code: 'used-up', message: 'The budget of the run is used up.' });
    const { exit, err } = await call(runner, ['request-changes', 'r1']);
    expect(exit).toBe(1);
    expect(err).toContain('The budget of the run is used up.');
    expect((await call(runner, ['request-changes', 'r1', '-m', ' '])).exit).toBe(2);
  });
});
