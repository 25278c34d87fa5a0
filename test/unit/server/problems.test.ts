import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemsReplySchema } from '../../../src/model/problemsReply.ts';
import { problemsMethod } from '../../../src/model/problemsRequest.ts';
import { bundledServer, ServerClient } from './languageServer.ts';

let server: Awaited<ReturnType<typeof bundledServer>>;
let client: ServerClient;
let folder = '';

const loop = `name: fix
on: manual
roles: { maker: { agent: auto, skills: [gone], prompt: Fix it. } }
checks: { tests: npm test }
goal: checks.tests.passed
budget: { max-iterations: 3 }
`;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-problems-')));
  await mkdir(join(folder, '.loops', 'skills', 'there'), { recursive: true });
  const skill = '---\nname: there\ndescription: How to look.\n---\nLook twice.\n';
  await writeFile(join(folder, '.loops', 'skills', 'there', 'SKILL.md'), skill);
  server = await bundledServer();
  client = new ServerClient(server.file);
  await client.initialize();
}, 60_000);
afterAll(async () => {
  await client.shutdown();
  await server.remove();
  await rm(folder, { recursive: true, force: true });
});

const uri = () => pathToFileURL(join(folder, '.loops', 'fix.loop.yaml')).href;
const ask = async () =>
  problemsReplySchema.parse(await client.connection.sendRequest(problemsMethod, { textDocument: { uri: uri() } }));

describe('loopwright/problems', () => {
  it('answers null of what is not open', async () => {
    expect(await ask()).toBeNull();
  });

  it('waits until it is known what the repository has, and knows the text as it stands', async () => {
    await client.open(uri(), loop);
    expect(await ask()).toEqual([
      {
        file: '.loops/fix.loop.yaml',
        code: expect.stringMatching(/^LW\d{3}$/),
        severity: 'error',
        message: expect.stringContaining('gone'),
        range: { start: { line: 2, character: 40 }, end: { line: 2, character: 44 } },
      },
    ]);
    await client.change(uri(), 2, loop.replace('gone', 'there'));
    expect(await ask()).toEqual([]);
  });

  it('looks at a text that is sent along as if it stood in the file, open or not', async () => {
    const draft = pathToFileURL(join(folder, '.loops', 'draft.loop.yaml')).href;
    const of = async (text: string) =>
      problemsReplySchema.parse(
        await client.connection.sendRequest(problemsMethod, { textDocument: { uri: draft }, text }),
      );
    expect(await of(loop.replace('name: fix', 'name: draft'))).toEqual([
      expect.objectContaining({ file: '.loops/draft.loop.yaml', message: expect.stringContaining('gone') }),
    ]);
    expect(await of(loop.replace('name: fix', 'name: draft').replace('gone', 'there'))).toEqual([]);
    expect(await of(loop.replace('gone', 'there'))).not.toEqual([]);
  });

  it('says how it is asked', async () => {
    await expect(client.connection.sendRequest(problemsMethod, {})).rejects.toThrow('textDocument: { uri }');
  });
});
