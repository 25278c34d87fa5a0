import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { writeFresh } from '../agents/report/openPlain.ts';
import type { StepContext } from '../engine/durable.ts';
import { type CommandResult, commandPassed } from '../model/steps.ts';

/** Where the standard output of a step's command goes when it is data. It may hold secrets, so it is deleted. */
export const captureFile = ({ directory }: Pick<StepContext, 'directory'>): string => join(directory, 'output.raw');

/**
 * What a command printed into the capture file. Throws where it succeeded and the file is gone: to go on as if it had
 * printed nothing would lose what it said.
 */
export async function captured(context: Pick<StepContext, 'directory'>, command: CommandResult): Promise<string> {
  const text = await readFile(captureFile(context), 'utf8').catch(() => undefined);
  if (text === undefined && commandPassed(command)) {
    throw new Error('What the command printed is gone. Start a new run.');
  }
  return text ?? '';
}

/**
 * The result of a step that is made of the capture file, which is deleted afterwards. The result is on disk before that, so
 * that whoever takes over after a crash finds it and not the empty place of the file.
 */
export async function madeOnce<T>(
  { directory, signal }: Pick<StepContext, 'directory' | 'signal'>,
  schema: z.ZodType<T>,
  make: () => Promise<T>,
): Promise<T> {
  const file = join(directory, 'made.json');
  const before = await madeBefore(file, schema);
  try {
    if (before !== undefined) return before.made;
    const made = await make();
    // What a stop cut off is nobody's result.
    if (!signal.aborted) await keep(file, made);
    return made;
  } finally {
    await rm(captureFile({ directory }), { force: true });
  }
}

async function madeBefore<T>(file: string, schema: z.ZodType<T>): Promise<{ readonly made: T } | undefined> {
  try {
    return { made: schema.parse(JSON.parse(await readFile(file, 'utf8'))) };
  } catch {
    // The usual case: nothing was made yet. What a power cut damaged is made again, or found missing.
    return undefined;
  }
}

async function keep(file: string, result: unknown): Promise<void> {
  const fresh = `${file}.new`;
  await writeFresh(fresh, JSON.stringify(result));
  const handle = await open(fresh, 'r+');
  await handle.sync().finally(() => handle.close());
  await rename(fresh, file);
}
