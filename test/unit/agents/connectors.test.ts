import { afterEach, describe, expect, it } from 'vitest';
import { readConnectors } from '../../../src/agents/given/connectors.ts';
import { placesOf } from '../../../src/agents/given/programOnPath.ts';
import type { Connector } from '../../../src/model/connector.ts';
import { must } from '../git/must.ts';
import { Committed, type Content } from './committed.ts';

let scene: Committed;
afterEach(() => scene?.dispose());

const secret = 'canary-secret-7f3a91';

async function read(file: unknown, wanted: readonly Connector[], more: Readonly<Record<string, Content>> = {}) {
  const text = typeof file === 'string' || Buffer.isBuffer(file) ? file : JSON.stringify(file);
  scene = await Committed.of({ ...(file === undefined ? {} : { '.mcp.json': text }), ...more });
  return readConnectors(wanted, {
    base: scene.base,
    environment: { TRACKER_TOKEN: secret, REGION: 'eu', RECURSIVE: '${TRACKER_TOKEN}' },
    secrets: [secret],
    isFound: (program) => program === 'npx',
  });
}

const tracker: Connector = { name: 'tracker', mcp: 'github', tools: ['get_issue'] };
const github = { command: 'npx', args: ['-y', 'tracker-mcp'] };

describe('connectors', () => {
  it('are the servers that the role names, under its names, with its tools and the variables filled in', async () => {
    const file = {
      mcpServers: {
        github: {
          ...github,
          args: ['--region', '${REGION}', '${NOWHERE:-none}'],
          env: { TOKEN: '${TRACKER_TOKEN}', AGAIN: 'a ${RECURSIVE} b' },
          note: 'unknown fields are not ours',
        },
        broken: 7,
        own: { command: './tools/own.mjs' },
      },
    };
    const wanted = [tracker, { name: 'own', mcp: 'own' }];
    expect(must(await read(file, wanted, { 'tools/own.mjs': 'x' }))).toEqual([
      {
        name: 'tracker',
        command: 'npx',
        args: ['--region', 'eu', 'none'],
        env: { TOKEN: secret, AGAIN: 'a ${TRACKER_TOKEN} b' },
        tools: ['get_issue'],
      },
      { name: 'own', command: './tools/own.mjs', args: [], env: {} },
    ]);
  });

  it('are not read where none is wanted', async () => {
    expect(await read('{ broken', [])).toEqual({ ok: true, value: [] });
  });

  const server = (fields: object) => ({ mcpServers: { github: { ...github, ...fields } } });
  it.each<[string, unknown, RegExp]>([
    ['no file', undefined, /There is no \.mcp\.json .* Commit one/],
    ['no JSON', '{ "mcpServers": { // comment', /is no JSON: .* Repair it and commit it/],
    ['an empty file', '', /is no JSON/],
    ['a list', '[]', /has no `mcpServers`/],
    ['servers as a list', { mcpServers: [] }, /has no `mcpServers`/],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), /is not UTF-8 text/],
    ['2 MB', Buffer.alloc(2 * 1024 * 1024, ' '), /bytes, 1048576 are the most/],
    ['another server only', { mcpServers: { gitlab: github } }, /has no server github; it has: gitlab/],
    ['a name of every object', '{"mcpServers":{"__proto__":{}}}', /has no server github/],
    ['a server of http', server({ type: 'http', url: 'https://x' }), /its type is http.*only servers with a `command`/],
    ['a server with a url alone', { mcpServers: { github: { url: 'https://x' } } }, /its type is http/],
    ['a program that is missing', server({ command: 'nowhere-mcp' }), /nowhere-mcp is not found\. Install it/],
    ['a program that is not committed', server({ command: './own.mjs' }), /is not in the commit/],
    ['a program outside', server({ command: '../own.mjs' }), /is not in the commit/],
    [
      'a variable that is not set',
      server({ env: { A: '${NOT_SET}' } }),
      /NOT_SET is not set .* start the runner again/,
    ],
    [
      'a secret among the arguments',
      server({ args: ['--token=${TRACKER_TOKEN}'] }),
      /a secret would stand .* in `env`/,
    ],
    ['arguments that are no texts', server({ args: [7] }), /is not understood \(args\.0/],
    ['a variable with an odd name', server({ env: { 'A B': 'x' } }), /is not understood/],
  ])('of %s are a problem that says what to do', async (_, file, told) => {
    const answer = await read(file, [tracker]);
    expect(answer.ok ? 'none' : answer.error).toMatch(told);
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it.each(['loopwright', 'a b', '../x', ''])('cannot be called %j', async (name) => {
    const answer = await read({ mcpServers: { github } }, [{ name, mcp: 'github' }]);
    expect(answer.ok ? 'none' : answer.error).toMatch(/cannot be given to a server/);
  });
});

describe('a program', () => {
  it('is looked for on the PATH of each system', () => {
    expect(placesOf('npx', { PATH: '/usr/bin:relative::/bin' }, 'linux')).toEqual(['/usr/bin/npx', '/bin/npx']);
    expect(placesOf('/opt/x', { PATH: '/bin' }, 'linux')).toEqual(['/opt/x']);
    expect(placesOf('npx', { Path: 'C:\\n;D:\\b', PATHEXT: '.EXE;.CMD' }, 'win32')).toEqual([
      ...['C:\\n\\npx', 'C:\\n\\npx.EXE', 'C:\\n\\npx.CMD', 'D:\\b\\npx', 'D:\\b\\npx.EXE', 'D:\\b\\npx.CMD'],
    ]);
  });
});
