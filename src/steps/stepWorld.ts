import type { AgentPrograms } from '../agents/repair.ts';
import type { IndexSeed } from '../git/indexSeed.ts';
import type { Repository } from '../git/repository.ts';
import type { Environment } from './environment.ts';

/** What the handlers work with; one for the life of a runner. */
export interface StepWorld {
  readonly repository: Pick<Repository, 'root' | 'commonDir'>;
  readonly programs: AgentPrograms;
  /** The runner's own environment: commands get an allow-list of it, logs none of its secrets. */
  readonly environment: Environment;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Indexes that our own commits left, by worktree: they only make the next commit faster. */
  readonly indexes: Map<string, IndexSeed>;
}
