import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { runnerFolder } from '../../client/runnerFolder.ts';
import { replaceFile } from './replaceFile.ts';

const portSchema = z.strictObject({ port: z.number().int().min(1).max(65_535) });

const portFile = (commonDir: string): string => join(runnerFolder(commonDir), 'webhook.json');

/** The port of the repository's webhooks; undefined before the first loop listened. */
export async function readWebhookPort(commonDir: string): Promise<number | undefined> {
  const text = await readFile(portFile(commonDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return portSchema.parse(JSON.parse(text)).port;
  } catch {
    return undefined;
  }
}

/** Keeps it: the address that people gave to senders must not change. */
export const keepWebhookPort = (commonDir: string, port: number): Promise<void> =>
  replaceFile(portFile(commonDir), JSON.stringify({ port }));
