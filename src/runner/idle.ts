export interface IdleOptions {
  /** Nothing runs and nobody is connected. */
  readonly isIdle: () => boolean;
  /** The repository was deleted under the runner. */
  readonly isOrphaned: () => boolean;
  readonly afterMs: number;
  readonly leave: () => void;
}

/** Leaves when there was nothing to do for so long. Looks rarely: an idle runner should cost nothing. */
export function leaveWhenIdle({ isIdle, isOrphaned, afterMs, leave }: IdleOptions): () => void {
  let idleSince: number | undefined;
  const timer = setInterval(
    () => {
      if (isOrphaned()) leave();
      else if (!isIdle()) idleSince = undefined;
      else if (idleSince === undefined) idleSince = performance.now();
      else if (performance.now() - idleSince >= afterMs) leave();
    },
    Math.min(afterMs / 4, 30_000),
  );
  return () => clearInterval(timer);
}
