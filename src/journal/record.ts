import { hash } from 'node:crypto';
import type { RecordedEvent } from '../model/event.ts';

/**
 * One line of a journal: `<digest> <json>\n`. The digest is over the digest before it and the JSON (SHA-256, the first
 * 128 bits in hex), so that an edit, a deletion or another order of lines breaks the chain.
 */
const digestLength = 32;
const linePattern = /^([0-9a-f]{32}) (\{.*\})$/s;

/** What the first record follows. */
export const chainStart = '0'.repeat(digestLength);

export interface Line {
  readonly digest: string;
  readonly json: string;
}

const digestAfter = (previous: string, json: string): string =>
  hash('sha256', `${previous} ${json}`, 'hex').slice(0, digestLength);

/** The line for a record, newline included, and the digest that the next one follows. */
export function encodeRecord(
  previous: string,
  record: RecordedEvent,
): { readonly text: string; readonly digest: string } {
  const json = JSON.stringify(record);
  const digest = digestAfter(previous, json);
  return { text: `${digest} ${json}\n`, digest };
}

/** Takes a line (without its newline) apart; `undefined` when it has not the shape of one. */
export function splitLine(text: string): Line | undefined {
  const [, digest, json] = linePattern.exec(text) ?? [];
  return digest === undefined || json === undefined ? undefined : { digest, json };
}

/** True when the line follows the record with the digest `previous`. */
export const follows = (previous: string, line: Line): boolean => line.digest === digestAfter(previous, line.json);
