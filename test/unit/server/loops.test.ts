import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopsReplySchema } from '../../../src/model/loopsReply.ts';
import { loopsChangedMethod, loopsMethod } from '../../../src/model/loopsRequest.ts';
import { bundledServer, ServerClient } from './languageServer.ts';

let server: Awaited<ReturnType<typeof bundledServer>>;
let client: ServerClient;
let folder = '';
/** Folders that the server said have changed, the newest last. */
const told: string[] = [];

const fix = `name: fix
description: Finds a failing test.
on:
  schedule: [{ cron: '0 6 * * 1-5' }]
  manual:
    inputs:
      min: { type: number, default: 3 }
roles:
  maker: { agent: claude, skills: [gone], prompt: Fix it. }
  checker: { agent: codex, prompt: Is it good? }
checks: { tests: npm test }
goal: checks.tests.passed
budget: { max-iterations: 3 }
`;
const whole = fix.replace(', skills: [gone]', '');

const uri = (name: string) => pathToFileURL(join(folder, '.loops', `${name}.loop.yaml`)).href;
const write = (name: string, text: string) => writeFile(join(folder, '.loops', `${name}.loop.yaml`), text);
const ask = async () => {
  const params = { folder: pathToFileURL(folder).href };
  return loopsReplySchema.parse(await client.connection.sendRequest(loopsMethod, params)).loops;
};
const changedAfter = async (count: number) =>
  expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(count);

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright loops-')));
  await mkdir(join(folder, '.loops'));
  await write('fix', fix);
  await write('other', 'name: other\nchekcs: {}\n');
  server = await bundledServer();
  client = new ServerClient(server.file);
  client.connection.onNotification(loopsChangedMethod, ({ folder: of }: { folder: string }) => {
    told.push(of);
  });
  await client.initialize({ rootUri: pathToFileURL(folder).href });
}, 60_000);
afterAll(async () => {
  await client.shutdown();
  await server.remove();
  await rm(folder, { recursive: true, force: true });
});

describe('loopwright/loops', () => {
  it('tells of loops that are not open, with what the repository has', async () => {
    const [first, second, ...more] = await ask();
    expect(first).toMatchObject({ uri: uri('fix'), name: 'fix', description: 'Finds a failing test.', errors: 1 });
    expect(first?.firstProblem).toContain('gone');
    expect(second).toMatchObject({ uri: uri('other'), name: 'other', agents: [], triggers: [], inputs: {} });
    expect(second?.errors).toBeGreaterThan(0);
    expect(more).toEqual([]);
  });

  it('knows an open loop as it stands, and says so when it was edited', async () => {
    await client.open(uri('fix'), whole);
    const [opened] = await ask();
    expect(opened).toMatchObject({ errors: 0, agents: ['claude', 'codex'], triggers: ['schedule 0 6 * * 1-5 (UTC)'] });
    expect(opened?.inputs).toEqual({ min: { type: 'number', default: 3 } });
    const before = told.length;
    await client.change(uri('fix'), 2, whole.replace('checks.tests.passed', 'checks.test.passed'));
    await changedAfter(before);
    expect(told.at(-1)).toBe(pathToFileURL(folder).href);
    expect((await ask())[0]?.errors).toBe(1);
  });

  it('hears of a file that came, from a client that watches none', async () => {
    await write('new', 'name: new\n');
    const before = told.length;
    // Such a client is not relied on: opening a loop of the folder makes it look again.
    await client.open(uri('other'), 'name: other\n');
    await changedAfter(before);
    expect((await ask()).map(({ name }) => name)).toEqual(['fix', 'new', 'other']);
  });

  it('knows none of a folder without any, and says how it is asked', async () => {
    const none = { folder: pathToFileURL(join(folder, 'nowhere')).href };
    expect(await client.connection.sendRequest(loopsMethod, none)).toEqual({ loops: [] });
    await expect(client.connection.sendRequest(loopsMethod, {})).rejects.toThrow('{ folder }');
  });
});
