import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal, readJournal } from '../../../src/journal/journalFile.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { sampleEvents } from './events.ts';
import { FakeDisk } from './fakeDisk.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const folder = temporaryFolders();

async function written(events: readonly RunEvent[] = sampleEvents): Promise<{ path: string; bytes: Buffer }> {
  const path = join(folder(), 'run', 'journal.jsonl');
  const opened = openJournal(path, { clock: () => 1000 });
  if (!opened.ok) throw new Error(opened.error.message);
  for (const event of events) await opened.value.journal.append(event);
  await opened.value.journal.close();
  return { path, bytes: readFileSync(path) };
}

/** Where each line begins, and the end. */
function lineStarts(bytes: Buffer): readonly number[] {
  return [0, ...[...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1)];
}

describe('a journal', () => {
  it('gives back what was appended, numbered and dated', async () => {
    const { path } = await written();
    const opened = openJournal(path);
    expect(opened).toMatchObject({ ok: true, value: { cutBytes: 0 } });
    const events = opened.ok ? opened.value.events : [];
    expect(events.map(({ event }) => event)).toEqual(sampleEvents);
    expect(events.map(({ seq, at }) => [seq, at])).toEqual(sampleEvents.map((_, index) => [index, 1000]));
  });

  it('goes on in the same chain after it was opened again', async () => {
    const { path } = await written(sampleEvents.slice(0, 3));
    const opened = openJournal(path);
    if (!opened.ok) throw new Error(opened.error.message);
    for (const event of sampleEvents.slice(3)) await opened.value.journal.append(event);
    await opened.value.journal.close();
    const read = readJournal(path);
    expect(read.ok && read.value.map(({ event }) => event)).toEqual(sampleEvents);
  });

  it('is lines that a person can read', async () => {
    const { bytes } = await written();
    const lines = bytes.toString().trimEnd().split('\n');
    expect(lines).toHaveLength(sampleEvents.length);
    for (const line of lines) expect(line).toMatch(/^[0-9a-f]{32} \{"seq":\d+,"at":1000,"event":\{"type":"[a-z.]+",/);
  });
});

describe('a torn tail', () => {
  it('is recovered from wherever the file was cut, and appending goes on after it', async () => {
    const { bytes } = await written();
    const starts = lineStarts(bytes);
    const disk = new FakeDisk();
    for (let length = 0; length < bytes.length; length += 1) {
      disk.written = bytes.subarray(0, length);
      const whole = starts.filter((start) => start > 0 && start <= length).length;
      const read = readJournal('j', disk);
      expect(read.ok && read.value.length, `read at ${length}`).toBe(whole);
      expect(disk.written.length, 'reading cuts nothing').toBe(length);
      const opened = openJournal('j', { files: disk });
      if (!opened.ok) throw new Error(`cut at ${length}: ${opened.error.message}`);
      expect(opened.value.events, `opened at ${length}`).toHaveLength(whole);
      expect(opened.value.cutBytes).toBe(length - (starts[whole] ?? 0));
      await opened.value.journal.append({ type: 'stop.requested', by: 'Ada' });
      disk.crash();
      const again = readJournal('j', disk);
      expect(again.ok && again.value.length).toBe(whole + 1);
    }
  });

  it('is cut in the file itself', async () => {
    const { path, bytes } = await written();
    const starts = lineStarts(bytes);
    for (let length = 0; length < bytes.length; length += 97) {
      writeFileSync(path, bytes.subarray(0, length));
      const opened = openJournal(path);
      if (!opened.ok) throw new Error(`cut at ${length}: ${opened.error.message}`);
      expect(starts).toContain(readFileSync(path).length);
      await opened.value.journal.append({ type: 'stop.requested', by: 'Ada' });
      await opened.value.journal.close();
      const again = readJournal(path);
      expect(again.ok && again.value.length).toBe(opened.value.events.length + 1);
    }
  });

  it('may be blocks that were never filled', async () => {
    const { path, bytes } = await written();
    const start = lineStarts(bytes)[6] ?? 0;
    const rest = Buffer.from(bytes.subarray(start));
    rest.fill(0, 0, 40);
    rest.fill('x', rest.length - 9, rest.length - 1);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, start), rest.subarray(0, 30), Buffer.from('junk\n')]));
    expect(openJournal(path)).toMatchObject({ ok: true, value: { cutBytes: 35 } });
  });
});

describe('a damaged journal', () => {
  it('stops loudly at a flipped byte anywhere but in the very end, and stays as it is', async () => {
    const { path, bytes } = await written();
    const starts = lineStarts(bytes);
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      writeFileSync(path, damaged);
      const line = starts.filter((start) => start <= at).length;
      const opened = openJournal(path);
      expect(opened, `byte ${at}`).toMatchObject({
        ok: false,
        error: { code: 'corrupt', line, offset: starts[line - 1] },
      });
      expect(readFileSync(path).equals(damaged)).toBe(true);
      expect(readJournal(path).ok).toBe(false);
    }
  });

  const lines = (bytes: Buffer): string[] => bytes.toString().split(/(?<=\n)/);
  const damages: Readonly<Record<string, (lines: string[]) => string[]>> = {
    'a deleted line': (all) => all.toSpliced(2, 1),
    'the first line deleted': (all) => all.slice(1),
    'two lines swapped': (all) => all.toSpliced(2, 2, all[3] ?? '', all[2] ?? ''),
    'a line twice': (all) => all.toSpliced(3, 0, all[2] ?? ''),
    'an edited last line': (all) => [...all.slice(0, -1), (all.at(-1) ?? '').replace('delivered', 'rejected')],
    'garbage at the end': (all) => [...all, 'garbage\n'],
    'garbage between': (all) => all.toSpliced(4, 0, 'garbage\n'),
    'a hole before a whole record': (all) => all.toSpliced(4, 1, '\0'.repeat(512)),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`is noticed: ${name}`, async () => {
      const { path, bytes } = await written();
      const text = damage(lines(bytes)).join('');
      expect(text).not.toBe(bytes.toString());
      writeFileSync(path, text);
      const opened = openJournal(path);
      expect(opened).toMatchObject({ ok: false, error: { code: 'corrupt', path } });
      expect(!opened.ok && opened.error.message).toMatch(/line \d+ \(byte \d+\).*Restore the file/);
      expect(readFileSync(path, 'utf8')).toBe(text);
    });
  }

  it('notices a last newline that was replaced', async () => {
    const { path, bytes } = await written();
    writeFileSync(path, Buffer.concat([bytes.subarray(0, -1), Buffer.from('!')]));
    expect(openJournal(path)).toMatchObject({ ok: false, error: { code: 'corrupt', line: sampleEvents.length } });
  });

  it('names a record of another version as such', async () => {
    const path = join(folder(), 'journal.jsonl');
    const { encodeRecord, chainStart } = await import('../../../src/journal/record.ts');
    const odd = { seq: 0, at: 1, event: { type: 'moon.landed' } } as unknown as Parameters<typeof encodeRecord>[1];
    writeFileSync(path, encodeRecord(chainStart, odd).text);
    expect(openJournal(path)).toMatchObject({ ok: false, error: { code: 'not-understood', line: 1, offset: 0 } });
  });

  it('says so when it cannot be read at all', () => {
    expect(openJournal(folder())).toMatchObject({ ok: false, error: { code: 'unreadable' } });
  });
});
