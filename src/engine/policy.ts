import picomatch from 'picomatch';
import { type Change, changedLines, type FileChange } from '../model/change.ts';
import { alwaysProtectedPaths, type Loop } from '../model/loopFile.ts';

type Policy = Loop['policy'];

/** Every glob whose paths a change may not touch under `policy`. */
export function protectedGlobs(policy: Policy): readonly string[] {
  return [...alwaysProtectedPaths, ...policy['protected-paths']];
}

/**
 * What a change does that the policy forbids, each as a sentence for the maker; empty when it keeps to it. Globs match
 * whole paths from the top of the repository, dot files included.
 */
export function objectionsTo(change: Change, policy: Policy): readonly string[] {
  // A path with a line break is a path all the same: without the flag `**` would not match it.
  const options = { dot: true, flags: 's' };
  const isProtected = picomatch([...protectedGlobs(policy)], options);
  const isAllowed = policy['allowed-paths'] === undefined ? () => true : picomatch(policy['allowed-paths'], options);
  const offending = change.files.flatMap((file) => {
    if (isLedger(file.path)) {
      return [
        `${file.path} belongs to the comprehension ledger: only people say what people understood. It was ${whatHappened(file)}: ${howToMend(file, change)}`,
      ];
    }
    if (isProtected(file.path))
      return [`${file.path} is protected and was ${whatHappened(file)}: ${howToMend(file, change)}`];
    if (!isAllowed(file.path)) {
      return [`${file.path} was ${whatHappened(file)}, which is outside the allowed paths: ${howToMend(file, change)}`];
    }
    return [];
  });
  const limit = policy['max-diff-lines'];
  const size = changedLines(change);
  const tooLarge =
    limit !== undefined && size > limit
      ? [`The change has ${size} lines, more than the ${limit} allowed: make it smaller.`]
      : [];
  return [...offending, ...tooLarge];
}

/**
 * Whether a path lies where a team shares its ledgers. Whatever the case of its letters: some file systems make no difference.
 */
export const isLedger = (path: string): boolean => path.toLowerCase().startsWith('.loops/comprehension/');

function whatHappened(file: FileChange): string {
  if (file.status === 'modified' && file.removed > file.added) {
    return `weakened or cut (${file.removed} lines removed, ${file.added} added)`;
  }
  return file.status === 'type-changed' ? 'changed into another type of file' : file.status;
}

function howToMend(file: FileChange, change: Change): string {
  return file.status === 'added' ? 'remove it.' : `put it back as it is in ${change.base.slice(0, 12)}.`;
}
