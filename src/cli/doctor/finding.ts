import type { GitProblem } from '../../git/problem.ts';
import { problemText } from '../../git/problemText.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import type { Result } from '../../model/result.ts';

const finding =
  (status: DoctorFinding['status']) =>
  (name: string, message: string): DoctorFinding => ({ name, status, message });

export const well = finding('ok');
export const doubtful = finding('warning');
export const broken = finding('error');

/** What an answer of the git room says to a person. */
export function gitFinding<T>(name: string, answer: Result<T, GitProblem>, tell: (value: T) => string): DoctorFinding {
  return answer.ok ? well(name, tell(answer.value)) : broken(name, problemText(answer.error));
}
