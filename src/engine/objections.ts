import type { Change } from '../model/change.ts';
import type { MakingLoop } from '../model/loopFile.ts';
import { oracleObjections } from './oracles.ts';
import { objectionsTo } from './policy.ts';

/** Said of a change without files; so stands every item before its first pass. */
export const emptyChange = 'The change is empty: nothing differs from the base.';

/** Why a change is not worth proving, each as a sentence for the maker. */
export function objectionsAgainst(
  loop: Pick<MakingLoop, 'policy' | 'checks' | 'metrics'>,
  { change, quarantined }: { readonly change: Change; readonly quarantined: readonly string[] },
): readonly string[] {
  return [
    ...quarantined.map(
      (path) => `${path} is a git repository or redirects git inside the worktree; it was moved away.`,
    ),
    ...(change.files.length === 0 ? [emptyChange] : []),
    ...objectionsTo(change, loop.policy),
    ...oracleObjections(change, loop.policy, [...loop.checks, ...loop.metrics]),
  ];
}
