import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeWorktree } from '../git/removeWorktree.ts';
import { LOCK_PREFIX } from '../git/worktree.ts';
import { readEntries } from '../git/worktreeEntry.ts';
import type { RunCommand } from '../journal/engine.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import { promptsFolder, promptsSuffix } from './understanding/promptDesk.ts';

/** Ends and removes what an earlier runner was killed over: trials of prompts, which nobody waits for any more. */
export async function clearScratch(world: StepWorld, command: RunCommand, runsFolder: string): Promise<void> {
  for (const run of await readdir(runsFolder)) {
    const folder = promptsFolder(join(runsFolder, run));
    // Of thousands of past runs hardly one has it: asking is all that is done for the others.
    if (!existsSync(folder)) continue;
    for (const trial of await trialsIn(folder)) {
      const never = () => Promise.reject(new Error('a trial is not taken up again'));
      // Stopped before it begins: a command that still runs is ended, none is started.
      await command(trial, never, AbortSignal.abort());
    }
    await rm(folder, { recursive: true, force: true });
  }
  const entries = await readEntries(world.repository.commonDir);
  for (const { path, locked } of entries) {
    if (!path.endsWith(promptsSuffix) || !locked?.startsWith(LOCK_PREFIX)) continue;
    await removeWorktree({ repo: world.repository, path, force: true });
  }
}

/** Folders of the commands of trials, `<item>/<number>`. */
async function trialsIn(folder: string): Promise<readonly string[]> {
  const items = await readdir(folder, { withFileTypes: true });
  const found = items
    .filter((item) => item.isDirectory())
    .map(async ({ name }) => (await readdir(join(folder, name))).map((trial) => join(folder, name, trial)));
  return (await Promise.all(found)).flat();
}
