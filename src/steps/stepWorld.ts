import type { AgentPrograms } from '../agents/repair.ts';
import type { IndexSeed } from '../git/indexSeed.ts';
import type { Repository } from '../git/repository.ts';
import type { WorktreePool } from '../git/worktreePool.ts';
import type { InboxEntry } from '../model/inbox.ts';
import type { Cages } from '../sandbox/cages.ts';
import type { AgentSlots } from './agentSlots.ts';
import type { Environment } from './environment.ts';
import type { LoopMemories } from './loopMemories.ts';
import type { ModelPort } from './modelRelay.ts';
import type { OpenQuestions } from './openQuestions.ts';
import type { Purse } from './purse.ts';

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
  /** What is spent, over all runs of the repository. */
  readonly purse: Purse;
  /** Who of the coding agents may work now. */
  readonly slots: AgentSlots;
  /** What keeps commands to their worktree. */
  readonly cages: Cages;
  /** The text without these secrets and without what looks like a token. */
  readonly redact: (text: string, secrets: readonly string[]) => string;
  /** Makes worktrees, some of them ahead. */
  readonly worktrees: WorktreePool;
  readonly memory: LoopMemories;
  readonly inbox: InboxPort;
  /** What agents that work now ask people. */
  readonly questions: OpenQuestions;
  /** Language models of the windows that are connected. */
  readonly models: ModelPort;
  /** Items that other runs of a loop have at hand now, by key, each with why it is left to them. */
  readonly busyItems: (loop: string, exceptRun: string) => ReadonlyMap<string, string>;
}

/** The inbox as the handlers need it. The same thing done twice is done once. */
export interface InboxPort {
  raise(entry: InboxEntry): Promise<void>;
  close(end: { readonly id: string; readonly why: string; readonly at: number; readonly by?: string }): Promise<void>;
  /** Closes what waits about an item that is over: conflicts and stalls, not how it ended and what it asked. */
  closeOf(end: {
    readonly run: string;
    readonly item: string;
    readonly why: string;
    readonly at: number;
  }): Promise<void>;
}
