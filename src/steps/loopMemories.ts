import { gitDate } from '../git/identity.ts';
import type { GitProblem } from '../git/problem.ts';
import type { Repository } from '../git/repository.ts';
import { type ChainState, readState, updateState } from '../git/stateChain.ts';
import { reviseState } from '../memory/reviseState.ts';
import type { LoopMemory } from '../model/memory.ts';
import type { Result } from '../model/result.ts';
import type { Identity } from '../model/steps.ts';

/** What loops remember, each on a chain of commits of its own. */
export interface LoopMemories {
  /** Undefined where the loop remembers nothing yet. */
  read(loop: string): Promise<Result<ChainState | undefined, GitProblem>>;
  /** `change` may be called more than once, with what others have written in the meantime. */
  update(
    loop: string,
    message: string,
    change: (memory: LoopMemory) => LoopMemory,
  ): Promise<Result<ChainState | undefined, GitProblem>>;
}

const loopwright: Identity = { name: 'Loopwright', email: 'loopwright@localhost' };

export function loopMemories(repository: Pick<Repository, 'commonDir'>, clock: () => number): LoopMemories {
  return {
    read: (loop) => readState(repository, loop),
    update: (loop, message, change) => {
      const now = clock();
      return updateState(repository, loop, {
        message,
        authorship: { author: loopwright, date: gitDate(now) },
        change: (old) => reviseState(old, { loop, now }, change),
      });
    },
  };
}
