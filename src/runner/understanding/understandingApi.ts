import type { Repository } from '../../git/repository.ts';
import type { Identity } from '../../model/steps.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import type { Expectations } from '../review/expectations.ts';
import type { Runs } from '../runs.ts';
import { type DebtApiOptions, debtApi } from './debtApi.ts';
import { choicesOf, expectOf } from './expecting.ts';
import { override } from './override.ts';
import type { Quiz } from './quiz.ts';

type Handlers<M extends RunnerMethod> = {
  readonly [N in M]: (params: RunnerParams<N>) => Promise<RunnerReply<N>>;
};

export interface UnderstandingOptions extends DebtApiOptions {
  readonly world: { readonly repository: Repository; readonly now: () => number };
  readonly runs: Runs;
  readonly expectations: Expectations;
  readonly quiz: Quiz;
}

/** What people ask about what they understand of a repository, and say of it. */
export function understandingApi(
  options: UnderstandingOptions,
  person: () => Promise<Identity>,
): Handlers<'expectChoices' | 'expect' | 'override' | 'readUnits' | 'debt' | 'quiz' | 'quizAnswer' | 'why'> {
  const { world, runs, expectations, quiz } = options;
  return {
    ...debtApi(options, person),
    expectChoices: async ({ run, item }) => ({ paths: await choicesOf(world.repository, runs.state(run), item) }),
    expect: async ({ run, ...what }) =>
      expectOf(expectations, { state: runs.state(run), now: world.now() }, what, await person()),
    override: async ({ run, ...what }) => {
      await override(runs.living(run), what, await person());
      return {};
    },
    quiz: async () => quiz.next(await person()),
    quizAnswer: async (answer) => quiz.answer(answer, await person()),
  };
}
