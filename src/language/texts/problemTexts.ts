import type { ProblemCode, ProblemData, Severity } from '../problem.ts';
import type { WorkspaceIndex } from '../workspaceIndex.ts';

/** All the words about one kind of problem. `bad` shows it in YAML and `good` the cure; tests hold both to it. */
export interface ProblemText<C extends ProblemCode> {
  readonly severity: Severity;
  readonly title: string;
  /** Why it is a problem, and what to do. */
  readonly why: string;
  /** The message: what is wrong here and what to do next. */
  readonly say: (data: ProblemData[C]) => string;
  readonly bad?: string;
  readonly good?: string;
  /** What the repository has beside the examples, where that matters. */
  readonly beside?: WorkspaceIndex;
  /** A case of it, where no few lines of YAML can show one. */
  readonly sample?: ProblemData[C];
}

/** The words of some problems. */
export type ProblemTexts<C extends ProblemCode> = { readonly [K in C]: ProblemText<K> };
