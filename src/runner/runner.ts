import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addressFile, runnerFolder } from '../client/runnerFolder.ts';
import type { Repository } from '../git/repository.ts';
import type { RunCommand } from '../journal/engine.ts';
import { runOrAdopt } from '../journal/step/stepCommand.ts';
import { WrapperPool } from '../journal/step/wrapperPool.ts';
import type { RecordedEvent } from '../model/event.ts';
import type { RunnerStatus } from '../model/shapes.ts';
import { protocolVersion, type RunnerAddress, runnerAddressSchema } from '../protocol/runner.ts';
import { stepHandlers } from '../steps/handlers.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import { runnerApi } from './api.ts';
import { Connection } from './connection.ts';
import { crashAt } from './crashAt.ts';
import { leaveWhenIdle } from './idle.ts';
import { Prompts } from './prompts.ts';
import { Runs } from './runs.ts';
import { clearScratch } from './scratch.ts';
import { newSocketPath } from './socketPath.ts';

export interface RunnerOptions {
  readonly repository: Repository;
  readonly build: string;
  /** Folder with `step.js` and `repair.js`. */
  readonly programs: string;
  readonly idleMs: number;
  /** Called once everything of this runner is closed. */
  readonly onLeft: () => void;
}

/** Takes up the repository's runs and serves clients until it is asked to leave or has nothing to do. */
export async function startRunner(options: RunnerOptions): Promise<{ leave: () => void }> {
  const { repository, build, programs } = options;
  const folder = join(runnerFolder(repository.commonDir), 'runs');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const wrappers = new WrapperPool({ node: process.execPath, script: join(programs, 'step.js') });
  const command: RunCommand = (directory, specify, signal) => runOrAdopt(directory, specify, { signal, wrappers });
  const world: StepWorld = {
    repository,
    programs: { node: process.execPath, repair: join(programs, 'repair.js') },
    environment: process.env,
    now: Date.now,
    indexes: new Map(),
  };
  const connections = new Set<Connection>();
  const onEvent = (run: string, recorded: RecordedEvent) => {
    for (const connection of connections) connection.tell(run, recorded);
  };
  const crash = crashAt(process.env['LOOPWRIGHT_CRASH_AT']);
  const runs = new Runs({ folder, handlers: stepHandlers(world), command, onEvent, ...(crash && { crash }) });
  const prompts = new Prompts(world, command);
  await clearScratch(world, command, folder);
  await runs.resume();

  const address = await newAddress(repository.commonDir, build);
  const startedAt = new Date().toISOString();
  const status = (): RunnerStatus => ({
    running: true,
    pid: process.pid,
    protocol: protocolVersion,
    build,
    startedAt,
    repository: repository.root,
    socket: address.socket,
    runs: runs.live.map((run) => run.id),
    memoryBytes: process.memoryUsage.rss(),
  });
  const leave = once(async () => {
    stopIdling();
    server.close();
    await forgetAddress(repository.commonDir, address);
    await prompts.closeAll();
    wrappers.close();
    options.onLeft();
  });
  const api = runnerApi({ world, runs, prompts, status, leave: () => setImmediate(leave) });
  const server = await listen(address.socket, (socket) => {
    const connection = new Connection(socket, { api, token: address.token, build });
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  });
  await publishAddress(repository.commonDir, address);
  const isIdle = () => connections.size === 0 && !runs.live.some((run) => run.isBusy);
  const isOrphaned = () => !existsSync(addressFile(repository.commonDir));
  const stopIdling = leaveWhenIdle({ isIdle, isOrphaned, afterMs: options.idleMs, leave });
  return { leave };
}

function once(action: () => Promise<void>): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    void action();
  };
}

function listen(path: string, onSocket: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(onSocket);
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

async function newAddress(commonDir: string, build: string): Promise<RunnerAddress> {
  await forgetPredecessor(commonDir);
  const socket = newSocketPath({ platform: process.platform, env: process.env, tmpdir: tmpdir() }, randomHex());
  return { pid: process.pid, socket, token: randomHex(), protocol: protocolVersion, build };
}

const randomHex = (): string => randomBytes(16).toString('hex');

/** The folder of the socket of a runner that was killed. This process holds the lock, so nobody listens there. */
async function forgetPredecessor(commonDir: string): Promise<void> {
  if (!existsSync(addressFile(commonDir))) return;
  const address = runnerAddressSchema.safeParse(JSON.parse(await readFile(addressFile(commonDir), 'utf8')));
  if (address.success) await forgetAddress(commonDir, address.data);
}

async function publishAddress(commonDir: string, address: RunnerAddress): Promise<void> {
  const file = addressFile(commonDir);
  await writeFile(`${file}.new`, JSON.stringify(address), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function forgetAddress(commonDir: string, { socket }: RunnerAddress): Promise<void> {
  await rm(addressFile(commonDir), { force: true });
  if (process.platform !== 'win32') await rm(dirname(socket), { recursive: true, force: true });
}
