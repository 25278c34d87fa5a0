import { nearest } from '../language/near.ts';
import { ok, type Result } from '../model/result.ts';
import type { RunSummary } from '../model/shapes.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Failure, misnamed, refused } from './ending.ts';

/**
 * The run that a person names by its id, by the beginning of its id, by its loop (its newest run) or by `latest`.
 * `runs` are newest first.
 */
export function pickRun(runs: readonly RunSummary[], named: string): Result<RunSummary, Failure> {
  const exact =
    runs.find((run) => run.id === named) ??
    (named === 'latest' ? runs[0] : undefined) ??
    runs.find((run) => run.loop === named);
  if (exact !== undefined) return ok(exact);
  const begun = named === '' ? [] : runs.filter((run) => run.id.startsWith(named));
  const [only, ...more] = begun;
  if (only !== undefined && more.length === 0) return ok(only);
  if (only !== undefined) {
    const ids = begun.map((run) => run.id).join(', ');
    return misnamed('ambiguous-run', `${begun.length} runs begin with “${named}”: ${ids}. Type more of the id.`);
  }
  return misnamed('unknown-run', `There is no run “${named}”. ${insteadOf(runs, named)}`);
}

function insteadOf(runs: readonly RunSummary[], named: string): string {
  if (runs.length === 0) return 'Nothing has run in this repository yet: start one with `loopwright run <loop>`.';
  const near = nearest(named, [...runs.map((run) => run.id), ...runs.map((run) => run.loop), 'latest']);
  return `${near === undefined ? '' : `Did you mean “${near}”? `}\`loopwright runs\` lists them.`;
}

/** {@link pickRun} over what the runner knows. */
export async function findRun(client: RunnerClient, named: string): Promise<Result<RunSummary, Failure>> {
  const runs = await client.request('runs', {});
  return runs.ok ? pickRun(runs.value.runs, named) : refused(runs.error);
}
