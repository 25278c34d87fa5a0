import type { Check } from '../model/loopFile.ts';
import type { CheckResult, StepInput } from '../model/steps.ts';
import type { ProvingPlace, RedGreen } from './provingPlace.ts';
import { inScratch } from './scratch.ts';
import type { MakingBench } from './workplace.ts';

/**
 * Runs a check on one of the two trees of a proof that are neither base nor head: new tests on old sources (`t1s0`), old
 * tests on new ones (`t0s1`). Undefined when the tree could not be made ready: then nothing is known of the cell.
 */
export async function runWoven(
  bench: MakingBench,
  place: ProvingPlace,
  {
    cell,
    check,
    change,
  }: { readonly cell: StepInput<'weave'>['cell']; readonly check: Check; readonly change: RedGreen },
  run: (key: string, worktree: string) => Promise<CheckResult>,
): Promise<CheckResult | undefined> {
  const { durable, item, start } = bench;
  const key = `${place.key}/proof/${check.id}/${cell}`;
  const worktree = `${bench.worktree}-${cell}`;
  const { commit } = await durable.step(`${key}/weave`, 'weave', {
    item: item.id,
    run: start.run,
    cell,
    tests: [...(check.redGreen ?? [])],
    testsFrom: cell === 't1s0' ? change.head : change.base,
    sourcesFrom: cell === 't1s0' ? change.base : change.head,
    at: await durable.now(`${key}/now`),
  });
  const { deadline } = place;
  const scratch = { key, worktree, base: commit, ...(deadline === undefined ? {} : { deadline }) };
  const result = await inScratch(bench, scratch, () => run(`${key}/check/${check.id}`, worktree));
  return result.ok ? result.value : undefined;
}
