import type { DrivenAgent } from '../model/agents.ts';
import type { Likely } from '../model/likely.ts';
import type { ReportedProblem } from '../model/problem.ts';
import type { Item } from '../model/steps.ts';
import type { InputValue } from '../triggers/inputs.ts';

/** Items that are known before a run, and how. */
export interface KnownItems {
  readonly known: 'found' | 'read' | 'given';
  /** In a sentence. */
  readonly words: string;
  /** How many the source tells of; null where nobody looked. */
  readonly count: number | null;
  readonly items: readonly Item[];
  readonly left: readonly { readonly key: string; readonly why: string }[];
}

/** Which agents' programs there are. */
export interface AgentsHere {
  readonly isFound: (agent: DrivenAgent) => boolean;
  /** What is known of a program, in a few words: `2.1.0, logged in`; empty where nothing is. */
  readonly wordsOf: (agent: DrivenAgent) => string;
}

/** What a dry run knows beside the text. All but the first three may be missing: then it says that nobody looked. */
export interface DryRunWorld {
  /** Path of the loop file from the top of the repository. */
  readonly file: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Warnings and infos of the file. */
  readonly problems: readonly ReportedProblem[];
  readonly inputs?: Readonly<Record<string, InputValue>>;
  readonly items?: KnownItems | undefined;
  /** Path of the SKILL.md that a role is given by a name; null where there is none. */
  readonly skillFile?: ((name: string) => string | null) | undefined;
  readonly agents?: AgentsHere | undefined;
  /** Why a start would be refused. */
  readonly obstacles?: readonly string[];
  /** The commit that a run would start from. */
  readonly commit?: string | undefined;
  /** What all loops of the repository may use in a day. */
  readonly repositoryDay?: { readonly tokens?: number | undefined; readonly costUsd?: number | undefined } | undefined;
  readonly likely?: Likely | undefined;
}
