import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dryRunReplySchema } from '../../../src/model/dryRunReply.ts';
import { dryRunMethod } from '../../../src/model/dryRunRequest.ts';
import { bundledServer, ServerClient } from './languageServer.ts';

let server: Awaited<ReturnType<typeof bundledServer>>;
let client: ServerClient;
let folder = '';

const loop = `name: notes
on: manual
items: { from: { file: work/items.json } }
roles: { maker: { agent: auto, prompt: 'Write \${{ item.key }}.' } }
checks: { tests: npm test }
goal: checks.tests.passed
`;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-dry-server-')));
  for (const made of ['.git', '.loops', 'work']) await mkdir(join(folder, made));
  await writeFile(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  await writeFile(join(folder, 'work', 'items.json'), '[{"key":"one"},{"key":"two"}]');
  server = await bundledServer();
  client = new ServerClient(server.file);
  await client.initialize();
}, 60_000);
afterAll(async () => {
  await client.shutdown();
  await server.remove();
  await rm(folder, { recursive: true, force: true });
});

const uri = (name: string) => pathToFileURL(join(folder, '.loops', `${name}.loop.yaml`)).href;
const ask = async (params: unknown) =>
  dryRunReplySchema.nullable().parse(await client.connection.sendRequest(dryRunMethod, params));

describe('loopwright/dryRun', () => {
  it('tells what a run of an open loop would do, as its text stands, with items of its file', async () => {
    await client.open(uri('notes'), loop);
    const reply = await ask({ textDocument: { uri: uri('notes') }, shown: 1 });
    expect(reply).toMatchObject({
      is: 'dry-run',
      dryRun: { file: '.loops/notes.loop.yaml', items: { known: 'read', count: 2 } },
      life: { items: ['one', 'two'], shown: 1 },
    });
    await client.change(uri('notes'), 2, loop.replace('Write', 'Read'));
    const next = await ask({ textDocument: { uri: uri('notes') } });
    expect(next?.is === 'dry-run' && next.dryRun.units[0]?.roles[0]?.prompt).toMatch(/^Read one\./);
  });

  it('gives the problems of a loop with errors instead', async () => {
    await client.open(uri('broken'), 'name: broken\n');
    const reply = await ask({ textDocument: { uri: uri('broken') } });
    expect(reply?.is).toBe('errors');
    expect(reply?.is === 'errors' && reply.problems.map(({ code }) => code)).toContain('LW106');
  });

  it.skipIf(process.platform === 'win32')('makes an item up where a link leads out of the repository', async () => {
    const secret = join(await realpath(await mkdtemp(join(tmpdir(), 'loopwright-secret-'))), 'items.json');
    await writeFile(secret, '[{"key":"secret"}]');
    await symlink(secret, join(folder, 'work', 'link.json'));
    await client.open(uri('link'), loop.replace('items.json', 'link.json').replace('notes', 'link'));
    const reply = await ask({ textDocument: { uri: uri('link') } });
    expect(reply).toMatchObject({
      is: 'dry-run',
      dryRun: { items: { known: 'invented' } },
      life: { items: ['‹item.key›'] },
    });
    await rm(dirname(secret), { recursive: true });
  });

  it('answers null of what is not open', async () => {
    expect(await ask({ textDocument: { uri: uri('closed') } })).toBeNull();
  });
});
