import { afterEach, describe, expect, it } from 'vitest';
import type { InboxEvent } from '../../../src/model/inbox.ts';
import { Inbox } from '../../../src/runner/inbox.ts';
import { owesEntry } from '../../../src/runner/triggers/entries.ts';
import { debtLimitOf, mayStart } from '../../../src/runner/understanding/backpressure.ts';
import { Ledger } from '../../../src/runner/understanding/ledger.ts';
import { readerOf } from '../../../src/runner/understanding/readerOf.ts';
import { countingFiles, LoopRepository, loopFile } from '../../support/loopRepository.ts';
import { loopOf } from '../engine/scene.ts';
import { daily, loopWith, Machine, openTriggers } from '../triggers/simulated.ts';

const ada = { name: 'Ada', email: 'ada@example.com' };
const gated = (limits: readonly string[]): Parameters<typeof mayStart>[0] =>
  loopOf(
    ['gates:', '  plain: {}', ...limits.map((limit, index) => `  g${index}: { comprehension: { ${limit} } }`)].join(
      '\n',
    ),
  );

describe('the limit of debt of a loop', () => {
  it('is the least of its comprehension gates, 300 where they say none, and none where it has no such gate', () => {
    expect(debtLimitOf(gated(['debt-limit: 500', 'debt-limit: 40']))).toBe(40);
    expect(debtLimitOf(gated(['questions: 2']))).toBe(300);
    expect(debtLimitOf(gated([]))).toBeUndefined();
  });

  it('lets a loop start up to it, and says above it how much is owed and how to pay', async () => {
    const loop = gated(['debt-limit: 40']);
    expect(await mayStart(loop, ada, async () => 40)).toMatchObject({ ok: true });
    const refused = await mayStart(loop, ada, async () => 40.1);
    expect(refused).toMatchObject({ ok: false, error: { code: 'owes-too-much' } });
    expect(refused.ok ? '' : refused.error.message).toMatch(
      /^Ada owes 41 lines .* about 9 minutes .* does not start above 40\. .*loopwright debt.*loopwright quiz.*--despite-debt "why"/,
    );
  });

  it('asks nobody what they owe for a loop without one', async () => {
    const asked = () => Promise.reject(new Error('asked'));
    expect(await mayStart(gated([]), ada, asked)).toMatchObject({ ok: true });
  });
});

describe('a trigger of a loop whose debt is too high', () => {
  it('leaves a receipt each time, and an entry in the inbox once a day, however often it is dismissed', async () => {
    const machine = new Machine('2027-01-11T05:59:00Z');
    machine.enable(loopWith(daily('0 * * * *')));
    machine.refusal = { code: 'owes-too-much', message: 'Ada owes 312 lines.' };
    const triggers = await openTriggers(machine);
    await machine.until('2027-01-12T01:30:00Z', triggers);
    await triggers.close();
    const refused = machine.disk.receipts.filter(({ became }) => became === 'refused');
    expect(refused).toHaveLength(20);
    expect(refused.every(({ why }) => why === 'Ada owes 312 lines.')).toBe(true);
    expect(new Set(machine.raised.map(({ id }) => id)).size).toBe(1);

    const events: InboxEvent[] = [];
    let now = 0;
    const inbox = new Inbox({
      append: async (event) => void events.push(event),
      earlier: [],
      live: () => [],
      clock: () => now,
    });
    const noon = new Date(2027, 0, 11, 12).getTime();
    const hour = 3_600_000;
    for (let fired = 0; fired < 24; fired++) {
      now = noon + fired * hour;
      const date = new Date(now);
      const day = `${date.getFullYear()}-01-${date.getDate()}`;
      await inbox.raise(owesEntry('tidy', `owes ${fired}`, day, now));
      if (inbox.open().length > 0) await inbox.dismiss('held:tidy:debt', '', 'Ada <ada@example.com>');
    }
    expect(events.map(({ type }) => type)).toEqual(['raised', 'closed', 'raised', 'closed']);
  });
});

describe('a start by hand in the real runner', () => {
  let repository: LoopRepository | undefined;
  afterEach(async () => {
    await repository?.dispose();
    repository = undefined;
  });

  it('is refused above the limit, is done with a reason that is kept, and other loops start', {
    timeout: 60_000,
  }, async () => {
    repository = await LoopRepository.create((outside) => {
      const files = countingFiles(outside, 1, 'gates: { understand: { comprehension: { debt-limit: 5 } } }');
      const plain = { ...countingFiles(outside, 1) }[loopFile]?.replace('name: count-up', 'name: plain') ?? '';
      return { ...files, '.loops/plain.loop.yaml': plain, 'notes.txt': 'a\nb\n' };
    });
    const { commonDir, git } = repository;
    const ledger = await Ledger.open({ commonDir, clock: Date.now });
    const unit = { unit: 'src/old.js#old', body: 'b', lines: 6, size: 6, weight: 1, callers: 0 } as const;
    await git.commit('old', { 'src/old.js': 'function old() {\n  one();\n  two();\n  three();\n  four();\n}\n' });
    const landed = {
      row: 'landed',
      at: Date.now(),
      run: 'r',
      item: 'default',
      loop: 'tidy',
      what: 'x',
      why: 'y',
    } as const;
    const row = { ...landed, units: [unit], gone: [], takenOut: [], remarks: [], misses: 0 };
    await ledger.append(readerOf('author@example.com'), [row]);
    await ledger.close();

    expect(await repository.ask('debt', { of: 'me' })).toMatchObject({ mine: { owed: 6 }, units: [{ name: 'old' }] });
    await expect(repository.start()).rejects.toThrow(/owes-too-much.*Test Author owes 6 lines/);
    const plain = await repository.ask('start', { file: '.loops/plain.loop.yaml', uncommitted: false });
    await repository.until(plain.run, 'waiting');
    const { run } = await repository.ask('start', { file: loopFile, uncommitted: false, despiteDebt: 'a fire' });
    const [started] = await repository.ask('events', { run, from: 0 });
    expect(started?.event).toMatchObject({ type: 'run.started', start: { despiteDebt: 'a fire' } });
    for (const one of [plain.run, run]) await repository.ask('stop', { run: one });
    expect(await repository.quiet()).toEqual([]);
  });
});
