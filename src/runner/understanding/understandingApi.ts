import type { RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import { Refused } from '../refusal.ts';

type Handlers<M extends RunnerMethod> = {
  readonly [N in M]: (params: RunnerParams<N>) => Promise<RunnerReply<N>>;
};

/** What people ask about what they understand of a repository, and say of it. */
export function understandingApi(): Handlers<
  'expectChoices' | 'expect' | 'override' | 'readUnits' | 'debt' | 'quiz' | 'quizAnswer' | 'why'
> {
  const notYet = async (): Promise<never> => {
    throw new Refused('not-built', 'This runner does not keep a comprehension ledger yet.');
  };
  return {
    expectChoices: notYet,
    expect: notYet,
    override: notYet,
    readUnits: notYet,
    debt: notYet,
    quiz: notYet,
    quizAnswer: notYet,
    why: notYet,
  };
}
