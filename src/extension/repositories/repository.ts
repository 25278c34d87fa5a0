import type { Schedules } from '../loops/schedules.ts';
import type { Handover } from '../runner/handover.ts';
import type { RunFeed } from '../runner/runFeed.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';
import type { WindowFolder } from './windowFolders.ts';

/** Where a repository is. */
export interface RepositoryPlace {
  /** The folder that all its worktrees share; of a folder without a repository, the folder's URI. */
  readonly id: string;
  /** Top of the working tree, which the paths of its loops and changes begin at; undefined where nothing can run. */
  readonly root: string | undefined;
}

/** What this window holds for a repository for as long as one of its folders is open. */
export interface RepositoryParts {
  readonly link: RunnerLink;
  readonly feed: Pick<RunFeed, 'refresh' | 'read'>;
  readonly schedules: Schedules;
  readonly handover: Pick<Handover, 'open'>;
  dispose(): void;
}

/** A repository of this window: it has one runner, and one connection to it, however many of its folders are open. */
export interface Repository extends RepositoryPlace, Omit<RepositoryParts, 'dispose'> {
  /** What people call it: the name of its first folder in the window. */
  readonly name: string;
  /** Its folders in the window, in the window's order; at least one. */
  readonly folders: readonly WindowFolder[];
}
