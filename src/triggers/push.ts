import type { Triggers } from '../model/loop/triggers.ts';
import { matchesAny } from './globs.ts';

/** A commit that a branch has gained. All of it is untrusted text. */
export interface GainedCommit {
  readonly commit: string;
  /** The loop that landed it, by its trailer. */
  readonly loop?: string;
  readonly paths: readonly string[];
}

export interface Gained {
  readonly commits: readonly GainedCommit[];
  /** There are more than these. */
  readonly more: boolean;
}

/** `fires`: start a run. `own`: it would, had the loop not landed it itself. `no`: nothing that it asks for. */
export type PushMatch = 'fires' | 'own' | 'no';

/** The name that `on.push.branches` is held against: `main`, or `origin/main` for a branch of a remote. */
export const shortBranch = (ref: string): string => ref.replace(/^refs\/(heads|remotes)\//, '');

/**
 * Whether a branch is watched. The branches that runs work on (`loops/…`) are not, but where a glob names them: `**` would
 * have a loop started by its own work.
 */
export function watchesBranch({ branches }: NonNullable<Triggers['push']>, ref: string): boolean {
  const name = shortBranch(ref);
  const isWork = ref.startsWith('refs/heads/loops/');
  return matchesAny(isWork ? branches.filter((glob) => glob.startsWith('loops/')) : branches)(name);
}

/** Whether what `ref` gained starts the loop `name`. */
export function matchesPush(
  { push, name }: { readonly push: NonNullable<Triggers['push']>; readonly name: string },
  ref: string,
  { commits, more }: Gained,
): PushMatch {
  if (!watchesBranch(push, ref)) return 'no';
  const isWanted = push.paths === undefined ? () => true : matchesAny(push.paths);
  const touching = commits.filter((commit) => push.paths === undefined || commit.paths.some(isWanted));
  if (touching.some((commit) => push.own || commit.loop !== name)) return 'fires';
  // So much came at once that not all was looked at: one run too many is better than one too few.
  if (more) return 'fires';
  return touching.length > 0 ? 'own' : 'no';
}
