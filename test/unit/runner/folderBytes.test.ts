import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderBytes } from '../../../src/runner/folderBytes.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loopwright-bytes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const later = () => Date.now() + 60_000;

describe('the bytes of a folder', () => {
  it('are those of all files below it, once each, and none that a link leads to', async () => {
    const own = join(folder, 'own');
    mkdirSync(join(own, 'a', 'b'), { recursive: true });
    writeFileSync(join(folder, 'big'), Buffer.alloc(4_000_000, 1));
    const empty = (await folderBytes(own, later())) ?? Number.NaN;
    writeFileSync(join(own, 'a', 'one'), Buffer.alloc(300_000, 1));
    for (let n = 0; n < 30; n += 1) writeFileSync(join(own, 'a', 'b', `${n}`), Buffer.alloc(10_000, 1));
    const filled = (await folderBytes(own, later())) ?? Number.NaN;
    expect(filled - empty).toBeGreaterThanOrEqual(600_000);
    linkSync(join(own, 'a', 'one'), join(own, 'a', 'again'));
    if (process.platform !== 'win32') {
      symlinkSync(folder, join(own, 'a', 'up'));
      symlinkSync(join(folder, 'big'), join(own, 'a', 'big'));
    }
    const linked = (await folderBytes(own, later())) ?? Number.NaN;
    expect(linked - filled).toBeLessThan(100_000);
  });

  it('are unknown where counting takes too long, and none where there is nothing', async () => {
    expect(await folderBytes(folder, Date.now() - 1)).toBeUndefined();
    expect(await folderBytes(join(folder, 'none'), later())).toBe(0);
  });
});
