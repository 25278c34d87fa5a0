import type { Check } from '../model/loopFile.ts';
import type { CheckOutcome, CheckResult, CheckRun, Proof, ReportedFinding } from '../model/steps.ts';
import { cageOf } from './cageOf.ts';
import { outcomeOf, proofOf } from './checkOutcomes.ts';
import type { Proven } from './facts.ts';
import type { ProvingPlace, RedGreen } from './provingPlace.ts';
import { runWoven } from './weave.ts';
import type { MakingBench } from './workplace.ts';

/**
 * Runs the checks in the order written, each to its end, so that the maker is told of every failure at once, then the
 * metrics. `before` says how things stood without the change, so that only new failures are its fault.
 */
export async function prove(
  bench: MakingBench,
  place: ProvingPlace,
  { before, change }: { readonly before?: Proven; readonly change?: RedGreen },
): Promise<Proven> {
  const checks: CheckOutcome[] = [];
  for (const check of bench.loop.checks) {
    const earlier = before?.checks.find(({ id }) => id === check.id);
    const runs = await runsOf(bench, place, check);
    const needsProof = check.redGreen !== undefined && change !== undefined;
    const proof = needsProof ? await proofFor(bench, place, { check, runs, change, earlier }) : undefined;
    const outcome = outcomeOf(check, runs, earlier, proof);
    for (const test of setApart(check, outcome)) bench.gleanings.find(flakyFinding(check.id, test));
    checks.push(outcome);
  }
  return { checks, metrics: await measure(bench, place) };
}

/** Flaky tests that a check with `flaky: quarantine` does not count: set apart, but not forgotten. */
const setApart = ({ flaky }: Check, outcome: CheckOutcome): readonly string[] =>
  flaky === 'quarantine'
    ? outcome.flaky.filter((test) => test !== outcome.id && outcome.failing?.includes(test) !== true)
    : [];

const flakyFinding = (check: string, test: string): ReportedFinding => ({
  key: `flaky/${check}/${test}`.slice(0, 512),
  title: `Flaky in ${check}: ${test}`.slice(0, 300),
  body: 'It passed in one run and failed in another of the same files, so it is set apart and proves nothing.',
});

async function runsOf(bench: MakingBench, place: ProvingPlace, check: Check): Promise<readonly CheckResult[]> {
  const runs: CheckResult[] = [];
  for (let n = 1; n <= check.repeat; n++) {
    const key = n === 1 ? `${place.key}/check/${check.id}` : `${place.key}/check/${check.id}/${n}`;
    runs.push(await runCheck(bench, key, place, check));
  }
  return runs;
}

function runCheck(
  { durable, item, loop }: MakingBench,
  key: string,
  { worktree, iteration, deadline }: Omit<ProvingPlace, 'key'>,
  check: Check,
): Promise<CheckResult> {
  return durable.step(key, 'check', {
    item: item.id,
    worktree,
    ...(iteration === undefined ? {} : { iteration }),
    check: checkRunOf(check),
    ...cageOf(loop),
    ...(deadline === undefined ? {} : { deadline }),
  });
}

export function checkRunOf({ id, run, env, timeoutSeconds, report }: Check): CheckRun {
  return { id, run, env: { ...env }, timeoutSeconds, ...(report === undefined ? {} : { report }) };
}

/** The four runs; two of them are known: the check before the change, and the one just done. */
async function proofFor(
  bench: MakingBench,
  place: ProvingPlace,
  facts: {
    readonly check: Check;
    readonly runs: readonly CheckResult[];
    readonly change: RedGreen;
    readonly earlier: CheckOutcome | undefined;
  },
): Promise<Proof> {
  const { check, runs, change, earlier } = facts;
  const cell = (name: 't1s0' | 't0s1'): Promise<CheckResult | undefined> =>
    runWoven(bench, place, { cell: name, check, change }, (key, worktree) =>
      runCheck(bench, key, { ...place, worktree }, check),
    );
  const t1s0 = await cell('t1s0');
  const t0s1 = await cell('t0s1');
  return proofOf({ t0s0: earlier, t1s0, t1s1: runs.every((run) => run.passed), t0s1 });
}

async function measure({ durable, item, loop }: MakingBench, place: ProvingPlace): Promise<Proven['metrics']> {
  const metrics: Record<string, number> = {};
  const { key, worktree, iteration, deadline } = place;
  for (const { id, run, env, timeoutSeconds, parse } of loop.metrics) {
    const { value } = await durable.step(`${key}/measure/${id}`, 'measure', {
      item: item.id,
      worktree,
      ...(iteration === undefined ? {} : { iteration }),
      metric: { id, run, env: { ...env }, timeoutSeconds, parse },
      ...cageOf(loop),
      ...(deadline === undefined ? {} : { deadline }),
    });
    if (value !== null) metrics[id] = value;
  }
  return metrics;
}
