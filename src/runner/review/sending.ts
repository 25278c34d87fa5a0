import type { ChangeRequest } from '../../model/changeRequests.ts';
import type { RequestChanges } from '../../model/person.ts';
import type { RunState } from '../../model/runState.ts';
import type { ItemView } from '../../model/runView.ts';
import { stepsOfKind } from '../../model/stepState.ts';

/** The newest request that a remark was part of. */
export interface Sending {
  readonly request: RequestChanges;
  /** How many of its sentences went with it. */
  readonly sentences: number;
  /** The iteration after which it was sent. */
  readonly after: number;
  /** What was to be worked on from there; absent in the moment before that begins. */
  readonly taken?: ChangeRequest;
  /** What came of it; absent while that goes on. */
  readonly outcome?: { readonly iteration: number; readonly head: string };
}

/** By remark. The journal knows what was sent, so that a remark is sent exactly when its request is. */
export function sendings(state: RunState, item: ItemView): ReadonlyMap<string, Sending> {
  const sent = new Map<string, Sending>();
  const { requests } = item;
  for (const [place, taken] of requests.entries()) {
    const outcome = outcomeOf(state, item, taken.iteration, requests[place + 1]?.iteration);
    note(sent, taken.request, { after: taken.iteration - 1, taken, ...(outcome === undefined ? {} : { outcome }) });
  }
  const newest = state.items.get(item.id)?.said.findLast(({ kind }) => kind === 'request-changes');
  const isUnderWay = item.status === 'running' || item.status === 'paused';
  if (isUnderWay && newest?.kind === 'request-changes' && newest !== requests.at(-1)?.request) {
    note(sent, newest, { after: item.iterations.at(-1)?.number ?? 0 });
  }
  return sent;
}

function note(sent: Map<string, Sending>, request: RequestChanges, fate: Omit<Sending, 'request' | 'sentences'>): void {
  for (const { id, said } of request.remarks) sent.set(id, { request, sentences: said.length, ...fate });
}

/** The first change that was accepted afterwards, else what the work was left at when it ended. */
function outcomeOf(state: RunState, item: ItemView, from: number, before?: number): Sending['outcome'] {
  const steps = state.items.get(item.id)?.steps ?? [];
  const isOf = (iteration: number): boolean => iteration >= from && (before === undefined || iteration < before);
  const tidied = stepsOfKind(steps, 'tidy').find(
    ({ input, result }) => result !== undefined && isOf(input.iteration ?? -1),
  );
  if (tidied !== undefined) return { iteration: tidied.input.iteration ?? from, head: tidied.input.head };
  if (item.outcome === undefined) return undefined;
  const last = stepsOfKind(steps, 'commit').findLast(
    ({ input, result }) => result !== undefined && isOf(input.iteration),
  );
  return last?.result && { iteration: last.input.iteration, head: last.result.change.head };
}
