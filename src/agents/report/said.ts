import type { Cost, Usage } from '../../model/spend.ts';
import type { Defect, ReportedFinding } from '../../model/steps.ts';

export type Role = Cost['role'];

/** Makes a text harmless to show, with the secrets taken out; it may hold several lines. */
export type CleanText = (text: string) => string;

/** A question that was shown to a person at once, while the agent worked. */
export interface AskedNow {
  /** The agent's name for it. */
  readonly id: string;
  readonly text: string;
  /** When, as the agent says; epoch milliseconds. */
  readonly at?: number;
}

/** What a report came to. */
export interface Said {
  /** Null when nothing was said of it. */
  readonly usage: Usage | null;
  readonly findings: readonly ReportedFinding[];
  readonly lessons: readonly string[];
  /** Those that nobody was shown while it worked. */
  readonly questions: readonly string[];
  /** What was wrong with the report, in words; at most 20. */
  readonly problems: readonly string[];
  readonly rootCause?: string;
  /** The checker's verdict; null where it gave none, or one that cannot be trusted. */
  readonly defects: readonly Defect[] | null;
  /** The judge's verdict; null likewise. */
  readonly score: number | null;
  readonly reasons: readonly string[];
  /** Why a maker says that nobody could do it. */
  readonly unsatisfiable?: string;
}

/** Of somebody who said nothing at all. */
export const saidNothing: Said = {
  usage: null,
  findings: [],
  lessons: [],
  questions: [],
  problems: [],
  defects: null,
  score: null,
  reasons: [],
};
