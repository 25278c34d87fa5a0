import { diffText } from '../git/diffText.ts';
import type { Repository } from '../git/repository.ts';
import type { RunState } from '../model/runState.ts';
import { stepsOfKind } from '../model/stepState.ts';
import type { RunnerParams, RunnerReply } from '../protocol/runner.ts';
import { itemOf } from './landing.ts';
import { orRefuse, Refused } from './refusal.ts';

/** Bytes of a patch that are told. */
const most = 1024 * 1024;

/** What one iteration of an item changed: the last commit of it, against what its maker was given. */
export async function iterationPatch(
  repository: Pick<Repository, 'commonDir'>,
  state: RunState,
  { item: named, iteration }: Omit<RunnerParams<'iterationPatch'>, 'run'>,
): Promise<RunnerReply<'iterationPatch'>> {
  const item = itemOf(state, named);
  const known = item.iterations.find(({ number }) => number === iteration);
  if (known === undefined) {
    throw new Refused(
      'unknown-iteration',
      `Item ${item.key} of run ${state.start.run} has no iteration ${iteration}. \`loopwright show ${state.start.run}\` lists them.`,
    );
  }
  const commit = stepsOfKind(known.steps, 'commit').findLast(({ result }) => result !== undefined);
  if (commit?.result === undefined) return { patch: '', cut: false };
  const { parent: base } = commit.input;
  const { head } = commit.result.change;
  if (base === head) return { patch: '', cut: false };
  const { diff, isCut } = orRefuse(await diffText(repository, { base, head }, most));
  return { patch: diff.toString('utf8'), cut: isCut };
}
