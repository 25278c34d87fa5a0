import type { RequestChanges } from './person.ts';
import type { ItemState } from './runState.ts';
import { type StepState, stepsOfKind } from './stepState.ts';

/** A request for changes that an item was given, and what began with it. */
export interface ChangeRequest {
  readonly request: RequestChanges;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The first iteration that was to answer it. */
  readonly iteration: number;
  /** What that began from: the head that was read, without what was taken out and with what was edited. */
  readonly from: string;
}

/**
 * The requests that were taken up, in order. Each begins with a commit of what the person left in the worktree
 * (`<item>/<iteration>/asked/commit`); one about another head than the one that waited was not heard.
 */
export function changeRequests({ steps, said }: Pick<ItemState, 'steps' | 'said'>): readonly ChangeRequest[] {
  const waiting = said.flatMap((one) => (one.kind === 'request-changes' ? [one] : []));
  if (waiting.length === 0) return [];
  return stepsOfKind(steps, 'commit').flatMap((commit): readonly ChangeRequest[] => {
    if (!commit.key.endsWith('/asked/commit') || commit.result === undefined) return [];
    const heads = [commit.input.parent, publishedFrom(steps, commit.input.parent)];
    const place = waiting.findIndex(({ head }) => heads.includes(head));
    const request = waiting[place];
    if (request === undefined) return [];
    waiting.splice(0, place + 1);
    const { iteration } = commit.input;
    return [{ request, at: commit.startedAt, iteration, from: commit.result.change.head }];
  });
}

/** The head whose content the branch was brought to for delivery, when that was refused then. */
const publishedFrom = (steps: readonly StepState[], commit: string): string | undefined =>
  stepsOfKind(steps, 'publish').find(({ result }) => result?.commit === commit)?.input.head;
