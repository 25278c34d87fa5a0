import type { Result } from '../../model/result.ts';
import type { Refusal, RunnerReply } from '../../protocol/runner.ts';

const pollMs = 250;

export interface LogSource {
  /** Reads a log from a byte offset on. */
  read(offset: number, signal: AbortSignal): Promise<Result<RunnerReply<'readLog'>, Refusal>>;
  /** Waits a while; resolves early when the signal is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** Reads a log to its end while it grows. Ends with the refusal that stopped it, or undefined at the end of the log. */
export async function followLog(
  source: LogSource,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  let offset = 0;
  while (!signal.aborted) {
    const part = await source.read(offset, signal);
    if (!part.ok) return part.error;
    if (part.value.text !== '') write(part.value.text);
    if (part.value.ended && part.value.next === offset) return undefined;
    const isQuiet = part.value.next === offset;
    offset = part.value.next;
    if (isQuiet) await source.pause(pollMs, signal);
  }
  return undefined;
}
