import type { DrivenAgent } from '../model/agents.ts';

/** What was found out about a loop that somebody wrote for another tool. What is absent was not said there. */
export interface Draft {
  /** As it was called; made a name of ours when it is written. */
  readonly title: string;
  /** Where it comes from, in words: `LOOP.md`, `a Ralph script`. */
  readonly source: string;
  readonly description?: string;
  /** Cron in five fields, UTC; absent: a person starts it. */
  readonly cron?: string;
  readonly agent?: DrivenAgent;
  readonly model?: string;
  readonly skills: readonly string[];
  /** Whether it only looks and reports. */
  readonly reportsOnly: boolean;
  readonly prompt: string;
  /** Commands that prove the result, in the order named. */
  readonly checks: readonly string[];
  readonly maxIterations?: number;
  readonly tokensPerDay?: number;
  /** What a person has to decide about, in the source's own words. */
  readonly approvals: readonly string[];
  /** What is there and was not taken over, each with what to do about it: a sentence. */
  readonly notes: readonly string[];
}

/** Characters of a text that is taken from a foreign file. */
export const mostText = 6000;

/** One line, without what would end a comment or confuse a terminal. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
