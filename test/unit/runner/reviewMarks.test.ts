import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { onlyItem } from '../../../src/model/lane.ts';
import type { Anchor, Mark, ReviewMarks } from '../../../src/model/reviewMarks.ts';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { approvalOf, type LoopRepository, loopFile } from '../../support/loopRepository.ts';
import { repositories, soon } from './smallLoops.ts';

/** What people say in a review and request, over the real runner, real git, and an agent that does what it is told. */

const made = repositories();
afterEach(made.dispose);

const numbers = Array.from({ length: 60 }, (_, n) => `line ${n + 1}`);
const path = 'text.txt';

/**
 * The first pass capitalises lines 10 and 40. Later ones do what is said: `Call it <word>.` puts the word in the place of
 * the quoted line. Where the file `hold` is, they wait until it is gone.
 */
const maker = (outside: string): string => `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
const told = readFileSync(process.env.LOOPWRIGHT_FEEDBACK_FILE, 'utf8');
appendFileSync(${JSON.stringify(join(outside, 'told.log'))}, JSON.stringify({ iteration: process.env.LOOPWRIGHT_ITERATION, told }) + '\\n');
let text = readFileSync('${path}', 'utf8');
if (process.env.LOOPWRIGHT_ITERATION === '1') text = text.replace('line 10\\n', 'LINE 10\\n').replace('line 40\\n', 'LINE 40\\n');
const asked = /\`\`\`\\n(.*)\\n\`\`\`\\nWhat was said: Call it (\\w+)\\./g;
for (const [, line, word] of told.matchAll(asked)) text = text.replace(line + '\\n', word + '\\n');
while (existsSync(${JSON.stringify(join(outside, 'hold'))})) await new Promise((resolve) => setTimeout(resolve, 20));
writeFileSync('${path}', text);
`;

const reviewed = (more: readonly string[] = []): Promise<LoopRepository> =>
  made.create((outside) => ({
    [path]: numbers.map((line) => `${line}\n`).join(''),
    'other.txt': 'other\n',
    'tools/make.mjs': maker(outside),
    'tools/check.mjs':
      "import { readFileSync } from 'node:fs';\nprocess.exit(readFileSync('text.txt', 'utf8').includes('LINE') ? 0 : 1);",
    [loopFile]: [
      'name: count-up',
      'on: manual',
      'roles: { maker: { agent: command, run: node tools/make.mjs } }',
      'checks: { counted: node tools/check.mjs }',
      'goal: checks.counted.passed',
      'budget: { max-iterations: 2 }',
      `policy: { write: [${JSON.stringify(outside)}] }`,
      ...more,
    ].join('\n'),
  }));

async function waiting(loop: LoopRepository, run?: string): Promise<RunDetail> {
  return loop.until(run ?? (await loop.start()), 'waiting');
}

const headOf = ({ change }: RunDetail): string => change?.head ?? '';
const anchorOn = (detail: RunDetail, first: number, more: Partial<Anchor> = {}): Anchor => ({
  path,
  side: 'head',
  commit: headOf(detail),
  first,
  last: first,
  ...more,
});

function remarkOn(detail: RunDetail, first: number, text: string, more: Partial<Anchor> = {}) {
  return { kind: 'remark', id: randomUUID(), anchor: anchorOn(detail, first, more), text } as const satisfies Mark;
}

const mark = (loop: LoopRepository, run: string, ...marks: readonly Mark[]) =>
  loop.ask('mark', { run, marks: [...marks] });
const marksOf = (loop: LoopRepository, run: string): Promise<ReviewMarks> => loop.ask('reviewMarks', { run });
const nowAre = async (loop: LoopRepository, run: string, name: string): Promise<void> => {
  await loop.git.git('config', 'user.name', name);
  await loop.ask('show', { run });
};
const codeOf = (refused: Promise<unknown>): Promise<string> =>
  refused.then(
    () => 'done',
    (error: Error) => error.message.split(':', 1)[0] ?? '',
  );

