import type { Spread } from './spread.ts';

/** What a bench asks of the extension host, over a socket: method → parameters and result. */
export interface HostRequests {
  /** Runs a command to its end. `at`: when it was given, epoch milliseconds. */
  readonly command: {
    readonly params: { readonly id: string; readonly args: readonly unknown[] };
    readonly result: { readonly at: number };
  };
  /** Of the process of the extension host, in MB. */
  readonly memory: { readonly params: null; readonly result: { readonly rss: number; readonly heap: number } };
  /** Begins to measure the delay of the event loop, and with `profile` to take a processor profile. */
  readonly watchDelay: { readonly params: { readonly profile: boolean }; readonly result: null };
  /** How long timers were late since then, in milliseconds. */
  readonly readDelay: { readonly params: { readonly profile: string | null }; readonly result: Delay };
  /** Starts a git process, as an extension would. */
  readonly startGit: { readonly params: null; readonly result: null };
  /** Lets the host end. */
  readonly end: { readonly params: null; readonly result: null };
}

export interface Delay extends Spread {
  /** The share of the time in which the loop was busy, 0 to 1. */
  readonly busy: number;
}

/** Names the port of the bench in the environment of the extension host. */
export const portVariable = 'LOOPWRIGHT_BENCH_PORT';
