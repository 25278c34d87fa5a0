import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { attentionSchema } from '../../../src/model/attention.ts';
import type { Changed } from '../../../src/protocol/runner.ts';
import { countingFiles } from '../../support/loopRepository.ts';
import { repositories, soon } from './smallLoops.ts';

const { create, dispose } = repositories();
afterEach(dispose);

describe('what the runner tells who watches', () => {
  it('has every worktree that is there, and what giving it back would lose', async () => {
    const loop = await create((outside) => countingFiles(outside, 1));
    expect(await loop.ask('worktrees', {})).toEqual([]);
    const heard = new Set<Changed>();
    (await loop.connect()).onChanged((what) => heard.add(what));
    const waiting = await loop.until(await loop.start(), 'waiting');
    const [row, ...others] = await loop.ask('worktrees', {});
    if (row === undefined) throw new Error('no worktree');
    expect(others).toEqual([]);
    expect(row).toMatchObject({ run: waiting.id, loop: 'count-up', item: 'default', status: 'waiting', dirty: 0 });
    expect(row.branch).toBe(waiting.branch);
    expect(row.holds).toContain('has not ended');
    expect(row.bytes).toBeGreaterThan(0);
    expect(Math.abs(Date.now() - row.createdAt)).toBeLessThan(300_000);
    expect([...heard]).toEqual(expect.arrayContaining(['worktrees', 'inbox', 'costs']));

    await writeFile(join(row.path, 'mine.txt'), 'work of a person\n');
    await loop.ask('reject', { run: waiting.id, reason: 'no' });
    const [kept] = await loop.ask('worktrees', {});
    expect(kept).toMatchObject({ status: 'rejected', dirty: 1 });
    expect(kept?.holds).toBeDefined();
    await rm(join(row.path, 'mine.txt'));
    // The work itself has landed nowhere, so that it still holds.
    expect((await loop.ask('worktrees', {}))[0]).toMatchObject({ dirty: 0, holds: expect.stringContaining('not') });
    await loop.git.git('branch', 'kept-by-hand', waiting.branch);
    expect((await loop.ask('worktrees', {}))[0]?.holds).toBeUndefined();
    heard.clear();
    const other = await loop.ask('clean', { run: waiting.id, item: 'other', force: true });
    expect(other).toMatchObject({ removed: [], kept: [{ why: expect.stringContaining('no item other') }] });
    expect((await loop.ask('clean', { run: waiting.id, item: 'default', force: false })).removed).toEqual([waiting.id]);
    expect(await loop.ask('worktrees', {})).toEqual([]);
    expect(existsSync(row.path)).toBe(false);
    await soon('that worktrees changed', async () => (heard.has('worktrees') ? true : undefined), loop);
  });

  it('has what was used today, unknown as unknown, and takes down for how long somebody looked', async () => {
    const loop = await create((outside) => ({
      ...countingFiles(outside, 1),
      '.loops/settings.yaml': 'budget: { per-day: { max-tokens: 5000000 } }\n',
    }));
    const before = { spend: { tokens: 0, costUsd: 0 }, loops: [], perDay: { tokens: 5_000_000 } };
    expect(await loop.ask('today', {})).toEqual(before);
    // Under a limit of tokens an agent that reports none is ended: the limit goes first.
    await loop.git.git('rm', '-q', '.loops/settings.yaml');
    await loop.git.commit('no limit');
    const { id: run, loop: name } = await loop.until(await loop.start(), 'waiting');
    const spend = { tokens: null, costUsd: null };
    expect(await loop.ask('today', {})).toMatchObject({ spend, loops: [{ loop: name, spend }] });

    await loop.ask('attended', { run, item: 'default', seconds: 12 });
    await expect(loop.ask('attended', { run, item: 'default', seconds: 3000 })).rejects.toThrow('too-long');
    await expect(loop.ask('attended', { run, item: 'other', seconds: 1 })).rejects.toThrow('unknown-item');
    await expect(loop.ask('attended', { run: 'none', item: 'default', seconds: 1 })).rejects.toThrow('unknown-run');
    const text = await readFile(join(loop.commonDir, 'loopwright', 'attention.jsonl'), 'utf8');
    const facts = text
      .trimEnd()
      .split('\n')
      .map((line) => attentionSchema.parse(JSON.parse(line)));
    expect(facts).toMatchObject([{ run, item: 'default', seconds: 12, by: 'Test Author <author@example.com>' }]);
  });
});
