/** A finished run of somebody's CI, whichever forge it is on. */
export interface CiRun {
  /** Unique on its forge; a run that is repeated keeps it and gets a later `finishedAt`. */
  readonly id: string;
  /** The workflow's name (GitHub) or the pipeline's (GitLab; `pipeline` where it has none). */
  readonly workflow: string;
  readonly branch: string;
  readonly commit: string;
  readonly conclusion: CiConclusion;
  /** Epoch milliseconds. */
  readonly finishedAt: number;
  readonly url: string;
}

export type CiConclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | 'other';

export interface CiRunQuery {
  /** Short name. */
  readonly branch: string;
  /** Epoch milliseconds; runs that finished after it. */
  readonly since: number;
}

/** The forges' own words: https://docs.github.com/rest/checks/runs, https://docs.gitlab.com/api/pipelines/ */
const CONCLUSIONS: Readonly<Record<string, CiConclusion>> = {
  success: 'success',
  failure: 'failure',
  failed: 'failure',
  timed_out: 'failure',
  startup_failure: 'failure',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  skipped: 'skipped',
};

/** `other` for what is neither good nor bad (`neutral`, `stale`, `action_required`) and what we do not know. */
export const conclusionOf = (word: string): CiConclusion => CONCLUSIONS[word] ?? 'other';
