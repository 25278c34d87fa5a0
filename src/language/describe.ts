import type { ReportedProblem } from '../model/problem.ts';
import type { Problem, ProblemCode, ProblemData } from './problem.ts';
import { problemTexts } from './problemText.ts';

const sentence = <C extends ProblemCode>(code: C, data: ProblemData[C]): string => problemTexts[code].say(data);

/** What is wrong and what to do next, in one or two sentences of plain text with `code` marks. */
export function describe(problem: Pick<Problem, 'code' | 'data'>): string {
  // The union pairs each code with its data; TypeScript cannot see that through a lookup.
  return sentence(problem.code, problem.data as ProblemData[typeof problem.code]);
}

/** A problem as `loopwright validate --json` prints it. */
export function reported(file: string, problem: Problem): ReportedProblem {
  const { code, severity, range } = problem;
  return { file, code, severity, message: describe(problem), range };
}
