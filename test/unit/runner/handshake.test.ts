import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { addressFile, runnerFolder } from '../../../src/client/runnerFolder.ts';
import { protocolVersion, type RunnerAddress, runnerAddressSchema } from '../../../src/protocol/runner.ts';
import { countingFiles, LoopRepository } from '../../support/loopRepository.ts';

let loop: LoopRepository;
beforeEach(async () => {
  loop = await LoopRepository.create((outside) => countingFiles(outside, 1));
});
afterEach(async () => {
  delete process.env['LOOPWRIGHT_IDLE_MS'];
  await loop.dispose();
});

const addressOf = async (): Promise<RunnerAddress> =>
  runnerAddressSchema.parse(JSON.parse(await readFile(addressFile(loop.commonDir), 'utf8')));

/** A client of its own making, as hostile as it likes. */
async function stranger(): Promise<MessageConnection> {
  const socket = connect((await addressOf()).socket);
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  connection.listen();
  return connection;
}

/** Whether it ends at all: how soon, a busy machine decides. */
async function isGone(pid: number): Promise<boolean> {
  for (const end = Date.now() + 30_000; Date.now() < end; await delay(30)) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (state === '' || /\) Z /.test(state)) return true;
  }
  return false;
}

describe('the runner of a repository', () => {
  it('is one, however many clients start it at once', async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => loop.connect()));
    const pids = await Promise.all(clients.map((client) => client.request('status', {})));
    expect(new Set(pids.map((reply) => reply.ok && reply.value.pid)).size).toBe(1);
    expect(pids[0]).toMatchObject({ ok: true });
  });

  it('answers nobody who has not the token, and nothing before hello', async () => {
    await loop.connect();
    const client = await stranger();
    expect(await client.sendRequest('runs', {})).toMatchObject({ ok: false, error: { code: 'no-hello' } });
    const hello = { protocol: protocolVersion, build: 'x', token: 'guessed' };
    expect(await client.sendRequest('hello', hello)).toMatchObject({ ok: false, error: { code: 'wrong-token' } });
    expect(await client.sendRequest('hello', { token: 7 })).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
    expect(await client.sendRequest('constructor', {})).toMatchObject({ ok: false, error: { code: 'unknown-method' } });
    expect(await client.sendRequest('runs', {})).toMatchObject({ ok: false, error: { code: 'no-hello' } });
    client.dispose();
  });

  it('keeps what it owns from other users', async () => {
    await loop.connect();
    const { socket } = await addressOf();
    const modes = [addressFile(loop.commonDir), runnerFolder(loop.commonDir), dirname(socket)];
    expect(await Promise.all(modes.map(async (path) => (await stat(path)).mode & 0o077))).toEqual([0, 0, 0]);
  });

  it('leaves when it has nothing to do, and takes its socket along', async () => {
    process.env['LOOPWRIGHT_IDLE_MS'] = '400';
    const client = await loop.connect();
    const { pid, socket } = await addressOf();
    await delay(1000);
    expect(existsSync(socket)).toBe(true);
    client.close();
    expect(await isGone(pid)).toBe(true);
    expect(existsSync(dirname(socket))).toBe(false);
    expect(existsSync(addressFile(loop.commonDir))).toBe(false);
  });

  it('clears away the socket of one that was killed', async () => {
    await loop.connect();
    const before = await addressOf();
    await loop.killRunner();
    await isGone(before.pid);
    const after = await loop.ask('status', {});
    expect(after.pid).not.toBe(before.pid);
    expect(existsSync(dirname(before.socket))).toBe(false);
  });

  it('tells every client of every event, in order, once it is on disk', async () => {
    const [one, other] = await Promise.all([loop.connect(), loop.connect()]);
    const heard: number[][] = [[], []];
    one.onEvent((_, { seq }) => heard[0]?.push(seq));
    other.onEvent((_, { seq }) => heard[1]?.push(seq));
    const run = await loop.start();
    await loop.until(run, 'waiting');
    const events = await loop.ask('events', { run, from: 0 });
    const tail = events.map(({ seq }) => seq).slice(1);
    for (const told of [0, 1])
      await expect.poll(() => heard[told]?.slice(-tail.length), { timeout: 30_000 }).toEqual(tail);
  });
});
