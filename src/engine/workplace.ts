import type { RunStart } from '../model/event.ts';
import type { Loop } from '../model/loopFile.ts';
import type { Durable } from './durable.ts';

/** What there is of an item's work before its worktree is made. `item` is the first part of every step's key. */
export interface Bench {
  readonly loop: Loop;
  readonly start: RunStart;
  readonly durable: Durable;
  readonly item: string;
}

/** What a pass works on. */
export interface Workplace extends Bench {
  /** What the change is counted from: where the run started, or the target's tip it was last brought up to. */
  readonly base: string;
  /** Digest of the git configuration that the run started with. */
  readonly configuration: string;
}
