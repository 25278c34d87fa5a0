import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/insights/accountOf.ts';
import { openJournal } from '../../../src/journal/journalFile.ts';
import { journalFile } from '../../../src/journal/stepFolder.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { summaryOf } from '../../../src/model/shapes.ts';
import { PastRuns } from '../../../src/runner/pastRuns.ts';
import { Runs } from '../../../src/runner/runs.ts';
import { openStores } from '../../../src/runner/stores.ts';
import { FakeRunner } from '../cli/fakeRunner.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const summary = (id: string) => ({
  id,
  loop: 'nightly',
  status: 'delivered' as const,
  reason: 'Done.',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:01:00.000Z',
  iterationCount: 1,
});

describe('past runs', () => {
  it('are in order, whatever the order that they came in', () => {
    const runs = new PastRuns();
    for (const id of ['d', 'b', 'e', 'a', 'c', 'b']) runs.set({ summary: summary(id) });
    const ids = (before?: string) => [...runs.newestFirst(before)].map((run) => run.summary.id).join('');
    expect([ids(), ids('c'), ids('cc'), ids('a'), ids('z')]).toEqual(['edcba', 'ba', 'cba', '', 'edcba']);
    expect([runs.has('c'), runs.has('x')]).toEqual([true, false]);
  });
});

const unknown = { tokens: null, costUsd: null };

/** The runner's runs over a folder that outlives them. */
async function openRuns(commonDir: string) {
  const stores = await openStores(commonDir);
  let read = 0;
  const runs = new Runs({
    folder: join(commonDir, 'loopwright', 'runs'),
    handlers: {} as never,
    command: () => Promise.reject(new Error('no command is run')),
    cages: { standing: () => Promise.reject(new Error('nothing begins')) },
    endedRuns: stores.endedRuns,
    account: (state) => accountOf(state, () => unknown),
    accountOfMany: () => (state) => {
      read += 1;
      return accountOf(state, () => unknown);
    },
    onEvent: () => {},
    onEnded: () => {},
    onBroken: () => {},
  });
  await runs.resume();
  return { runs, stores, readCount: () => read };
}

/** What an older runner left of a run: a journal and a summary. Its items are `one` and `two`. */
async function leaveRun(commonDir: string, id: string): Promise<void> {
  const fake = new FakeRunner();
  const items = ['one', 'two'].map((name) => ({ id: name, key: `issue/${name}`, data: null }));
  fake.addItems(id, items, ['one', 'two']);
  for (const { id: item } of items) fake.conclude(id, item, { status: 'gave-up', reason: `Item ${item} is too hard.` });
  const folder = join(commonDir, 'loopwright', 'runs', id);
  mkdirSync(folder, { recursive: true });
  const opened = openJournal(journalFile(folder));
  if (!opened.ok) throw new Error(opened.error.message);
  for (const { event } of fake.journals.get(id) ?? []) await opened.value.journal.append(event);
  await opened.value.journal.close();
  const state = foldAll(fake.journals.get(id) ?? []);
  if (state === undefined) throw new Error('no state');
  writeFileSync(join(folder, 'summary.json'), JSON.stringify(summaryOf(state)));
}

describe('the runs of a repository', () => {
  it('are read from their journals once, then from one file, and are found by the keys of their items', async () => {
    const commonDir = mkdtempSync(join(tmpdir(), 'loopwright-past-'));
    made.push(commonDir);
    await leaveRun(commonDir, '20260101-000000-aaaa');
    await leaveRun(commonDir, '20260102-000000-bbbb');
    const broken = join(commonDir, 'loopwright', 'runs', '20260103-000000-cccc');
    mkdirSync(broken);
    writeFileSync(join(broken, 'summary.json'), JSON.stringify(summary('20260103-000000-cccc')));
    writeFileSync(journalFile(broken), 'no journal\n');

    const first = await openRuns(commonDir);
    expect(first.runs.page({ limit: 2 })).toMatchObject({
      runs: [{ id: '20260103-000000-cccc' }, { id: '20260102-000000-bbbb' }],
      more: true,
    });
    const [all, again] = await Promise.all([first.runs.records(), first.runs.records()]);
    expect(again).toEqual(all);
    expect(all.map(({ account }) => account?.items.map(({ key, why }) => [key, why]))).toEqual([
      undefined,
      [
        ['issue/one', 'Item one is too hard.'],
        ['issue/two', 'Item two is too hard.'],
      ],
      [
        ['issue/one', 'Item one is too hard.'],
        ['issue/two', 'Item two is too hard.'],
      ],
    ]);
    expect(first.readCount()).toBe(2);
    expect(first.runs.page({ text: 'ISSUE/TWO', limit: 1 })).toMatchObject({
      runs: [{ id: '20260102-000000-bbbb' }],
      more: true,
    });
    expect(first.runs.page({ text: 'issue/three' })).toEqual({ runs: [], more: false });
    await first.stores.close();

    // A line of it was not written whole: its run is read from the summary, and accounted for anew.
    const file = join(commonDir, 'loopwright', 'ended.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    writeFileSync(file, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 40)}`);
    const second = await openRuns(commonDir);
    expect(await second.runs.records()).toEqual(all);
    expect(second.readCount()).toBeLessThanOrEqual(1);
    await second.stores.close();

    // A file that cannot be used says nothing that is not elsewhere too.
    appendFileSync(file, 'rubbish\n{}\n');
    const third = await openRuns(commonDir);
    expect(existsSync(`${file}.unusable`)).toBe(true);
    expect(await third.runs.records()).toEqual(all);
    await third.stores.close();
  });
});
