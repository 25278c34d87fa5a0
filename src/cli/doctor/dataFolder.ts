import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../../git/dataFolder.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { broken, well } from './finding.ts';

/** Whether worktrees can be made where they are kept: writes a small file there and takes it away. */
export async function dataFolderFinding(env: Readonly<Record<string, string | undefined>>): Promise<DoctorFinding> {
  const folder = dataFolder({ platform: process.platform, env, home: homedir() });
  const probe = join(folder, `.doctor-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
    return well('data folder', folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return broken(
      'data folder',
      `${folder} cannot be written (${code}). Worktrees are kept there; make it writable, or name another with LOOPWRIGHT_DATA.`,
    );
  }
}
