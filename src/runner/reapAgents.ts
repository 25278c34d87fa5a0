import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reapChildren } from '../agents/drive/reaper.ts';
import { childrenFile } from '../agents/drive/spec.ts';
import { readClaim } from '../journal/step/stepFiles.ts';
import { isAlive } from '../processes/startTime.ts';

/**
 * Ends what agents left behind whose step nobody works on any more: the driver was killed, and with it the wrapper. Steps
 * whose wrapper lives are left alone; they are adopted. Called before runs are taken up; `folder` holds the runs, of which
 * only those that have not ended are looked at. Never rejects.
 */
export async function reapAgents(folder: string): Promise<void> {
  for (const run of await namesIn(folder)) {
    if (existsSync(join(folder, run, 'summary.json'))) continue;
    for (const step of await namesIn(join(folder, run, 'steps'))) {
      const directory = join(folder, run, 'steps', step);
      if (!existsSync(childrenFile(directory))) continue;
      const claim = readClaim(directory);
      if (claim !== undefined && isAlive(claim.pid, claim.startTime)) continue;
      await reapChildren(directory);
    }
  }
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
