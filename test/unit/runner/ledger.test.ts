import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { ledgerRowSchema } from '../../../src/model/ledger.ts';
import { comprehensionFolder } from '../../../src/runner/understanding/clone.ts';
import { Ledger, type NewRow } from '../../../src/runner/understanding/ledger.ts';
import { rowsOf } from '../../../src/runner/understanding/ledgerFile.ts';
import { readerFolder, readerOf } from '../../../src/runner/understanding/readerOf.ts';

let commonDir = '';
beforeEach(async () => {
  commonDir = await mkdtemp(join(tmpdir(), 'loopwright-ledger-'));
});
afterEach(() => rm(commonDir, { recursive: true, force: true, maxRetries: 5 }));

const ada = readerOf('ada@example.com');
const open = (at = 1000): Promise<Ledger> => Ledger.open({ commonDir, clock: () => at });
const read = (unit: string, at = 1): NewRow => ({ row: 'read', at, unit, body: 'b1' });
const fileOf = (ledger: Ledger, reader = ada): string =>
  join(comprehensionFolder(commonDir), reader, `${ledger.clone.id}.jsonl`);
/** What the next runner reads. */
async function reopened(ledger: Ledger): Promise<Ledger> {
  await ledger.close();
  return open(2000);
}

describe('the ledger of a clone', () => {
  it('keeps what is appended, in a file for each reader that has no other writer', async () => {
    const ledger = await open();
    await ledger.append(ada, [read('a.ts#f')]);
    await ledger.append(readerOf('bob@example.com'), [read('a.ts#g')]);
    const rows = ledger.rows;
    expect(rows.map(({ reader, row }) => [reader, row.row, row.v])).toEqual([
      [ada, 'read', 1],
      [readerOf('bob@example.com'), 'read', 1],
    ]);
    const again = await reopened(ledger);
    expect(again.rows).toEqual(rows);
    expect(again.clone).toEqual(ledger.clone);
    await again.close();
  });

  it('has each fact once, and each landing once for a reader', async () => {
    const landed: NewRow = {
      ...{ row: 'landed', at: 5, run: 'r', item: 'default', loop: 'tidy', what: 'x', why: 'y' },
      ...{ units: [], gone: [], takenOut: [], remarks: [], misses: 0 },
    };
    const ledger = await open();
    await Promise.all([ledger.append(ada, [read('a.ts#f'), read('a.ts#f')]), ledger.append(ada, [read('a.ts#f')])]);
    await ledger.append(ada, [landed]);
    const again = await reopened(ledger);
    await again.append(ada, [read('a.ts#f'), { ...landed, what: 'told again' }, read('a.ts#f', 2)]);
    expect(again.rows.map(({ row }) => row.row)).toEqual(['read', 'landed', 'read']);
    await again.close();
    expect((await readFile(fileOf(again), 'utf8')).split('\n')).toHaveLength(4);
  });

  it('tells when something new is on disk, and only then', async () => {
    const ledger = await open();
    let told = 0;
    ledger.onAppended(() => told++);
    await ledger.append(ada, [read('a.ts#f')]);
    await ledger.append(ada, [read('a.ts#f')]);
    expect(told).toBe(1);
    await ledger.close();
  });

  it('refuses to write what it could not read', async () => {
    const ledger = await open();
    await expect(ledger.append(ada, [{ ...read('a.ts#f'), body: 3 } as unknown as NewRow])).rejects.toThrow();
    await ledger.close();
  });

  it('is another writer in a copy of the repository, and reads what the first has left', async () => {
    const ledger = await open();
    await ledger.append(ada, [read('a.ts#f')]);
    await ledger.close();
    const copy = `${commonDir}-copy`;
    try {
      await cp(commonDir, copy, { recursive: true });
      const other = await Ledger.open({ commonDir: copy, clock: () => 9000 });
      expect(other.clone.id).not.toBe(ledger.clone.id);
      expect(other.clone.since).toBe(1000);
      expect(other.rows).toEqual(ledger.rows);
      await other.append(ada, [read('a.ts#f'), read('a.ts#g')]);
      await other.close();
      expect(await readdir(join(comprehensionFolder(copy), ada))).toHaveLength(2);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
});

describe('a ledger file that is not as it should be', () => {
  it('loses a last line that was never whole, and nothing else, wherever it was torn', async () => {
    const ledger = await open();
    await ledger.append(ada, [read('a.ts#f'), read('ä.ts#g')]);
    const again = await reopened(ledger);
    await again.close();
    const whole = await readFile(fileOf(ledger));
    const first = whole.indexOf('\n') + 1;
    for (const end of [0, 1, first - 1, first, first + 20, whole.length - 1]) {
      await writeFile(fileOf(ledger), whole.subarray(0, end));
      const next = await open();
      expect(next.rows).toHaveLength(end < first ? 0 : 1);
      await next.append(ada, [read('c.ts#h', 9)]);
      await next.close();
      expect(rowsOf(await readFile(fileOf(ledger), 'utf8')).at(-1)).toMatchObject({ unit: 'c.ts#h' });
    }
    await writeFile(fileOf(ledger), Buffer.concat([whole, Buffer.alloc(4096)]));
    const last = await open();
    expect(last.rows).toHaveLength(2);
    await last.close();
    expect(await readFile(fileOf(ledger))).toEqual(whole);
  });

  it('keeps lines that it does not know, and reads the others', async () => {
    const ledger = await open();
    await ledger.append(ada, [read('a.ts#f')]);
    await ledger.close();
    const strange = '{"v":2,"row":"read","at":1}\n{"v":1,"row":"dreamt","at":1}\nnothing like it\n\n<<<<<<< HEAD\n';
    await appendFile(fileOf(ledger), strange);
    const again = await open();
    await again.append(ada, [read('a.ts#g')]);
    expect(again.rows.map(({ row }) => row.row !== 'landed' && row.unit)).toEqual(['a.ts#f', 'a.ts#g']);
    await again.close();
    expect(await readFile(fileOf(ledger), 'utf8')).toContain(strange);
  });

  it('is not read from where no reader is', async () => {
    for (const place of ['Not-A-Reader/0123456789ab.jsonl', `${ada}/other.jsonl`, `${ada}/../clone/x.jsonl`]) {
      const file = join(comprehensionFolder(commonDir), place);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify({ v: 1, ...read('a.ts#f') })}\n`);
    }
    const ledger = await open();
    expect(ledger.rows).toEqual([]);
    await ledger.close();
  });
});

describe('rows of the first format', () => {
  it('are read, one of every kind, for as long as there are ledgers', async () => {
    const text = await readFile(join(root, 'test/fixtures/ledger/v1.jsonl'), 'utf8');
    const rows = rowsOf(text);
    expect(rows.map(({ row }) => row)).toEqual(['landed', 'landed', 'read', 'answered', 'written', 'edited']);
    expect(new Set(rows.map(({ row }) => row))).toEqual(
      new Set(ledgerRowSchema.options.map(({ shape }) => shape.row.value)),
    );
    expect(rows[0]).toMatchObject({
      units: [{ unit: 'src/total.ts#total', lines: 12, weight: 2 }],
      overridden: 'a fire',
    });
    expect(text.trim().split('\n')).toHaveLength(rows.length);
  });
});

describe('the name of a reader', () => {
  it('is a folder on every file system, and nobody shares it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.emailAddress()), (email) => {
        expect(readerOf(email)).toMatch(readerFolder);
        expect(readerOf(email)).toBe(readerOf(` ${email}\n`));
      }),
    );
    const near = ['a.b@x.org', 'a-b@x.org', 'ab@x.org', 'a.b@x.or.g', 'con', 'CON.txt', '', '…'];
    expect(new Set(near.map(readerOf)).size).toBe(near.length);
    expect(readerOf('Ada@Example.com')).toBe(readerOf('ada@example.com'));
    expect(readerOf('Ada@Example.com')).toMatch(/^ada-example-com-[0-9a-f]{8}$/);
  });
});
