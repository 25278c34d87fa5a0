import type { Change, FileChange } from '../../model/change.ts';
import { changesOf } from '../../model/changesOf.ts';
import type { StepState } from '../../model/stepState.ts';

/** The paths of all changes that an item has had: one that was put back as it was is still within reach. */
export const changedPaths = (steps: readonly StepState[]): readonly string[] => [
  ...new Set(changesOf(steps).flatMap(({ files }) => files.map(({ path }) => path))),
];

/** The paths whose content at `now` is not what it was at an earlier head; undefined where that head is not known. */
export function changedSince(steps: readonly StepState[], looked: string, now: Change): readonly string[] | undefined {
  const then = changesOf(steps).findLast(({ head }) => head === looked);
  if (then === undefined) return undefined;
  const [before, after] = [blobsOf(then.files), blobsOf(now.files)];
  const paths = new Set([...after.keys(), ...before.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

const blobsOf = (files: readonly FileChange[]): ReadonlyMap<string, string> =>
  new Map(files.map(({ path, newBlob, newMode }) => [path, `${newMode} ${newBlob}`]));
