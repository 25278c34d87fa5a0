import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * Ids of the processes that have to do with a folder: it is in their command line, their environment, or where they
 * stand. Linux only; elsewhere empty.
 */
export async function processesOf(folder: string): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(ids.map(async (id) => ((await belongs(id, folder)) ? [id] : [])));
  return found.flat().filter((id) => id !== process.pid);
}

async function belongs(id: number, folder: string): Promise<boolean> {
  const texts = await Promise.all([
    readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''),
    readFile(`/proc/${id}/environ`, 'utf8').catch(() => ''),
    readlink(`/proc/${id}/cwd`).catch(() => ''),
  ]);
  return texts.some((text) => text.includes(folder));
}
