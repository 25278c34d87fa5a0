import type { ProblemCode, ProblemData, Severity } from '../problem.ts';

/** What an editor says of one kind of problem. Its page says more: `src/language/pages`, which the server does without. */
export interface ProblemText<C extends ProblemCode> {
  readonly severity: Severity;
  /** The message: what is wrong here and what to do next. */
  readonly say: (data: ProblemData[C]) => string;
}

/** The words of some problems. */
export type ProblemTexts<C extends ProblemCode> = { readonly [K in C]: ProblemText<K> };
