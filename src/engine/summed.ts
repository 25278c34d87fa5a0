import type { RunOutcome } from '../model/outcome.ts';

type Status = RunOutcome['status'];

/** What an end of an item is called in a sum, best first: a run is called by the best that came of it. */
const words: readonly (readonly [Status, string])[] = [
  ['delivered', 'delivered'],
  ['rejected', 'rejected'],
  ['gave-up', 'given up'],
  ['failed', 'failed'],
  ['stopped', 'stopped'],
  ['nothing-found', 'with nothing to do'],
];

/** How a run ended, from how its items did: the failure of one is data, not the end. A single item speaks for itself. */
export function summed(outcomes: readonly RunOutcome[]): RunOutcome {
  const [first] = outcomes;
  if (first === undefined) return { status: 'nothing-found', reason: 'There are no items.' };
  if (outcomes.length === 1) return first;
  const counts = words.flatMap(([status, word]) => {
    const count = outcomes.filter((outcome) => outcome.status === status).length;
    return count === 0 ? [] : [{ status, text: `${count} ${word}` }];
  });
  // A stop is the end of the run, whatever was done before it.
  const stopped = counts.find(({ status }) => status === 'stopped');
  const status = stopped?.status ?? counts[0]?.status ?? 'nothing-found';
  return { status, reason: `Of ${outcomes.length} items ${counts.map(({ text }) => text).join(', ')}.` };
}
