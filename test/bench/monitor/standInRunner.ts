import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addressFile, runnerFolder } from '../../../src/client/runnerFolder.ts';
import { type Journal, openJournal } from '../../../src/journal/journalFile.ts';
import { journalFile } from '../../../src/journal/stepFolder.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { type RunSummary, summaryOf } from '../../../src/model/shapes.ts';
import { protocolVersion, type RunnerAddress, runnerRequests } from '../../../src/protocol/runner.ts';
import type { Api } from '../../../src/runner/api.ts';
import { Changes } from '../../../src/runner/changes.ts';
import { Connection } from '../../../src/runner/connection.ts';
import { ModelWindows } from '../../../src/runner/modelWindows.ts';
import { Refused } from '../../../src/runner/refusal.ts';
import { newSocketPath } from '../../../src/runner/socketPath.ts';
import { type LiveRun, liveRun, probeRun } from './liveEvents.ts';
import type { FromStandIn, ToStandIn } from './standInMessages.ts';

/**
 * `standInRunner.js <common dir> <build> <runs>`: speaks for a runner whose runs write as many events a second as it is told.
 * It speaks with the runner's own connections; only what it says is made up. The bench talks to it as a child process.
 */

const probeEvery = 500;
/** Milliseconds between two handfuls of events: a runner's runs do not write in step. */
const tick = 5;

const [commonDir = '', build = '', count = '0'] = process.argv.slice(2);
const folder = runnerFolder(commonDir);
const address: RunnerAddress = {
  pid: process.pid,
  socket: newSocketPath({ platform: process.platform, env: process.env, tmpdir: tmpdir() }, randomHex()),
  token: randomHex(),
  protocol: protocolVersion,
  build,
};
const connections = new Set<Connection>();
const changes = new Changes((what) => {
  for (const connection of connections) connection.tellChanged(what);
});
const probe = probeRun();
const others = Array.from({ length: Number(count) - 1 }, (_, n) => liveRun(n + 1));
const runs: ReadonlyMap<string, LiveRun> = new Map([probe, ...others].map((run) => [run.id, run]));
const journal = openProbeJournal();
let stop: (() => void) | undefined;

function randomHex(): string {
  return randomBytes(16).toString('hex');
}

function openProbeJournal(): Journal {
  const directory = join(folder, 'runs', probe.id);
  mkdirSync(directory, { recursive: true });
  const opened = openJournal(journalFile(directory));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.journal;
}

function summaries(): readonly RunSummary[] {
  return [...runs.values()].flatMap(({ events }) => {
    const state = foldAll(events);
    return state === undefined ? [] : [summaryOf(state)];
  });
}

function eventsOf(run: string): LiveRun['events'] {
  const found = runs.get(run);
  if (found === undefined) throw new Refused('unknown-run', `There is no run ${run}.`);
  return found.events;
}

const none = { owed: 0, minutes: 0 };

/** What the window asks by itself; everything else is refused. */
const answers: Partial<Api> = {
  runs: async () => ({ runs: [...summaries()], more: false }),
  events: async ({ run, from }) => eventsOf(run).slice(from),
  inbox: async () => [],
  schedule: async () => ({ loops: [], receipts: [] }),
  costs: async () => [],
  today: async () => ({ spend: { tokens: 0, costUsd: 0 } }),
  worktrees: async () => [],
  debt: async () => ({ me: 'Ada <ada@example.com>', mine: none, repository: none, units: [] }),
  agents: async () => [],
  models: async () => [],
  claim: async () => ({ first: true }),
};
const refusing = Object.fromEntries(
  Object.keys(runnerRequests).map((method) => [
    method,
    async () => {
      throw new Refused('not-here', `The bench's runner does not know ${method}.`);
    },
  ]),
);
const api = { ...refusing, ...answers } as unknown as Api;

/** An event of a run that is told of as soon as it is written. */
function write(run: LiveRun): void {
  const recorded = run.next();
  for (const connection of connections) connection.tell(run.id, recorded);
  if (recorded.event.type !== 'step.finished') return;
  changes.note('worktrees');
  changes.note('costs');
}

/** As a run of the real runner does: told of when it is on the disk. */
async function writeDurably(): Promise<void> {
  const recorded = probe.next();
  await journal.append(recorded.event);
  for (const connection of connections) connection.tell(probe.id, recorded);
}

/** So many events a second, one run after the other, until it is stopped; returns how many were written. */
function flow(perSecond: number): () => number {
  const startedAt = performance.now();
  let written = 0;
  const timer = setInterval(() => {
    for (const due = ((performance.now() - startedAt) / 1000) * perSecond; written < due; written += 1) {
      const run = others[written % others.length];
      if (run !== undefined) write(run);
    }
  }, tick);
  return () => {
    clearInterval(timer);
    return written;
  };
}

function keepProbing(): () => void {
  const timer = setInterval(() => {
    // The end of the probe before, and the start of the next, in which the time stands.
    void writeDurably();
    void writeDurably();
  }, probeEvery);
  return () => clearInterval(timer);
}

function begin(perSecond: number): void {
  const [stopFlow, stopProbing] = [flow(perSecond), keepProbing()];
  stop = () => {
    stopProbing();
    say({ say: 'stopped', written: stopFlow() });
  };
}

const say = (message: FromStandIn): void => void process.send?.(message);

process.on('message', (message: ToStandIn) => {
  if (message.say === 'begin') begin(message.perSecond);
  else if (message.say === 'stop') stop?.();
  else leave();
});
process.on('disconnect', leave);

function leave(): void {
  rmSync(addressFile(commonDir), { force: true });
  if (process.platform !== 'win32') rmSync(dirname(address.socket), { recursive: true, force: true });
  process.exit(0);
}

// Each has begun by the time somebody looks.
for (const run of others) for (let n = 0; n < 8; n += 1) run.next();
for (let n = 0; n < 2; n += 1) void writeDurably();
const windows = new ModelWindows();
createServer((socket) => {
  const connection = new Connection(socket, { api, token: address.token, build, windows });
  connections.add(connection);
  socket.once('close', () => connections.delete(connection));
}).listen(address.socket, () => {
  writeFileSync(addressFile(commonDir), JSON.stringify(address), { mode: 0o600 });
  say({ say: 'listening' });
});
