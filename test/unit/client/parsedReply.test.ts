import { describe, expect, it } from 'vitest';
import { parsedReply } from '../../../src/client/parsedReply.ts';
import type { OutlineFile, ReviewOutline } from '../../../src/model/reviewOutline.ts';

const id = 'a'.repeat(40);

const fileOf = (index: number): OutlineFile => ({
  file: {
    path: `src/${index}.ts`,
    status: 'modified',
    oldMode: '100644',
    newMode: '100644',
    oldBlob: id,
    newBlob: id,
    added: 1,
    removed: 1,
    binary: false,
  },
  lines: 2,
  risk: 50,
  reasons: ['code'],
  units: [],
});

const outlineOf = (count: number): ReviewOutline => ({
  ...{ base: id, head: id, tree: id },
  files: Array.from({ length: count }, (_, index) => fileOf(index)),
  lines: 2 * count,
});

/** How often others had their turn while something was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    if (isOver) return;
    turns += 1;
    setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return turns;
}

describe('parsedReply', () => {
  it('gives the outline of a change as it came, and lets others have their turn meanwhile', async () => {
    const reply = { ok: true, value: outlineOf(500) };
    const turns = await turnsDuring(async () => expect(await parsedReply('reviewOutline', reply)).toEqual(reply));
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  it('passes a refusal on', async () => {
    const refused = { ok: false, error: { code: 'no-change', message: 'There is none.' } };
    expect(await parsedReply('reviewOutline', refused)).toEqual(refused);
  });

  it('takes nothing of another shape, wherever in the outline that is', async () => {
    const { files, ...rest } = outlineOf(100);
    const broken = files.map((file, index) => (index === 77 ? { ...file, risk: 'high' } : file));
    await expect(parsedReply('reviewOutline', { ok: true, value: { ...rest, files: broken } })).rejects.toThrow(/risk/);
    await expect(parsedReply('reviewOutline', { ok: true, value: { files } })).rejects.toThrow(/base/);
    await expect(parsedReply('status', { ok: true, value: 'well' })).rejects.toThrow(/invalid/i);
  });
});
