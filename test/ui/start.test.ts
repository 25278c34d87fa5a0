import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.mjs';

/** Starts `npm start -- --server --no-open` and reads what it says until it is ready. */
async function startServer() {
  const script = join(root, 'scripts', 'start.mjs');
  const child = spawn(process.execPath, [script, '--server', '--no-open'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const part of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += part;
    if (said.includes('Ctrl-C ends it')) break;
  }
  const url = /VS Code: +(\S+)/.exec(said)?.[1];
  const folder = /folder: +(.+)/.exec(said)?.[1];
  if (!url || !folder) throw new Error(`npm start said: ${said}`);
  return { child, url, folder };
}

// Windows has no SIGINT to send to another process.
describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('serves VS Code on the example and takes the server along at Ctrl-C', async () => {
    const { child, url, folder } = await startServer();
    try {
      expect((await fetch(url)).status).toBe(200);
      child.kill('SIGINT');
      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
      await expect(fetch(url)).rejects.toThrow();
    } finally {
      child.kill('SIGKILL');
      await rm(dirname(folder), { recursive: true, force: true });
    }
  });
});
