import type { RecordedEvent } from '../model/event.ts';
import type { Result } from '../model/result.ts';
import type { AnswerModelAsk } from './models.ts';
import type { Changed, Refusal, RunnerMethod, RunnerParams, RunnerReply } from './runner.ts';

/** A connection to the runner of one repository, as the editor and the command line hold it. */
export interface RunnerClient {
  /** Ends in a value or a refusal; a lost connection is the refusal `disconnected`. `signal` cancels. */
  request<M extends RunnerMethod>(
    method: M,
    params: RunnerParams<M>,
    signal?: AbortSignal,
  ): Promise<Result<RunnerReply<M>, Refusal>>;
  /** Calls back for every event that is on disk from now on, of any run, in order. Returns how to end it. */
  onEvent(listener: (run: string, recorded: RecordedEvent) => void): () => void;
  /** Calls back when a run cannot go on, with why. */
  onBroken(listener: (run: string, why: string) => void): () => void;
  /** Calls back when something that is no event of a run has changed; at most five times a second for each kind. */
  onChanged(listener: (what: Changed) => void): () => void;
  /** Answers what the runner asks of the models that this client offered; the newest one does. */
  onModelAsk(answer: AnswerModelAsk): void;
  /** Calls back once when the connection is gone. */
  onClose(listener: () => void): () => void;
  close(): void;
}
