import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Facts, type FactsFold, listed, openFacts } from '../../../src/journal/factStore.ts';
import type { JournalFiles } from '../../../src/journal/files.ts';
import { WriteFailed } from '../../../src/journal/groupCommit.ts';
import { FakeDisk } from './fakeDisk.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const folder = temporaryFolders();
const schema = z.strictObject({ at: z.number(), text: z.string(), severity: z.enum(['low', 'high']).default('low') });
type Fact = z.infer<typeof schema>;
const fact = (at: number, text = `line ${at}\n\u2028 “ä”`): Fact => ({ at, text, severity: 'high' });
const facts = [1, 2, 3, 4].map((at) => fact(at));

function opened<State>(path: string, fold: FactsFold<Fact, State>, files?: JournalFiles): Facts<Fact, State> {
  const result = openFacts(path, schema, fold, files);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** A disk with these facts on it, and their bytes. */
async function written(): Promise<{ disk: FakeDisk; bytes: Buffer }> {
  const disk = new FakeDisk();
  const store = opened('f', listed(), disk);
  for (const one of facts) await store.append(one);
  return { disk, bytes: disk.durable };
}

describe('a store of facts', () => {
  it('gives back what was appended, from a file for its owner alone', async () => {
    const path = join(folder(), 'new', 'inbox.jsonl');
    const store = opened(path, listed());
    expect(store.state).toEqual([]);
    await Promise.all(facts.map((one) => store.append(one)));
    expect(store.state).toEqual(facts);
    await store.close();
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(facts.length + 1);
    expect(statSync(path).mode & 0o077).toBe(0);
    const again = opened(path, listed());
    expect(again.state).toEqual(facts);
    await again.append(fact(5));
    await again.close();
    expect(opened(path, listed()).state).toEqual([...facts, fact(5)]);
  });

  it('makes what is appended together durable together, and says so only then', async () => {
    const disk = new FakeDisk();
    const store = opened('f', listed(), disk);
    const appended = Array.from({ length: 64 }, async (_, at) => {
      await store.append(fact(at));
      expect(disk.durable.toString().split('\n').length).toBeGreaterThan(at);
    });
    expect(store.state).toEqual([]);
    await Promise.all(appended);
    expect([disk.writes, disk.syncs]).toEqual([1, 1]);
    disk.crash();
    expect(opened('f', listed(), disk).state).toEqual(Array.from({ length: 64 }, (_, at) => fact(at)));
  });

  it('keeps only what it is asked to: some facts, or a sum', async () => {
    const { disk } = await written();
    const recent = opened(
      'f',
      listed<Fact>(({ at }) => at > 2),
      disk,
    );
    expect(recent.state.map(({ at }) => at)).toEqual([3, 4]);
    const sum = opened('f', { from: 0, add: (all: number, { at }: Fact) => all + at }, disk);
    expect(sum.state).toBe(10);
    await sum.append(fact(7));
    expect(sum.state).toBe(17);
  });

  it('takes no fact that it could not read again', async () => {
    const store = opened('f', listed(), new FakeDisk());
    await expect(store.append(fact(Number.NaN))).rejects.toThrow();
    await store.append({ at: 1, text: '' } as Fact);
    expect(store.state).toEqual([{ at: 1, text: '', severity: 'low' }]);
  });

  it('ends for good when the disk fails', async () => {
    const disk = new FakeDisk();
    const store = opened('f', listed(), disk);
    disk.fault = 'EIO on sync';
    await expect(store.append(fact(1))).rejects.toThrow(WriteFailed);
    disk.fault = undefined;
    await expect(store.append(fact(2))).rejects.toThrow(/could not be written .* Free space/);
    expect(store.state).toEqual([]);
  });
});

describe('a torn tail of facts', () => {
  it('is cut wherever a write was cut short, and appending goes on after it', async () => {
    const { disk, bytes } = await written();
    const ends = [...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1);
    for (let length = 0; length < bytes.length; length += 1) {
      disk.written = bytes.subarray(0, length);
      const whole = ends.filter((end) => end <= length).length;
      const store = opened('f', listed(), disk);
      expect(store.state, `cut at ${length}`).toEqual(facts.slice(0, whole));
      expect(disk.written.length).toBe(ends[whole - 1] ?? 0);
      await store.append(fact(9));
      disk.crash();
      expect(opened('f', listed(), disk).state).toEqual([...facts.slice(0, whole), fact(9)]);
    }
  });

  it('may be blocks that were never filled', async () => {
    const { disk, bytes } = await written();
    disk.written = Buffer.concat([bytes, Buffer.alloc(50), Buffer.from('rest\n')]);
    expect(opened('f', listed(), disk).state).toEqual(facts);
    expect(disk.written.equals(bytes)).toBe(true);
  });
});

describe('a damaged file of facts', () => {
  const damages: Readonly<Record<string, readonly [line: string, code: string, words: RegExp]>> = {
    'a line that is cut short': ['{"at":2,"te', 'corrupt', /Line 2 of f \(byte \d+\) cannot be used: it is no JSON/],
    'an empty line': ['', 'corrupt', /no JSON/],
    'a hole before whole lines': ['\0'.repeat(40), 'corrupt', /no JSON/],
    'a fact of another version': ['{"at":2,"text":"","sum":3}', 'not-understood', /sum.*or use the version/],
  };
  for (const [name, [line, code, words]] of Object.entries(damages)) {
    it(`is left alone and told: ${name}`, async () => {
      const { disk, bytes } = await written();
      const lines = bytes.toString().split('\n');
      disk.written = Buffer.from(lines.with(1, line).join('\n'));
      const before = disk.written;
      const read = openFacts('f', schema, listed(), disk);
      expect(read).toMatchObject({ ok: false, error: { code, path: 'f', line: 2, offset: bytes.indexOf(10) + 1 } });
      expect(!read.ok && read.error.message).toMatch(words);
      expect(disk.written.equals(before)).toBe(true);
    });
  }

  it('is told when it cannot be opened at all', () => {
    expect(openFacts(folder(), schema, listed())).toMatchObject({ ok: false, error: { code: 'unreadable' } });
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    expect(openFacts(join(path, 'facts.jsonl'), schema, listed())).toMatchObject({ ok: false });
    expect(existsSync(path)).toBe(true);
  });
});
