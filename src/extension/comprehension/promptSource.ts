import type { Graded } from '../../model/prompt.ts';
import type { Result } from '../../model/result.ts';
import type { Standing } from '../../protocol/promptView.ts';
import type { PromptReply, Refusal, RunnerParams } from '../../protocol/runner.ts';

/** What is sent in answer to a prompt, wherever it came from. */
export type PromptAnswer = RunnerParams<'quizAnswer'>;

/** Where the prompts of a sitting come from: the change of an item, or what landed and is owed. */
export interface PromptSource {
  /** The next prompt. Making one may run checks, which `signal` ends. */
  ask(signal: AbortSignal): Promise<Result<PromptReply, Refusal>>;
  answer(answer: PromptAnswer): Promise<Result<Graded, Refusal>>;
  /** Where the person stands now, after the events of an answer have arrived. */
  standing(): Promise<Standing>;
  /** Which prompt the next one is, in words. */
  progress(): string;
}
