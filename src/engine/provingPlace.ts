/** Where checks and metrics run: `key` begins the keys of their steps. */
export interface ProvingPlace {
  readonly key: string;
  readonly worktree: string;
  readonly iteration?: number;
  readonly deadline?: number;
}

/** Base and head of a change that is to be proven red-green; undefined where there is no change (yet). */
export interface RedGreen {
  readonly base: string;
  readonly head: string;
}
