import { connectRunner } from '../../../src/client/connect.ts';
import type { RecordedEvent } from '../../../src/model/event.ts';
import type { RunnerClient } from '../../../src/protocol/client.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../../../src/protocol/runner.ts';

/** A real runner at work on a bench's repository, and a client that listens to it, as the editor does. */
export class BenchRunner {
  readonly pid: number;
  readonly #client: RunnerClient;

  private constructor(client: RunnerClient, pid: number) {
    this.#client = client;
    this.pid = pid;
  }

  /** Starts it where none runs. */
  static async connect(folder: string, programs: string): Promise<BenchRunner> {
    const connected = await connectRunner({ folder, programs, start: true });
    if (!connected.ok) throw new Error(connected.error.message);
    const status = await connected.value.request('status', {});
    if (!status.ok) throw new Error(status.error.message);
    return new BenchRunner(connected.value, status.value.pid);
  }

  async ask<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<RunnerReply<M>> {
    const reply = await this.#client.request(method, params);
    if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
    return reply.value;
  }

  /** Runs a loop to its end: every event of the run, each told to `heard` when it comes. */
  async run(
    file: string,
    heard: (recorded: RecordedEvent) => void = () => undefined,
  ): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    const ended = new Promise<void>((resolve) => {
      const stop = this.#client.onEvent((_, recorded) => {
        events.push(recorded);
        heard(recorded);
        if (recorded.event.type !== 'run.finished') return;
        stop();
        resolve();
      });
    });
    await this.ask('start', { file, uncommitted: false });
    await ended;
    return events;
  }

  async leave(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#client.onClose(resolve));
    await this.ask('leave', {});
    await gone;
    this.#client.close();
  }
}

/** Why a run ended; throws where its status is not the expected one. */
export function reasonOf(events: readonly RecordedEvent[], status: string): string {
  const last = events.at(-1)?.event;
  if (last?.type !== 'run.finished' || last.outcome.status !== status) {
    throw new Error(`the run did not end as ${status}: ${JSON.stringify(last).slice(0, 600)}`);
  }
  return last.outcome.reason;
}
