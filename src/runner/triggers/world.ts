import type { Receipt, Trigger } from '../../model/firing.ts';
import type { InboxEntry } from '../../model/inbox.ts';
import type { Loop } from '../../model/loopFile.ts';
import type { Result } from '../../model/result.ts';
import type { GroupRun } from '../../triggers/groups.ts';

/** A loop that may start by itself: its definition at the base is the one that a person enabled. */
export interface ArmedLoop {
  readonly name: string;
  readonly file: string;
  readonly base: string;
  /** Digest of the definition. */
  readonly definition: string;
  readonly enabledAt: number;
  /** Who enabled it: `Name <email>`. */
  readonly by: string;
  readonly loop: Loop;
}

/** A loop that was enabled and may not start, as its file at the base is another one now. */
export interface HeldLoop {
  readonly name: string;
  readonly base: string;
  /** Digest of what is there now, or `none`. */
  readonly found: string;
  readonly why: string;
}

export interface EnabledLoops {
  readonly armed: readonly ArmedLoop[];
  readonly held: readonly HeldLoop[];
}

/** What a run is begun with. */
export interface StartOrder {
  /** Id of the run, made from the firing. */
  readonly run: string;
  readonly loop: ArmedLoop;
  readonly trigger: Trigger;
}

/** What the triggers may touch. */
export interface TriggerWorld {
  /** Epoch milliseconds, by the wall clock. */
  now(): number;
  /** The day that a time (epoch milliseconds) is part of: limits of a day end with it. */
  dayOf(at: number): string;
  /** Calls `wake` at that time of the wall clock, or earlier; the result takes it back. */
  wakeAt(at: number, wake: () => void): () => void;
  readonly receipts: {
    /** Done when it is on disk. */
    append(receipt: Receipt): Promise<unknown>;
    all(): Promise<readonly Receipt[]>;
  };
  loops(): Promise<EnabledLoops>;
  /**
   * Begins the run; resolves when its first record is on disk and `runs()` has it. A run that is there with this id and this
   * trigger is answered with ok and not begun again: that is what makes one run of one firing. Must not reject, and must not
   * wait for anything of `Triggers`, which waits for this. The code `held` says that the definition has changed meanwhile.
   */
  start(order: StartOrder): Promise<Result<unknown, { readonly code: string; readonly message: string }>>;
  /** Asks a run to stop; `runsChanged()` is to be called when it has. */
  stop(run: string, why: string): Promise<unknown>;
  /** Runs that have not ended, with `groupOf` their loops. */
  runs(): readonly GroupRun[];
  /** `budget.per-day.max-runs` of `.loops/settings.yaml`. */
  repositoryRunsPerDay(): Promise<number | undefined>;
  /** Puts an entry into the inbox; the same id twice is one entry. */
  raise(entry: InboxEntry): Promise<unknown>;
  /** Says what nobody else hears: a failing disk, a bad secret. */
  warn(message: string): void;
}
