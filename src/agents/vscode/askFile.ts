import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ModelAsk, modelAskSchema, mostAsked } from '../../model/modelAsk.ts';
import { openPlain } from '../report/openPlain.ts';

/** What a step asks of a model now: a file in its scratch folder, there as long as somebody waits for the answer. */
export const askFile = (scratch: string): string => join(scratch, 'ask.json');

/** Bytes; a character is four of them at most, or an escape of six. */
const mostBytes = 8 * mostAsked;

/** Asks. Whoever looks sees the whole question or none. */
export async function postAsk(scratch: string, ask: ModelAsk): Promise<void> {
  const fresh = join(scratch, `ask.${randomUUID()}`);
  await writeFile(fresh, JSON.stringify(ask), { flag: 'wx', mode: 0o600 });
  await rename(fresh, askFile(scratch));
}

/** Nobody waits any more. */
export const withdrawAsk = (scratch: string): Promise<void> => rm(askFile(scratch), { recursive: true, force: true });

/** What is asked now; undefined where nothing is, or nothing that can be read. Never rejects. */
export async function readAsk(scratch: string): Promise<ModelAsk | undefined> {
  const handle = await openPlain(askFile(scratch));
  if (typeof handle === 'string') return undefined;
  try {
    if ((await handle.stat()).size > mostBytes) return undefined;
    return modelAskSchema.safeParse(JSON.parse(await handle.readFile('utf8'))).data;
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}
