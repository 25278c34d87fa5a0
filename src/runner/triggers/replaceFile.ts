import { rename, writeFile } from 'node:fs/promises';

/** Writes a file so that a reader sees the old text or the new one, and its owner alone can read it. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, file);
}
