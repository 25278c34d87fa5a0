import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProcFile } from '../../../src/processes/procFile.ts';

describe('readProcFile', () => {
  it('reads what is longer than its buffer, what is empty, and nothing where there is no file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'loopwright-proc-'));
    const [long, empty] = [join(folder, 'long'), join(folder, 'empty')];
    const text = Array.from({ length: 40_000 }, (_, at) => `${at} é`).join('\n');
    writeFileSync(long, text, 'latin1');
    writeFileSync(empty, '');
    expect(readProcFile(long)).toBe(text);
    // A short text after a long one: nothing is left of that.
    writeFileSync(long, 'short', 'latin1');
    expect(readProcFile(long)).toBe('short');
    expect(readProcFile(empty)).toBe('');
    expect(readProcFile(join(folder, 'none'))).toBe('');
    expect(readProcFile(folder)).toBe('');
    rmSync(folder, { recursive: true, force: true });
  });

  it.runIf(process.platform === 'linux')('reads an environment of many pages, whose length nobody tells', async () => {
    const long = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`LONG_${at}`, 'x'.repeat(1000 + at)]));
    const child = spawn(process.execPath, ['-e', 'console.log("there"); process.stdin.resume()'], { env: long });
    await once(child.stdout, 'data');
    const variables = readProcFile(`/proc/${child.pid}/environ`).split('\0');
    expect(variables).toEqual(readFileSync(`/proc/${child.pid}/environ`, 'latin1').split('\0'));
    expect(variables).toContain(`LONG_49=${'x'.repeat(1049)}`);
    child.stdin.end();
    await once(child, 'close');
  });
});
