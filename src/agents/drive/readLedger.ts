import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { processSpace } from './childLedger.ts';

const lineSchema = z.strictObject({ pid: z.number().int().positive(), startedAt: z.number(), where: z.string() });
export type LedgerLine = z.infer<typeof lineSchema>;

/** What a ledger names in this process space. What is no line of it is passed over. */
export function readLedger(file: string): readonly LedgerLine[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const here = processSpace();
  return text.split('\n').flatMap((line) => {
    const parsed = lineSchema.safeParse(parseOrNothing(line));
    return parsed.success && parsed.data.where === here ? [parsed.data] : [];
  });
}

function parseOrNothing(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
