import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.mjs';
import type { HomeOrder } from './agentHome.ts';
import { agentRun } from './kills/agentRun.ts';
import { turns } from './kills/slowLoop.ts';
import { type FileLogin, fileLogins, oldLogin } from './loginByFile.ts';
import { type Mock, startMock } from './mocks/index.ts';

// Real agents in the cage that their loop requires: they work with their login, their session and their model, and see
// nothing of the user's files.

const programs = process.env['LOOPWRIGHT_DIST'] ?? join(root, 'dist');
const canary = 'canary-of-the-user-51c7';
let mock: Mock | undefined;

afterEach(async () => {
  await mock?.close();
  mock = undefined;
});

/** What a model has an agent run: all that is not its own business, then its work. Agents' own rules see only its name. */
const pry = [
  'home=$HOME; repository=$(dirname "$(git rev-parse --path-format=absolute --git-common-dir)")',
  'echo "from $repository"',
  'cat "$home/canary.txt" "$repository/../canary.txt" "$repository/.git/loopwright/runner.json"',
  'for file in "$home/planted.txt" "$repository/planted.txt" "$repository/.git/hooks/post-checkout"',
  'do echo planted > "$file"; done',
  ...Array.from({ length: turns }, (_, index) => `echo ${index} > made/${index + 1}.txt`),
  'echo looked around',
].join('\n');

/** A model that has the agent look around by `tools/pry.sh`, and is content. */
const startPrying = (agent: FileLogin['agent']) =>
  startMock({
    plans: {
      [agent]: [
        { do: 'shell', command: 'sh tools/pry.sh' },
        { do: 'say', text: 'Made.' },
      ],
    },
  });

describe.runIf(process.platform === 'linux')('in the cage that a loop requires', () => {
  it.each(['claude', 'codex', 'pi'] as const)('%s works and sees nothing of the user', async (agent) => {
    const served = await startPrying(agent);
    mock = served;
    const order = {
      agent,
      mock: served,
      scenario: agent,
      sandbox: 'required',
      files: { 'tools/pry.sh': pry },
      programs,
    } as const;
    let planted: readonly string[] = [];
    const run = await agentRun(order, async ({ home, loop, isOver }) => {
      const { outside, path } = loop.git;
      for (const folder of [home, outside]) await writeFile(join(folder, 'canary.txt'), `${canary}\n`);
      while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 50));
      const places = [`${home}/planted.txt`, `${path}/planted.txt`, `${path}/.git/hooks/post-checkout`];
      planted = places.filter((file) => existsSync(file));
    });
    expect(run.detail.status, JSON.stringify({ reason: run.detail.reason, outcomes: run.outcomes })).toBe('waiting');
    expect(run.detail.cage).toEqual({ by: 'bubblewrap' });
    expect(run.detail.change?.files.map(({ path }) => path)).toEqual(['made/1.txt', 'made/2.txt', 'made/3.txt']);
    const told = served.calls(agent).flatMap(({ asked }) => asked.toolResults);
    expect(told.join('\n')).toContain('looked around');
    expect(told.join('\n')).toMatch(/from .*\/repo$/m);
    expect(told.join('\n')).not.toContain(canary);
    expect(told.join('\n')).not.toContain('"socket"');
    expect(planted).toEqual([]);
    expect(run.left).toEqual([]);
  });

  it.each(Object.entries<FileLogin>(fileLogins))('%s in a file alone', async (_name, login) => {
    const { run, kept, told } = await runWith(login);
    expect(run.detail.status, JSON.stringify({ reason: run.detail.reason, outcomes: run.outcomes })).toBe('waiting');
    expect(run.detail.cage).toEqual({ by: 'bubblewrap' });
    expect(loginsShown(login)).toEqual([login.shown]);
    expect(told).toContain('looked around');
    // Those of other agents are not there.
    expect(told).not.toContain(canary);
    // codex's own sandbox keeps its commands from its login.
    expect(JSON.parse(kept)).toEqual(login.agent === 'codex' ? login.content : { ...login.content, renewed: true });
    expect(run.left).toEqual([]);
  });

  // codex (0.169) puts a new file in the place of its login, which a file that is mounted alone would refuse (EBUSY).
  it('codex renews its login', async () => {
    const { run, kept } = await runWith(oldLogin);
    expect(run.detail.status).toBe('waiting');
    expect(loginsShown(oldLogin)).toEqual([oldLogin.shown]);
    expect(JSON.parse(kept)).toMatchObject({ tokens: { refresh_token: 'refresh-of-nobody-2' } });
  });
});

const loginsShown = ({ agent }: FileLogin) => [...new Set(mock?.calls(agent).map(({ login }) => login))];

/** A run of an agent with nothing but a login in a file, and what the file holds after it. */
async function runWith({ agent, file, content, home: homeOf, shown }: FileLogin) {
  const served = await startPrying(agent);
  mock = served;
  const tokens = await renewals(shown.replace('Bearer ', ''));
  const others = Object.values(fileLogins).map((other) => other.file);
  let kept = '';
  const order = {
    agent,
    mock: served,
    scenario: agent,
    sandbox: 'required',
    programs,
    files: { 'tools/pry.sh': lookAtLogins(others, file), 'tools/renew.cjs': renew },
    homeOf: (place: HomeOrder) => {
      const { files, env } = homeOf(place);
      const secrets = Object.fromEntries(others.map((other) => [other, canary]));
      return {
        files: { ...files, ...secrets, [file]: JSON.stringify(content) },
        env: { ...env, CODEX_REFRESH_TOKEN_URL_OVERRIDE: tokens.url },
      };
    },
  } as const;
  const run = await agentRun(order, async ({ home, isOver }) => {
    while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 50));
    kept = await readFile(join(home, file), 'utf8');
  }).finally(tokens.close);
  const told = served.calls(agent).flatMap(({ asked }) => asked.toolResults);
  return { run, kept, told: told.join('\n') };
}
/** Reads logins of all, renews its own, does its work. */
const lookAtLogins = (files: readonly string[], own: string) =>
  [
    `cat ${files
      .filter((file) => file !== own)
      .map((file) => `"$HOME/${file}"`)
      .join(' ')}`,
    `node tools/renew.cjs "$HOME/${own}"`,
    ...Array.from({ length: turns }, (_, index) => `echo ${index} > made/${index + 1}.txt`),
    'echo looked around',
  ].join('\n');

/** As claude writes a login (2.1.329): another file in its place, or, where that cannot be, into it. */
const renew = `
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const [, , file] = process.argv;
const text = JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), renewed: true });
writeFileSync(file + '.tmp', text);
try {
  renameSync(file + '.tmp', file);
} catch (error) {
  if (error.code !== 'EBUSY') throw error;
  writeFileSync(file, text);
}
`;

/** A server that gives new tokens for old ones, as that of codex's accounts does. */
async function renewals(given: string) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id_token: given, access_token: given, refresh_token: 'refresh-of-nobody-2' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/oauth/token`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
