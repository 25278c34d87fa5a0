import type { Result } from '../../model/result.ts';
import type { Changed, Refusal, RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import type { Unsubscribe } from '../listeners.ts';

/** Asks a runner. Ends in a value or a refusal, never in a rejection. */
export interface Requests {
  request<M extends RunnerMethod>(
    method: M,
    params: RunnerParams<M>,
    signal?: AbortSignal,
  ): Promise<Result<RunnerReply<M>, Refusal>>;
}

/** A runner that also tells when a connection opened, and what changed that is no event of a run. */
export interface ToldRequests extends Requests {
  readonly isOpen: boolean;
  onOpen(listener: () => void): Unsubscribe;
  onChanged?(listener: (what: Changed) => void): Unsubscribe;
}