describe('a review', () => {
  it('goes back to the agent and comes back answered', { timeout: 120_000 }, async () => {
    const loop = await reviewed();
    const first = await waiting(loop);
    const { id: run } = first;
    const [ten, fifty] = [remarkOn(first, 10, 'Call it ten.'), remarkOn(first, 58, 'Why is it so?')];
    await mark(loop, run, ten, fifty, { kind: 'viewed', digests: ['d'], on: true });
    // A request that is repeated changes nothing.
    await mark(loop, run, ten);
    const before = await marksOf(loop, run);
    expect(before).toMatchObject({
      me: 'Test Author <author@example.com>',
      viewed: ['d'],
      remarks: [
        { id: ten.id, quote: ['LINE 10'], now: { first: 10, count: 1 } },
        { id: fifty.id, quote: ['line 58'], now: { first: 58, count: 1 } },
      ],
    });
    expect(before.remarks.map(({ sent }) => sent)).toEqual([undefined, undefined]);

    await loop.ask('requestChanges', { run, head: headOf(first), note: 'Nothing else.' });
    const second = await waiting(loop, run);
    expect(headOf(second)).not.toBe(headOf(first));
    expect(second.items[0]?.requests).toMatchObject([
      { by: 'Test Author <author@example.com>', iteration: 2, remarks: 2, takenOut: 0, note: 'Nothing else.' },
    ]);
    const { remarks } = await marksOf(loop, run);
    expect(remarks).toMatchObject([
      { sent: 1, answer: { status: 'answered', iteration: 2, path, head: { first: 10, count: 1 } } },
      { sent: 1, answer: { status: 'unanswered', iteration: 2 } },
    ]);

    // What was sent stands; a reply makes it pending again, and what is resolved is not sent again.
    await nowAre(loop, run, 'Bob');
    expect(await codeOf(mark(loop, run, { kind: 'reword', remark: ten.id, text: 'x' }))).toBe('not-yours');
    await nowAre(loop, run, 'Test Author');
    expect(await codeOf(mark(loop, run, { kind: 'withdraw', remark: ten.id }))).toBe('already-sent');
    await mark(loop, run, { kind: 'resolve', remark: ten.id, on: true });
    await mark(loop, run, { kind: 'reply', remark: fifty.id, text: 'Call it fiftyeight.' });
    const replied = await marksOf(loop, run);
    expect(replied.remarks[1]).not.toHaveProperty('sent');
    expect(replied.remarks[1]).not.toHaveProperty('answer');

    await loop.ask('requestChanges', { run, head: headOf(second) });
    const third = await waiting(loop, run);
    expect((await marksOf(loop, run)).remarks).toMatchObject([
      { resolved: { by: 'Test Author <author@example.com>' }, answer: { iteration: 2, head: { first: 10, count: 1 } } },
      { sent: 2, answer: { status: 'unanswered', iteration: 3 } },
    ]);
    const told = (await readFile(join(loop.git.outside, 'told.log'), 'utf8')).trim().split('\n').at(-1) ?? '';
    expect(told).toContain('Why is it so?');
    expect(told).not.toContain('Call it ten');

    expect(await loop.land(third)).toMatchObject({ status: 'delivered' });
    expect((await loop.git.read(path)).split('\n').slice(9, 10)).toEqual(['ten']);
    // A review that is over is only read.
    expect((await marksOf(loop, run)).remarks).toHaveLength(2);
    expect(await codeOf(mark(loop, run, { kind: 'looked', head: headOf(third) }))).toBe('already-delivered');
    expect(await loop.quiet()).toEqual([]);
  });

  it('is each person’s own in part, and the same for all windows', { timeout: 120_000 }, async () => {
    const loop = await reviewed();
    const detail = await waiting(loop);
    const { id: run } = detail;
    const [one, other] = [await loop.connect(), await loop.connect()];
    let told = 0;
    other.onChanged((what) => {
      if (what === 'review') told += 1;
    });
    const said = remarkOn(detail, 10, 'Mine.');
    const twice = await Promise.all([one, other].map((client) => client.request('mark', { run, marks: [said] })));
    expect(twice.map(({ ok }) => ok)).toEqual([true, true]);
    expect((await marksOf(loop, run)).remarks).toHaveLength(1);
    await soon('told of the review', async () => (told > 0 ? told : undefined), loop);

    await mark(loop, run, { kind: 'looked', head: 'f'.repeat(40) }, { kind: 'place', unit: 'text.txt#' });
    await nowAre(loop, run, 'Bob');
    const bobs = await marksOf(loop, run);
    expect(bobs).toMatchObject({ me: 'Bob <author@example.com>', viewed: [], remarks: [{ id: said.id }] });
    expect(bobs.looked).toBeUndefined();

    // Two who request changes at once: one begins it, the other is told so.
    await writeFile(join(loop.git.outside, 'hold'), '');
    const ends = await Promise.all(
      [one, other].map((client) => client.request('requestChanges', { run, head: headOf(detail) })),
    );
    expect(ends.map((end) => (end.ok ? 'ok' : end.error.code)).sort()).toEqual(['not-waiting', 'ok']);
    expect((await marksOf(loop, run)).remarks[0]).toMatchObject({ sent: 1 });
    expect((await marksOf(loop, run)).remarks[0]?.answer).toBeUndefined();
    expect(await codeOf(loop.ask('requestChanges', { run, head: headOf(detail), note: 'x' }))).toBe('not-waiting');
  });

  it('refuses what cannot be said or sent, and says why', { timeout: 120_000 }, async () => {
    const loop = await reviewed();
    const detail = await waiting(loop);
    const { id: run } = detail;
    const head = headOf(detail);
    const refusals = [
      remarkOn(detail, 61, 'x'),
      remarkOn(detail, 5, 'x', { last: 4 }),
      remarkOn(detail, 1, 'x', { path: 'nowhere.txt' }),
      remarkOn(detail, 1, 'x', { commit: 'f'.repeat(40) }),
      remarkOn(detail, 1, 'x', { side: 'base' }),
      { kind: 'reply', remark: 'gone', text: 'x' } as const,
    ];
    const codes = [];
    // One that is refused takes all of its request with it.
    for (const refused of refusals) codes.push(await codeOf(mark(loop, run, remarkOn(detail, 1, 'fine'), refused)));
    expect(codes).toEqual(['no-lines', 'no-lines', 'no-file', 'unknown-commit', 'unknown-commit', 'unknown-remark']);
    expect((await marksOf(loop, run)).remarks).toEqual([]);

    expect(await codeOf(loop.ask('requestChanges', { run, head }))).toBe('nothing-asked');
    expect(await codeOf(loop.ask('requestChanges', { run, head: 'f'.repeat(40), note: 'x' }))).toBe('changed');
    expect(await codeOf(loop.ask('takeOut', { run, head }))).toBe('nothing-decided');
    await mark(loop, run, ...Array.from({ length: 9 }, () => remarkOn(detail, 1, 'x'.repeat(8000))));
    expect(await codeOf(loop.ask('requestChanges', { run, head }))).toBe('too-much');

    // The worktree is deleted under the open review: nothing is lost, and nothing is begun.
    await rm(detail.worktree, { recursive: true });
    const kept = await marksOf(loop, run);
    expect(kept.remarks).toHaveLength(9);
    await mark(loop, run, ...kept.remarks.slice(1).map(({ id }): Mark => ({ kind: 'withdraw', remark: id })));
    expect(await codeOf(loop.ask('requestChanges', { run, head }))).toBe('no-worktree');
    expect((await loop.ask('show', { run })).status).toBe('waiting');
    expect((await marksOf(loop, run)).remarks).toHaveLength(1);
  });

  it('remarks find their lines again when the base moves', { timeout: 120_000 }, async () => {
    const loop = await reviewed();
    const detail = await waiting(loop);
    const { id: run } = detail;
    const base = detail.change?.base ?? '';
    const [inHead, inBase, gone] = [
      remarkOn(detail, 40, 'Here.'),
      remarkOn(detail, 40, 'And there.', { side: 'base', commit: base }),
      remarkOn(detail, 25, 'This goes away.'),
    ];
    await mark(loop, run, inHead, inBase, gone);
    const moved = ['new 1', 'new 2', ...numbers.filter((line) => line !== 'line 25')];
    await loop.git.commit('moved', { [path]: moved.map((line) => `${line}\n`).join('') });
    expect(await loop.ask('land', { run, approval: approvalOf(detail) })).toMatchObject({ status: 'refused' });
    const { remarks } = await marksOf(loop, run);
    expect(remarks.map(({ now }) => now)).toEqual([{ first: 41, count: 1 }, { first: 41, count: 1 }, undefined]);
    expect(remarks[2]).toMatchObject({ quote: ['line 25'], said: [{ text: 'This goes away.' }] });
  });

  it('survives a kill of the runner in the middle of what was asked for', { timeout: 120_000 }, async () => {
    const loop = await reviewed();
    const detail = await waiting(loop);
    const { id: run } = detail;
    await mark(loop, run, remarkOn(detail, 10, 'Call it ten.'));
    await writeFile(join(loop.git.outside, 'hold'), '');
    await loop.ask('requestChanges', { run, head: headOf(detail) });
    await loop.killRunner();
    expect((await loop.ask('show', { run })).status).toBe('running');
    expect(await codeOf(loop.ask('requestChanges', { run, head: headOf(detail) }))).toBe('not-waiting');
    await rm(join(loop.git.outside, 'hold'));
    await waiting(loop, run);
    await loop.killRunner();
    expect((await marksOf(loop, run)).remarks).toMatchObject([
      { sent: 1, answer: { status: 'answered', iteration: 2, head: { first: 10, count: 1 } } },
    ]);
    const told = (await readFile(join(loop.git.outside, 'told.log'), 'utf8')).trim().split('\n');
    expect(told).toHaveLength(2);
    const facts = join(loop.commonDir, 'loopwright', 'runs', run, 'review', `${onlyItem}.jsonl`);
    expect((await readFile(facts, 'utf8')).trim().split('\n')).toHaveLength(1);
  });
});
