import { elapsed } from '../../model/elapsed.ts';
import type { RunEntry } from '../runs/runStore.ts';
import { doing, progressWords } from '../runs/runWords.ts';

/** What a run does now, for its progress; undefined once it ended or rests. `now` is epoch milliseconds. */
export function nowDoing({ summary, state }: RunEntry, now: number): string | undefined {
  if (summary.status !== 'running') return undefined;
  const what = progressWords(summary) ?? (state === undefined ? 'running' : doing(state));
  return `${what} · ${elapsed(now - Date.parse(summary.startedAt))}`;
}
