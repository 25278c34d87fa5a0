import type { RecordedEvent } from '../model/event.ts';
import { err, ok, type Result } from '../model/result.ts';
import { fold, type RunState } from '../model/runState.ts';
import type { RunnerClient } from '../protocol/client.ts';
import type { Refusal } from '../protocol/runner.ts';
import { Arrivals } from './arrivals.ts';
import { bridge } from './bridge.ts';

export interface FollowOptions {
  readonly run: string;
  /** Called for every event of the run from its first on, in order, each once, with the state after it. */
  readonly onEvent: (recorded: RecordedEvent, state: RunState) => void;
  /** Asked whenever all that is known so far was told. */
  readonly until: (state: RunState) => boolean;
  readonly signal: AbortSignal;
  /** A new connection after one was lost; it may start a runner. */
  readonly reconnect: () => Promise<Result<RunnerClient, Refusal>>;
}

/** What following ends in: the state reached, or undefined where `signal` ended it. */
export type Followed = Result<RunState | undefined, Refusal>;

/** Follows a run until `until` holds, past the death of its runner: the journal is the run, the connection is not. */
export function follow(client: RunnerClient, options: FollowOptions): Promise<Followed> {
  const progress: Progress = { state: undefined };
  return bridge(client, {
    reconnect: options.reconnect,
    progress: () => nextSeq(progress),
    work: (current) => listen(current, options, progress),
  });
}

interface Progress {
  state: RunState | undefined;
}

const nextSeq = ({ state }: Progress) => (state?.seq ?? -1) + 1;

async function listen(client: RunnerClient, options: FollowOptions, progress: Progress): Promise<Followed> {
  const { run, until, signal } = options;
  const arrivals = new Arrivals(client, run, signal);
  try {
    const known = await client.request('events', { run, from: nextSeq(progress) }, signal);
    if (signal.aborted) return ok(undefined);
    if (!known.ok) return known;
    arrivals.events.unshift(...known.value);
    arrivals.broken ??= await brokenAlready(client, run);
    for (;;) {
      tell(arrivals.events.splice(0), options, progress);
      if (progress.state !== undefined && until(progress.state)) return ok(progress.state);
      if (signal.aborted) return ok(undefined);
      if (arrivals.broken !== undefined) return err({ code: 'broken', message: brokenText(run, arrivals.broken) });
      if (arrivals.lost) return err({ code: 'disconnected', message: lostText(run) });
      await arrivals.news();
    }
  } finally {
    arrivals.close();
  }
}

function tell(events: readonly RecordedEvent[], { onEvent }: FollowOptions, progress: Progress): void {
  for (const recorded of events) {
    if (recorded.seq < nextSeq(progress)) continue;
    progress.state = fold(progress.state, recorded);
    onEvent(recorded, progress.state);
  }
}

/** Why a run that has not ended cannot go on, where that was so before anybody listened. */
async function brokenAlready(client: RunnerClient, run: string): Promise<string | undefined> {
  const shown = await client.request('show', { run });
  if (!shown.ok || shown.value.finishedAt !== undefined || shown.value.status !== 'failed') return undefined;
  return shown.value.reason;
}

const brokenText = (run: string, why: string) => `Run ${run} cannot go on: ${why}`;

const lostText = (run: string) =>
  `The connection to the runner was lost. The run goes on where it was: \`loopwright show ${run}\` tells its state.`;
