import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { findRepository } from '../client/repositoryFolders.ts';
import { type RunSummary, runSummarySchema } from '../model/runSummary.ts';

/** Of older runs nobody asks above a file. */
const mostRuns = 50;

/**
 * How the newest run of a loop that is over ended, as the runner wrote it down beside the run's journal; undefined where there
 * is none among the newest runs of the repository.
 */
export async function lastStatus(file: string): Promise<RunSummary['status'] | undefined> {
  const repository = await findRepository(dirname(file));
  if (!repository) return undefined;
  const loop = basename(file).replace(/\.loop\.yaml$/, '');
  const runs = join(repository.commonDir, 'loopwright', 'runs');
  const ids = await readdir(runs).catch(() => []);
  // Ids begin with the time.
  for (const id of ids.sort().reverse().slice(0, mostRuns)) {
    const summary = await summaryIn(join(runs, id));
    if (summary?.loop === loop) return summary.status;
  }
  return undefined;
}

async function summaryIn(folder: string): Promise<RunSummary | undefined> {
  try {
    return runSummarySchema.safeParse(JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8'))).data;
  } catch {
    // A run that is not over has none.
    return undefined;
  }
}
