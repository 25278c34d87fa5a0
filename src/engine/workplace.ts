import type { RunStart } from '../model/event.ts';
import { isMaking, type Loop, type MakingLoop } from '../model/loopFile.ts';
import type { Limit } from '../model/spend.ts';
import type { Item } from '../model/steps.ts';
import type { Durable } from './durable.ts';
import type { Gleanings } from './gleanings.ts';
import type { Slots } from './slots.ts';
import type { WorkTime } from './workTime.ts';

/** What a lane works with from its first step on. The item's id is the first part of every step's key. */
export interface Bench<L extends Loop = Loop> {
  /** With the templates filled in for this item. */
  readonly loop: L;
  readonly start: RunStart;
  readonly durable: Durable;
  readonly item: Item;
  readonly worktree: string;
  /** Full name of the item's branch. */
  readonly branch: string;
  /** The state document as the roles get it. */
  readonly memory: string;
  readonly limits: readonly Limit[];
  readonly slots: Slots;
  readonly time: WorkTime;
  readonly gleanings: Gleanings;
  /** Gates before spending that people have let this item through: they ask once. */
  readonly passed: Set<string>;
}

export type MakingBench = Bench<MakingLoop>;

/** What a pass works on. */
export interface Workplace extends MakingBench {
  /** What the change is counted from: where the run started, or the target's tip it was last brought up to. */
  readonly base: string;
  /** Digest of the git configuration that the run started with. */
  readonly configuration: string;
}

/** Where a step of this item is done. A loop that only looks has no branch. */
export const placeOf = ({ item, worktree, branch, loop }: Pick<Bench, 'item' | 'worktree' | 'branch' | 'loop'>) => ({
  item: item.id,
  worktree,
  ...(isMaking(loop) ? { branch } : {}),
});
