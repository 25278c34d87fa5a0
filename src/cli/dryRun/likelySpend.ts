import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerFolder } from '../../client/runnerFolder.ts';
import type { Likely } from '../../model/likely.ts';
import { costSchema } from '../../model/spend.ts';
import { newestCosts } from '../../runner/costs.ts';
import { forecastFor } from '../../runner/forecast.ts';

/** What the next run will probably use: the forecast of the runner, from the cost log on disk, so that none is started. */
export function likelySpend(commonDir: string, file: string): Likely {
  const { from, add } = newestCosts();
  let costs = from;
  for (const line of linesOf(join(runnerFolder(commonDir), 'costs.jsonl'))) {
    const cost = costSchema.safeParse(parsed(line));
    // A line that is just being written is not there yet.
    if (cost.success) costs = add(costs, cost.data);
  }
  return forecastFor(file, costs);
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    // Nothing has run here yet.
    return [];
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
