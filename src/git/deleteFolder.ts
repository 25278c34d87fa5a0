import { chmod, readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';

/**
 * Deletes a folder and what is in it; links are deleted, not followed. Tools leave folders behind that are read-only (Go's
 * module cache, a test that changed modes): these are made writable on the way. Fine where there is nothing.
 */
export async function deleteFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    await makeWritable(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => undefined);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await makeWritable(path.join(folder, entry.name));
}
