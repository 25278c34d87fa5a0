import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Turn } from '../port.ts';

/**
 * Waits for the next minute where gemini (0.61) would lose the session that it shall go on with: it names the file of a session
 * after the minute and the session, begins such a file before it looks for the earlier one, and so writes over a session that
 * was begun in the same minute.
 */
export async function newMinute(
  { session, env }: Turn,
  signal: AbortSignal,
  now: () => number = Date.now,
): Promise<void> {
  if (session === undefined) return;
  const home = join(env['GEMINI_CLI_HOME'] ?? env['HOME'] ?? homedir(), '.gemini', 'tmp');
  if (!isOfThisMinute(home, session.id, now())) return;
  await sleep(60_000 - (now() % 60_000), undefined, { signal }).catch(() => undefined);
}

function isOfThisMinute(home: string, session: string, now: number): boolean {
  const minute = new Date(now).toISOString().slice(0, 16).replace(':', '-');
  const file = `session-${minute}-${session.slice(0, 8)}.jsonl`;
  return existsSync(home) && readdirSync(home).some((project) => existsSync(join(home, project, 'chats', file)));
}
