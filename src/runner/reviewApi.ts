import type { RunnerMethod, RunnerParams, RunnerReply } from '../protocol/runner.ts';
import { Refused } from './refusal.ts';

type Handlers<M extends RunnerMethod> = {
  readonly [N in M]: (params: RunnerParams<N>) => Promise<RunnerReply<N>>;
};

const notYet = async (): Promise<never> => {
  throw new Refused('not-yet', 'This runner cannot do that yet.');
};

/** What people who read a change ask. */
export function reviewApi(): Handlers<
  'reviewOutline' | 'reviewMarks' | 'mark' | 'lineOrigins' | 'takeOut' | 'requestChanges'
> {
  return {
    reviewOutline: notYet,
    reviewMarks: notYet,
    mark: notYet,
    lineOrigins: notYet,
    takeOut: notYet,
    requestChanges: notYet,
  };
}
