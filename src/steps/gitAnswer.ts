import type { GitProblem } from '../git/problem.ts';
import { problemText } from '../git/problemText.ts';
import type { Result } from '../model/result.ts';

/** The value of a git operation that has no way to go on without it; otherwise the step fails with the problem's words. */
export function orFail<T>(answer: Result<T, GitProblem>): T {
  if (answer.ok) return answer.value;
  throw new Error(problemText(answer.error));
}

/** A git operation that was refused, as a step's result. */
export function refused(problem: GitProblem): { status: 'refused'; code: string; reason: string } {
  return { status: 'refused', code: problem.code, reason: problemText(problem) };
}
