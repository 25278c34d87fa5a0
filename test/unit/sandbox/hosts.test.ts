import { cpSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installOne } from '../../../scripts/agents/install.mjs';
import { CageScene, everybody, openCage } from './cageScene.ts';

/** Real sandbox-runtime inside real bubblewrap. A loopback server stands in for the hosts. */
describe.runIf(process.platform === 'linux').each(everybody)('a list of hosts for $name', (somebody) => {
  let scene: CageScene;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    const command = await installOne('srt');
    scene = new CageScene(somebody);
    scene.env['LOOPWRIGHT_SRT'] = JSON.stringify(somebody.id === undefined ? command : copied(command, scene.folder));
    server = createServer((request, response) => response.end(`hello ${request.headers.host}\n`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }, 180_000);

  afterAll(() => {
    server.close();
    scene.dispose();
  });

  it('lets an allowed host answer, and no other, by proxy or without', async () => {
    const { outside, home, worktree } = scene;
    // The runtime leaves loopback out of its proxy; the stand-in is on loopback.
    const viaProxy = 'NO_PROXY= no_proxy= curl -sS -m 10';
    const script = `${viaProxy} http://localhost:${port}/ 2>&1
      ${viaProxy} http://127.0.0.1:${port}/ 2>&1 ; ${viaProxy} http://example.org:${port}/ 2>&1
      curl -sS -m 3 --noproxy '*' http://localhost:${port}/ >/dev/null 2>&1 || echo "no way around"
      cat '${home}/.ssh/id_ed25519' 2>/dev/null; echo x 2>/dev/null > '${outside}/y'; pwd; echo made > from-inside; cat a.txt; exit 5`;
    const { code, out } = await scene.run(script, { network: ['localhost'] }, {}, 60_000);
    const lines = out
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    expect(lines[0]).toBe(`hello localhost:${port}`);
    expect(lines.filter((line) => line.startsWith('hello'))).toHaveLength(1);
    expect(lines.filter((line) => line === 'Connection blocked by network allowlist')).toHaveLength(2);
    expect(lines.slice(-3)).toEqual(['no way around', worktree, 'one']);
    expect(out).not.toMatch(/CANARY/);
    expect(code).toBe(5);
  });

  it('is told as what keeps the run, and asked for where it is not there', async () => {
    const cage = { ...openCage, network: ['localhost'] };
    expect((await scene.ask({ cage })).standing).toEqual({ ok: true, value: { by: 'sandbox-runtime' } });
    const { LOOPWRIGHT_SRT: named = '' } = scene.env;
    scene.env['LOOPWRIGHT_SRT'] = '';
    const refused = (await scene.ask({ cage })).standing;
    expect(refused.ok ? '' : refused.error).toMatch(/npm install -g @anthropic-ai\/sandbox-runtime@0\.0\.83/);
    const without = (await scene.ask({ cage: { ...cage, sandbox: 'preferred' } })).standing;
    expect(without.ok && without.value.by).toBe('bubblewrap');
    expect(without.ok && without.value.lacks).toMatch(
      /the network is not limited to the hosts of the loop: srt is neither/,
    );
    scene.env['LOOPWRIGHT_SRT'] = named;
  });
});

/** Where somebody else can read them: node and the package as they lie in the cache of whoever runs the tests. */
function copied([node = '', script = '']: readonly string[], folder: string): readonly string[] {
  const modules = script.slice(0, script.indexOf('/node_modules/') + '/node_modules'.length);
  mkdirSync(join(folder, 'srt'));
  cpSync(node, join(folder, 'srt', basename(node)));
  cpSync(modules, join(folder, 'srt', 'node_modules'), { recursive: true });
  return [join(folder, 'srt', basename(node)), join(folder, 'srt', 'node_modules', script.slice(modules.length + 1))];
}
