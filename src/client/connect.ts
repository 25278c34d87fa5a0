import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { version } from '../../package.json';
import { err, ok, type Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { protocolVersion, type Refusal, type RunnerAddress, runnerAddressSchema } from '../protocol/runner.ts';
import { agreement, buildOf } from './build.ts';
import { type Meeting, olderProtocol } from './meeting.ts';
import { findRepository, type RepositoryFolders, whyNoRepository } from './repositoryFolders.ts';
import { RpcClient } from './rpcClient.ts';
import { addressFile, runnerLog } from './runnerFolder.ts';
import { type StartedRunner, startRunner } from './startRunner.ts';

export interface ConnectOptions {
  /** Any folder of the repository. */
  readonly folder: string;
  /** Folder that holds `runner.js`, `step.js`, `git.js` and `repair.js`. */
  readonly programs: string;
  /** Start a runner where none runs; otherwise that is the refusal `no-runner`. */
  readonly start: boolean;
  /** An older runner is not sent away: it is used as it is where it understands us, else that is the refusal `runner-older`. */
  readonly keepOlder?: boolean;
  /** Told of a runner of another version that was found and not replaced. */
  readonly met?: (meeting: Meeting) => void;
  readonly signal?: AbortSignal;
}

/** Long enough for a runner on a busy machine to read its journals, in milliseconds. */
const startTimeout = 20_000;
const pollEvery = 20;
/** A runner that ends with an error this often will do so again. */
const mostCrashes = 3;

/** Connects to the runner of the repository that `folder` lies in, and starts it first where none runs. */
export async function connectRunner(options: ConnectOptions): Promise<Result<RunnerClient, Refusal>> {
  const repository = await findRepository(options.folder);
  if (repository === undefined) {
    const message = await whyNoRepository(options.folder, 'Run this inside one, or make one with git init.');
    return err({ code: 'not-a-repository', message });
  }
  const build = await buildOf(options.programs, version);
  return connectTo(repository, build, options);
}

async function connectTo(
  repository: RepositoryFolders,
  build: string,
  { programs, start, keepOlder = false, met = () => {}, signal }: ConnectOptions,
): Promise<Result<RunnerClient, Refusal>> {
  let started: (() => StartedRunner) | undefined;
  let crashes = 0;
  for (const until = Date.now() + startTimeout; Date.now() < until; await delay(pollEvery)) {
    if (signal?.aborted) return err({ code: 'cancelled', message: 'Cancelled.' });
    const found = await greet(repository, build, { start, keepOlder, met });
    if (found.status === 'connected') return ok(found.client);
    if (found.status === 'refused') return err(found.refusal);
    if (!start) return err({ code: 'no-runner', message: 'No runner works on this repository.' });
    if (started?.() === 'crashed' && ++crashes === mostCrashes) break;
    // One that left had found the lock still held by a runner that has died since, or was killed itself.
    if (found.status === 'absent' && started?.() !== 'alive') {
      started = await startRunner({ ...repository, programs, build });
    }
  }
  return err({ code: 'runner-did-not-start', message: await whyNot(repository) });
}

/** The last line that the runner left, or where to look. */
async function whyNot({ commonDir }: RepositoryFolders): Promise<string> {
  const log = await readFile(runnerLog(commonDir), 'utf8').catch(() => '');
  const last = log.trimEnd().split('\n').at(-1) ?? '';
  const words = last === '' || /^\s+at /.test(last) ? '' : ` ${last}`;
  return `The runner did not start.${words} See ${runnerLog(commonDir)}.`;
}

type Greeting =
  | { readonly status: 'connected'; readonly client: RunnerClient }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  /** An older runner was asked to go; its successor adopts what it runs. */
  | { readonly status: 'leaving' }
  | { readonly status: 'absent' };

type Manners = Required<Pick<ConnectOptions, 'start' | 'keepOlder' | 'met'>>;

/** Who may start a runner may send an older one away for it to take over; else it is used as long as it understands. */
async function greet(
  { commonDir }: RepositoryFolders,
  build: string,
  { start, keepOlder, met }: Manners,
): Promise<Greeting> {
  const address = await readAddress(commonDir);
  const socket = address === undefined ? undefined : await openSocket(address.socket);
  if (address === undefined || socket === undefined) return { status: 'absent' };
  const client = new RpcClient(socket);
  const hello = await client.request('hello', { protocol: protocolVersion, build, token: address.token });
  if (!hello.ok) {
    client.close();
    return hello.error.code === 'disconnected' ? { status: 'absent' } : { status: 'refused', refusal: hello.error };
  }
  const own = { protocol: protocolVersion, build };
  const runner = { protocol: hello.value.protocol, build: hello.value.build };
  switch (agreement(own, runner)) {
    case 'use':
      return { status: 'connected', client };
    case 'replace': {
      const speaksTheSame = runner.protocol === protocolVersion;
      const meeting: Meeting = { how: speaksTheSame ? 'older' : 'older-protocol', runner, client: own };
      if (!start || keepOlder) {
        met(meeting);
        if (speaksTheSame) return { status: 'connected', client };
        client.close();
        return start ? { status: 'refused', refusal: olderProtocol(meeting) } : { status: 'absent' };
      }
      const gone = new Promise<void>((resolve) => client.onClose(resolve));
      await client.request('leave', {});
      await Promise.race([gone, delay(startTimeout / 4)]);
      client.close();
      return { status: 'leaving' };
    }
    case 'client-too-old': {
      client.close();
      met({ how: 'newer-protocol', runner, client: own });
      const message = `The runner of this repository is newer (${runner.build}) than this program (${build}). Update this program.`;
      return { status: 'refused', refusal: { code: 'client-too-old', message } };
    }
  }
}

async function readAddress(commonDir: string): Promise<RunnerAddress | undefined> {
  const text = await readFile(addressFile(commonDir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : runnerAddressSchema.parse(JSON.parse(text));
}

function openSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(undefined));
  });
}
