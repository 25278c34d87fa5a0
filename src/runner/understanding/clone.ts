import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { runnerFolder } from '../../client/runnerFolder.ts';

const cloneSchema = z.strictObject({
  /** Names the one writer of the ledger's files. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  /** Landings that are older are in no ledger: epoch milliseconds. */
  since: z.number(),
  /** The common folder that it was made in: a copy of the repository is another clone. */
  at: z.string(),
});
export type Clone = z.infer<typeof cloneSchema>;

export const comprehensionFolder = (commonDir: string): string => join(runnerFolder(commonDir), 'comprehension');

/** The name of this clone, made when it is first asked for. Only the runner asks: it holds the lock of the repository. */
export async function cloneOf(commonDir: string, now: number): Promise<Clone> {
  const file = join(comprehensionFolder(commonDir), 'clone.json');
  const known = await readClone(file);
  if (known?.at === commonDir) return known;
  const clone: Clone = { id: randomBytes(6).toString('hex'), since: known?.since ?? now, at: commonDir };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify(clone), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return clone;
}

/** The clone as it is named already; undefined where no runner has kept a ledger here yet. */
export async function readClone(file: string): Promise<Clone | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const read = cloneSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
