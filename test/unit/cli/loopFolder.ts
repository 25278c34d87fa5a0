import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that looks like a repository with loop files of these names, without git having been asked. */
export async function loopFolder(...loops: readonly string[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-cli-')));
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  await mkdir(join(folder, '.loops'));
  for (const loop of loops) await writeFile(join(folder, '.loops', `${loop}.loop.yaml`), '');
  return folder;
}

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
