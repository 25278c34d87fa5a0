import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { openPlain, writeFresh } from './openPlain.ts';
import { longestReport } from './readReport.ts';
import type { CleanText } from './said.ts';
import { UsageTail } from './usageTail.ts';

/** In place of what a report was too long for: a line that nobody can read, so that it still counts as incomplete. */
const cut = '{"type":"cut"}';

/**
 * Puts a report that was read into the words that may stay on disk: without secrets, no longer than what is read of it, and
 * with the newest usage. Read again, after a crash, it says the same.
 */
export async function keepClean(file: string, clean: CleanText): Promise<void> {
  const usage = await new UsageTail(file).readToEnd();
  const handle = await openPlain(file);
  if (typeof handle === 'string') return;
  try {
    const piece = Buffer.alloc(longestReport);
    const { bytesRead } = await handle.read(piece, 0, longestReport, 0);
    const isCut = (await handle.stat()).size > longestReport;
    const lines = piece.toString('utf8', 0, bytesRead).split('\n');
    const kept = (isCut ? [...lines.slice(0, -1), cut] : lines).filter((line) => line.trim() !== '').map(clean);
    if (usage !== null && isCut) kept.push(JSON.stringify({ type: 'usage', ...usage }));
    // A name of its own: a runner that was just killed may still be at it.
    const fresh = `${file}.${randomUUID()}`;
    await writeFresh(fresh, kept.map((line) => `${line}\n`).join(''));
    await rename(fresh, file);
  } finally {
    await handle.close();
  }
}
