import { setTimeout as sleep } from 'node:timers/promises';
import type { Adapter, AgentEvent, Turn, TurnOutcome } from '../port.ts';
import type { OwnProcesses } from './processStarter.ts';
import type { Records } from './records.ts';
import type { DriveSpec } from './spec.ts';
import type { Used } from './spending.ts';
import { type Stop, Watch } from './watch.ts';

/** Milliseconds that an adapter gets to end a turn before its processes are ended for it. */
const patienceAfterStop = 8000;

export interface TurnPlan {
  readonly turn: Turn;
  /** What the session has used before; null: unknown. */
  readonly before: Used | null;
}

export interface TurnWorld {
  readonly spec: DriveSpec;
  readonly adapter: Adapter;
  readonly processes: OwnProcesses;
  readonly records: Records;
  /** Aborts when a person, or a budget, ends the step. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

export interface TurnEnd {
  readonly outcome: TurnOutcome;
  /** Where the driver ended it. */
  readonly stop: Stop | undefined;
  /** Whether it said or did anything. */
  readonly hasSpoken: boolean;
  readonly session: string | undefined;
  /** What its session has used from its start. */
  readonly sessionUsed: Used | null;
  readonly version: string | undefined;
}

const spoken: ReadonlySet<AgentEvent['type']> = new Set([
  'text',
  'thinking',
  'tool-start',
  'tool-end',
  'file',
  'denied',
]);

/** Lets the adapter do one turn under watch, and takes down everything that it tells. Never rejects. */
export async function oneTurn(world: TurnWorld, { turn, before }: TurnPlan): Promise<TurnEnd> {
  const { records, spec } = world;
  const watch = new Watch(spec.limits, world.deadline, world.signal);
  const seen: { hasSpoken: boolean; session?: string; version?: string; isOver: boolean } = {
    hasSpoken: false,
    isOver: false,
  };
  records.spending.begin(before);
  const tell = (event: AgentEvent): void => {
    // Of a turn that was given up nothing counts any more.
    if (seen.isOver) return;
    seen.hasSpoken ||= spoken.has(event.type);
    if (event.type === 'session') {
      seen.session = event.id;
      if (event.version !== undefined) seen.version = event.version;
    }
    records.add(event);
    if (event.type === 'usage') stopAtLimits(watch, records.used, spec.limits);
    watch.heard(event);
  };
  const outcome = await outcomeOf(world, turn, tell, watch);
  seen.isOver = true;
  watch.close();
  if (outcome.usage !== null) records.add({ type: 'usage', usage: outcome.usage });
  const sessionUsed = records.spending.session;
  records.spending.end({ isFree: !seen.hasSpoken && wasRefused(outcome) });
  return {
    outcome,
    stop: outcome.status === 'completed' ? undefined : watch.stop,
    hasSpoken: seen.hasSpoken,
    session: outcome.session ?? seen.session,
    sessionUsed,
    version: seen.version,
  };
}

/** Hard limits in the middle of a turn, which hold also when the runner with its purse is gone. */
function stopAtLimits(watch: Watch, used: Used, { maxTokens, maxCostUsd }: DriveSpec['limits']): void {
  const tokens = used.inputTokens + used.outputTokens;
  if (maxTokens !== undefined && tokens >= maxTokens) {
    watch.end({ status: 'limit', cause: 'tokens', detail: `It used ${tokens} of ${maxTokens} tokens.` });
  } else if (maxCostUsd !== undefined && used.costUsd !== null && used.costUsd >= maxCostUsd) {
    watch.end({
      status: 'limit',
      cause: 'budget',
      detail: `It cost ${used.costUsd.toFixed(4)} of ${maxCostUsd} dollars.`,
    });
  }
}

async function outcomeOf(
  { adapter, processes }: TurnWorld,
  turn: Turn,
  tell: (event: AgentEvent) => void,
  watch: Watch,
): Promise<TurnOutcome> {
  const run = adapter
    .run(turn, tell, watch.signal, processes)
    .catch((error: unknown) => broken(`Its adapter failed: ${error instanceof Error ? error.message : String(error)}`));
  const isDone = new AbortController();
  const late = async (): Promise<TurnOutcome> => {
    await aborted(watch.signal, isDone.signal);
    await sleep(patienceAfterStop, undefined, { signal: isDone.signal });
    await processes.endAll();
    return broken('It did not end when it was asked to.');
  };
  const outcome = await Promise.race([run, late().catch(() => run)]);
  isDone.abort();
  return outcome;
}

/** Resolves when the first aborts; rejects when the second does before. */
function aborted(signal: AbortSignal, instead: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    instead.addEventListener('abort', () => reject(new Error('it is over')), { once: true });
  });
}

const broken = (detail: string): TurnOutcome => ({
  status: 'failed',
  cause: 'crash',
  detail,
  text: '',
  usage: null,
  denied: 0,
});

const refusals: ReadonlySet<string> = new Set(['rate', 'server', 'network', 'auth', 'missing', 'too-old']);

const wasRefused = ({ status, cause }: TurnOutcome): boolean =>
  status === 'failed' && cause !== undefined && refusals.has(cause);
