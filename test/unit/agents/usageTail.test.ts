import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LineReader } from '../../../src/agents/report/lineReader.ts';
import { UsageTail } from '../../../src/agents/report/usageTail.ts';

let file: string;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loopwright-usage-'));
  file = join(folder, 'report.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (inputTokens: number, costUsd?: number) =>
  `${JSON.stringify({ type: 'usage', inputTokens, outputTokens: 1, ...(costUsd === undefined ? {} : { costUsd }) })}\n`;
const usage = (inputTokens: number, costUsd: number | null = null) => ({ inputTokens, outputTokens: 1, costUsd });

describe('usage that is read while it is written', () => {
  it('is not known before anything was said', async () => {
    const tail = new UsageTail(file);
    expect(await tail.read()).toBeNull();
    writeFileSync(file, '');
    expect(await tail.read()).toBeNull();
  });

  it('comes as it is appended, also in halves of a line', async () => {
    const tail = new UsageTail(file);
    writeFileSync(file, line(10));
    expect(await tail.read()).toEqual(usage(10));
    appendFileSync(file, line(20).slice(0, 15));
    expect(await tail.read()).toEqual(usage(10));
    appendFileSync(file, line(20).slice(15));
    expect(await tail.read()).toEqual(usage(20));
    appendFileSync(file, line(30).trimEnd());
    expect(await tail.readToEnd()).toEqual(usage(30));
  });

  it('never gets less: not by a smaller line, a cut file, another file, no file', async () => {
    const tail = new UsageTail(file);
    writeFileSync(file, line(50) + line(20));
    expect(await tail.read()).toEqual(usage(50));
    truncateSync(file, 0);
    appendFileSync(file, line(5));
    expect(await tail.read()).toEqual(usage(50));
    writeFileSync(join(folder, 'other'), line(60));
    renameSync(join(folder, 'other'), file);
    expect(await tail.read()).toEqual(usage(60));
    rmSync(file);
    expect(await tail.read()).toEqual(usage(60));
  });

  it('forgets the cost when more was used since it was told', async () => {
    const tail = new UsageTail(file);
    writeFileSync(file, line(10, 0.5));
    expect(await tail.read()).toEqual(usage(10, 0.5));
    appendFileSync(file, line(20));
    expect(await tail.read()).toEqual(usage(20));
    appendFileSync(file, line(20, 0.9));
    expect(await tail.read()).toEqual(usage(20, 0.9));
  });

  it('reads the end of what grew by many megabytes', async () => {
    const tail = new UsageTail(file);
    writeFileSync(file, line(10));
    await tail.read();
    appendFileSync(file, `${'x'.repeat(100)}\n`.repeat(50_000) + line(77));
    expect(await tail.read()).toEqual(usage(77));
  });
});

describe('lines of bytes', () => {
  it('are the same however the bytes arrive, and none is longer than 64 KB', () => {
    const text = fc.array(fc.constantFrom('a', 'é', '\u2028', '\r', '\n', 'x'.repeat(40_000)), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(200_000), { maxLength: 6 }), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const at = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
          (a, b) => a - b,
        );
        const reader = new LineReader();
        const lines = at.slice(1).flatMap((end, index) => reader.push(bytes.subarray(at[index], end)));
        const all = bytes.toString().split('\n');
        const expected = (all.at(-1) === '' ? all.slice(0, -1) : all).map((one) =>
          Buffer.byteLength(one) > 65_536 ? undefined : one,
        );
        expect([...lines, ...reader.end()]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
