import type { RunnerReply } from '../../protocol/runner.ts';
import type { RunRequests } from '../repositories/runners.ts';

type Hits = RunnerReply<'searchLog'>['hits'];

/** Hits that are told; who wants more looks for something longer. */
const mostHits = 200;

interface Search {
  readonly run: string;
  readonly step: string;
  readonly text: string;
}

/** Looks for a text in all that a step left: its transcript, and its output where that tells more. */
export async function searchStep(
  runner: RunRequests,
  search: Search,
  signal: AbortSignal,
): Promise<{ readonly hits: Hits; readonly more: boolean }> {
  const hits: Hits = [];
  for (const source of ['transcript', 'output'] as const) {
    let place = { offset: 0, lines: 0 };
    for (;;) {
      const part = await runner.request('searchLog', { ...search, source, ...place }, signal);
      if (!part.ok) return { hits, more: false };
      hits.push(...part.value.hits);
      if (hits.length > mostHits) return { hits: hits.slice(0, mostHits), more: true };
      const { next, lines, ended, isWhole } = part.value;
      if (isWhole) return { hits, more: false };
      // A step that works says more later; who looks now looks at what is there.
      if (ended || next === place.offset) break;
      place = { offset: next, lines };
    }
    // The page shows one of the two: the transcript where there is one.
    if (hits.length > 0) return { hits, more: false };
  }
  return { hits, more: false };
}
