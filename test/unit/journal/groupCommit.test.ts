import { describe, expect, it } from 'vitest';
import { WriteFailed } from '../../../src/journal/groupCommit.ts';
import { type Journal, openJournal } from '../../../src/journal/journalFile.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { FakeDisk, type Fault } from './fakeDisk.ts';

const event = (now: number): RunEvent => ({ type: 'clock.read', key: `k${now}`, now });

function opened(disk: FakeDisk): Journal {
  const result = openJournal('/journal.jsonl', { files: disk });
  if (!result.ok) throw new Error(result.error.message);
  return result.value.journal;
}

function durableCount(disk: FakeDisk): number {
  disk.crash();
  const result = openJournal('/journal.jsonl', { files: disk });
  return result.ok ? result.value.events.length : -1;
}

describe('group commit', () => {
  it('is durable when append resolves', async () => {
    const disk = new FakeDisk();
    await opened(disk).append(event(1));
    expect(durableCount(disk)).toBe(1);
  });

  it('writes what arrives together with one write and one sync, in order', async () => {
    const disk = new FakeDisk();
    const journal = opened(disk);
    const records = await Promise.all(Array.from({ length: 64 }, (_, index) => journal.append(event(index))));
    expect(records.map((record) => record.seq)).toEqual(Array.from({ length: 64 }, (_, index) => index));
    expect([disk.writes, disk.syncs]).toEqual([1, 1]);
    expect(durableCount(disk)).toBe(64);
  });

  it('keeps 64 writers that answer each other in batches', async () => {
    const disk = new FakeDisk();
    const journal = opened(disk);
    const writer = async (): Promise<void> => {
      for (let turn = 0; turn < 10; turn += 1) await journal.append(event(turn));
    };
    await Promise.all(Array.from({ length: 64 }, writer));
    expect(disk.syncs).toBe(10);
    expect(durableCount(disk)).toBe(640);
  });

  it('leaves the thread to others while a slow disk syncs, and batches what arrives meanwhile', async () => {
    const disk = new FakeDisk();
    disk.syncTime = 30;
    const journal = opened(disk);
    await journal.append(event(0));
    const first = journal.append(event(1));
    // Others have their turn with the sync begun and not ended, however busy the machine is.
    await new Promise((resolve) => setImmediate(resolve));
    expect([disk.writes, disk.syncs]).toEqual([2, 1]);
    const later = [journal.append(event(2)), journal.append(event(3))];
    await Promise.all([first, ...later]);
    expect(disk.syncs).toBe(3);
    expect(durableCount(disk)).toBe(4);
  });

  it('tells followers only what is durable, in order, and nothing that is not', async () => {
    const disk = new FakeDisk();
    const journal = opened(disk);
    const seen: number[] = [];
    const end = journal.onDurable((record) => {
      expect(disk.durable.equals(disk.written)).toBe(true);
      seen.push(record.seq);
    });
    await Promise.all([journal.append(event(1)), journal.append(event(2))]);
    disk.fault = 'EIO on sync';
    await expect(journal.append(event(3))).rejects.toThrow(WriteFailed);
    expect(seen).toEqual([0, 1]);
    end();
  });

  it('stops taking part when asked to', async () => {
    const journal = opened(new FakeDisk());
    let told = 0;
    journal.onDurable(() => {
      told += 1;
    })();
    await journal.append(event(1));
    expect(told).toBe(0);
  });
});

describe('a failing disk', () => {
  const faults: readonly Fault[] = ['ENOSPC on write', 'EIO on write', 'short write', 'EIO on sync'];
  for (const fault of faults) {
    it(`ends the journal for good: ${fault}`, async () => {
      const disk = new FakeDisk();
      const journal = opened(disk);
      await journal.append(event(0));
      disk.fault = fault;
      const failed = await Promise.allSettled([journal.append(event(1)), journal.append(event(2))]);
      expect(failed.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
      // A second try of a sync may report success for data that is lost.
      disk.fault = undefined;
      const { writes, syncs } = disk;
      await expect(journal.append(event(3))).rejects.toThrow(/could not be written .* Free space/);
      expect([disk.writes, disk.syncs]).toEqual([writes, syncs]);
      expect(durableCount(disk)).toBe(1);
    });
  }

  it('fails appends that wait behind the one that failed', async () => {
    const disk = new FakeDisk();
    disk.syncTime = 20;
    const journal = opened(disk);
    await journal.append(event(0));
    const first = journal.append(event(1)).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 5));
    disk.fault = 'EIO on sync';
    const second = journal.append(event(2)).catch((error: unknown) => error);
    expect(await first).toBeInstanceOf(WriteFailed);
    expect(await second).toBeInstanceOf(WriteFailed);
  });

  it('recovers from a short write when it is opened again', async () => {
    const disk = new FakeDisk();
    const journal = opened(disk);
    await journal.append(event(0));
    disk.fault = 'short write';
    await expect(journal.append(event(1))).rejects.toThrow('only 10 of');
    disk.fault = undefined;
    await opened(disk).append(event(2));
    expect(durableCount(disk)).toBe(2);
  });

  it('does not append behind a torn tail that it cannot cut', async () => {
    const disk = new FakeDisk();
    await opened(disk).append(event(0));
    disk.written = disk.written.subarray(0, -3);
    disk.fault = 'EIO on truncate';
    expect(openJournal('/journal.jsonl', { files: disk })).toMatchObject({ ok: false, error: { code: 'unreadable' } });
  });

  it('takes nothing after it was closed', async () => {
    const journal = opened(new FakeDisk());
    await journal.close();
    await expect(journal.append(event(1))).rejects.toThrow('was closed');
  });
});
