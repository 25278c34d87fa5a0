import type { GitFailure } from './gitFailure.ts';
import { type GitProblem, problemOf } from './problem.ts';

/** What `merge --ff-only` said no to. Whether untracked files are ignored ones is not in its words. */
export type MergeRefusal =
  | { readonly kind: 'dirty'; readonly paths: readonly string[] }
  | { readonly kind: 'untracked'; readonly paths: readonly string[] }
  | { readonly kind: 'not-fast-forward' }
  | { readonly kind: 'other'; readonly problem: GitProblem };

const LISTS: readonly (readonly [RegExp, 'dirty' | 'untracked'])[] = [
  [/Your local changes to the following files would be overwritten/, 'dirty'],
  [/The following untracked working tree files would be (overwritten|removed)/, 'untracked'],
  [/Updating the following directories would lose untracked files/, 'untracked'],
];

/** Reads git's answer; the words are those of git 2.38 to 2.5x with `LC_ALL=C`. */
export function mergeRefusal(failure: GitFailure): MergeRefusal {
  for (const [words, kind] of LISTS) {
    if (words.test(failure.stderr)) return { kind, paths: indentedPaths(failure.stderr) };
  }
  const single = /Entry '(.+)' (not uptodate|would be overwritten)/.exec(failure.stderr)?.[1];
  if (single !== undefined) return { kind: 'dirty', paths: [single] };
  if (/Not possible to fast-forward|refusing to merge unrelated/.test(failure.stderr))
    return { kind: 'not-fast-forward' };
  return { kind: 'other', problem: problemOf(failure) };
}

/** git lists paths one a line after a tab (or two spaces). */
function indentedPaths(stderr: string): readonly string[] {
  return stderr
    .split('\n')
    .filter((line) => /^(\t| {2})\S/.test(line))
    .map((line) => line.trim());
}
