import type { ProblemCode, ProblemData } from '../problem.ts';
import type { WorkspaceIndex } from '../workspaceIndex.ts';

/** What the page about one kind of problem says. `bad` shows it in YAML and `good` the cure; tests hold both to it. */
export interface PageText<C extends ProblemCode> {
  readonly title: string;
  /** Why it is a problem, and what to do. */
  readonly why: string;
  readonly bad?: string;
  readonly good?: string;
  /** What the repository has beside the examples, where that matters. */
  readonly beside?: WorkspaceIndex;
  /** A case of it, where no few lines of YAML can show one. */
  readonly sample?: ProblemData[C];
}

/** The pages of some problems. */
export type PageTexts<C extends ProblemCode> = { readonly [K in C]: PageText<K> };
