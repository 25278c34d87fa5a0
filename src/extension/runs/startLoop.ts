import type { Result } from '../../model/result.ts';
import type { Refusal, RunnerParams } from '../../protocol/runner.ts';
import type { Requests } from '../runner/requests.ts';

/** What a person is asked where a loop does not start at once. Leaving a question starts nothing. */
export interface StartQuestions {
  /** Whether a file is to be run that is not committed as it stands. */
  asItStands(file: string): Promise<boolean>;
  /** Why it is to start although the person owes more than it allows, which `message` tells. */
  despiteDebt(message: string): Promise<string | undefined>;
}

/** Starts a loop: the id of the run, or undefined where the person chose not to. Each question is asked once. */
export async function startLoop(
  link: Requests,
  what: Pick<RunnerParams<'start'>, 'file' | 'inputs'>,
  questions: StartQuestions,
): Promise<Result<string, Refusal> | undefined> {
  let given: RunnerParams<'start'> = { ...what, uncommitted: false };
  for (;;) {
    const reply = await link.request('start', given);
    if (reply.ok) return { ok: true, value: reply.value.run };
    const { code, message } = reply.error;
    if (code === 'uncommitted' && !given.uncommitted) {
      if (!(await questions.asItStands(given.file))) return undefined;
      given = { ...given, uncommitted: true };
    } else if (code === 'owes-too-much' && given.despiteDebt === undefined) {
      const despiteDebt = await questions.despiteDebt(message);
      if (despiteDebt === undefined) return undefined;
      given = { ...given, despiteDebt };
    } else return reply;
  }
}
