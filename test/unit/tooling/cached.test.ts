import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'loopwright-cached-'));
});

afterEach(() => rm(cache, { recursive: true, force: true }));

/** A process that fills the cache entry `thing-1`; `work` runs between its two files. */
function filler(work: string) {
  const script = `
    import { appendFileSync, writeFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    const { cached } = await import(${JSON.stringify(`file://${root}/scripts/setup/cached.mjs`)});
    const folder = await cached('thing-1', 'thing', async (draft) => {
      writeFileSync(draft + '/first', 'a');
      appendFileSync(${JSON.stringify(join(cache, 'fills'))}, 'x');
      console.log('filling');
      ${work}
      writeFileSync(draft + '/second', 'b');
    });
    console.log('folder=' + folder);`;
  const env = { ...process.env, LOOPWRIGHT_CACHE: cache };
  const args = ['--input-type=module', '-e', script];
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
}

describe('cached', () => {
  it('fills an entry once when two ask at once', async () => {
    const both = [filler('await sleep(300);'), filler('await sleep(300);')];
    const codes = await Promise.all(both.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0]);
    expect(await readFile(join(cache, 'fills'), 'utf8')).toBe('x');
    expect((await readdir(join(cache, 'thing-1'))).sort()).toEqual(['first', 'second']);
  });

  it('does not take an interrupted set-up for a finished one, and cleans up after it', async () => {
    const killed = filler('await sleep(60_000);');
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(await readdir(cache)).not.toContain('thing-1');

    const [code] = await once(filler(''), 'exit');
    expect(code).toBe(0);
    expect((await readdir(join(cache, 'thing-1'))).sort()).toEqual(['first', 'second']);
    expect((await readdir(cache)).sort()).toEqual(['fills', 'thing-1']);
  });
});
