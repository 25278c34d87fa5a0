import { type RecordedEvent, recordedEventSchema } from '../model/event.ts';
import { err, ok, type Result } from '../model/result.ts';
import { corrupt, type JournalProblem, notUnderstood } from './problem.ts';
import { chainStart, follows, splitLine } from './record.ts';

/** What a journal's bytes hold. `validBytes` < length means a torn tail: a last write that never became durable. */
export interface Scanned {
  readonly events: readonly RecordedEvent[];
  /** Digest of the last record. */
  readonly head: string;
  readonly validBytes: number;
}

const newline = 0x0a;

/**
 * Verifies and parses the bytes of a journal. What can come from a write cut short (an end without its newline, blocks
 * of NUL that were never filled) is a torn tail; whatever else does not verify is `corrupt`.
 */
export function scanJournal(path: string, bytes: Buffer): Result<Scanned, JournalProblem> {
  const events: RecordedEvent[] = [];
  let head = chainStart;
  let offset = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, offset)) {
    const line = splitLine(bytes.toString('utf8', offset, end));
    if (line === undefined || !follows(head, line)) break;
    const record = parseRecord(line.json, events.length);
    if (typeof record === 'string') return err(notUnderstood(path, events.length + 1, offset, record));
    events.push(record);
    head = line.digest;
    offset = end + 1;
  }
  const reason = whyNotTorn(bytes.subarray(offset), head);
  if (reason !== undefined) return err(corrupt(path, events.length + 1, offset, reason));
  return ok({ events, head, validBytes: offset });
}

function parseRecord(json: string, seq: number): RecordedEvent | string {
  const parsed = recordedEventSchema.safeParse(parseJson(json));
  if (!parsed.success)
    return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return parsed.data.seq === seq ? parsed.data : `it has the number ${parsed.data.seq} instead of ${seq}`;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Says why the bytes after the last valid record are no torn tail; `undefined` when they are one, or there are none. */
function whyNotTorn(rest: Buffer, head: string): string | undefined {
  if (rest.length === 0) return undefined;
  if (rest.indexOf(newline) === -1) {
    const whole = splitLine(rest.toString('utf8', 0, rest.length - 1));
    return whole !== undefined && follows(head, whole) ? 'the newline after the record was replaced' : undefined;
  }
  if (!rest.includes(0)) return 'the record does not follow from the one before it';
  return hasWholeRecord(rest) ? 'a record is missing before a later one' : undefined;
}

function hasWholeRecord(rest: Buffer): boolean {
  const lines = rest.toString('utf8').split('\n').slice(0, -1);
  return lines.some((text) => recordedEventSchema.safeParse(parseJson(splitLine(text)?.json ?? '')).success);
}
