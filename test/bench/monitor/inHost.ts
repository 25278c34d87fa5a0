import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { connect } from 'node:net';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { type Delay, type HostRequests, portVariable } from './hostRequests.ts';

type Handlers = {
  readonly [M in keyof HostRequests]: (
    params: HostRequests[M]['params'],
  ) => HostRequests[M]['result'] | Promise<HostRequests[M]['result']>;
};

/** What the timer of the delay's measure is set to, in milliseconds; nothing shorter can be set. */
const period = 1;

/** Called by VS Code in place of tests: does in the extension host what the bench asks, until it says that this is the end. */
export function run(): Promise<void> {
  const socket = connect(Number(process.env[portVariable]), '127.0.0.1');
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    const delays = new Delays();
    const handlers: Handlers = {
      command: async ({ id, args }) => {
        const at = Date.now();
        await vscode.commands.executeCommand(id, ...args);
        return { at };
      },
      memory: () => {
        const { rss, heapUsed } = process.memoryUsage();
        return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
      },
      watchDelay: async ({ profile }) => {
        await delays.watch(profile);
        return null;
      },
      readDelay: ({ profile }) => delays.read(profile),
      startGit: () => {
        execFileSync('git', ['--version']);
        return null;
      },
      end: () => {
        socket.once('close', () => resolve());
        setImmediate(() => connection.end());
        return null;
      },
    };
    for (const [method, handle] of Object.entries(handlers)) connection.onRequest(method, handle as () => unknown);
    connection.listen();
  });
}

/** Late timers of this process, as Node's own measure of the event loop sees them. */
class Delays {
  #histogram: IntervalHistogram | undefined;
  #before = performance.eventLoopUtilization();
  #session: Session | undefined;

  async watch(profile: boolean): Promise<void> {
    if (profile) {
      this.#session = new Session();
      this.#session.connect();
      await this.#session.post('Profiler.enable');
      await this.#session.post('Profiler.start');
    }
    this.#histogram = monitorEventLoopDelay({ resolution: period });
    this.#before = performance.eventLoopUtilization();
    this.#histogram.enable();
  }

  async read(profile: string | null): Promise<Delay> {
    const histogram = this.#histogram;
    if (histogram === undefined) throw new Error('the delay is not being watched');
    histogram.disable();
    const busy = performance.eventLoopUtilization(this.#before).utilization;
    await this.#keepProfile(profile);
    // The histogram counts nanoseconds from one timer to the next: what is more than the timer's own period is delay.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - period);
    const p = (share: number): number => late(histogram.percentile(share));
    return { count: histogram.count, p50: p(50), p95: p(95), max: late(histogram.max), busy };
  }

  async #keepProfile(file: string | null): Promise<void> {
    if (this.#session === undefined || file === null) return;
    const { profile } = await this.#session.post('Profiler.stop');
    this.#session.disconnect();
    writeFileSync(file, JSON.stringify(profile));
  }
}
