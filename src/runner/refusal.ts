import type { GitProblem } from '../git/problem.ts';
import { problemText } from '../git/problemText.ts';
import type { Refusal } from '../protocol/runner.ts';

/** A request that is not done, thrown by the code that finds out and turned into a reply in one place. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(code: string, message: string) {
    super(message);
    this.refusal = { code, message };
  }
}

export function orRefuse<T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: GitProblem },
): T {
  if (answer.ok) return answer.value;
  throw new Refused(answer.error.code, problemText(answer.error));
}
