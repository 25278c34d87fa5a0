import type { StepKind } from '../steps.ts';

/** Who holds to a field beside the steps of a run. */
export const partEnforcers = ['engine', 'runner', 'purse', 'sandbox', 'language', 'editor'] as const;
export type PartEnforcer = (typeof partEnforcers)[number];

/** What makes a field act: steps by their kind, or another part of Loopwright. */
export type Enforcer = StepKind | PartEnforcer;
export type Enforcers = readonly [Enforcer, ...Enforcer[]];

/** What `x-loop` says about a field beside its shape. */
export interface FieldMeta {
  /** What a text is written in. */
  readonly lang?: 'shell' | 'markdown' | 'cel' | 'template' | 'glob' | 'cron' | 'timezone';
  /** For an expression or a template: which names it has, and what an expression must yield. */
  readonly context?: string;
  readonly result?: string;
  /** A field without any would be accepted and would not act. Absent where the fields below say it. */
  readonly enforcedBy?: Enforcers;
}

declare module 'zod' {
  interface GlobalMeta {
    /** Typed here, so that a field cannot name an enforcer that there is not. */
    'x-loop'?: FieldMeta;
  }
}

/** Kinds of step that no field asks for, because every loop needs them, each with why. */
export const neededByEveryLoop: Readonly<Partial<Record<StepKind, string>>> = {
  tidy: 'brings a worktree back to what is committed, so that what checks leave behind is the work of nobody',
  rebase: 'brings the work up to a target that moved while somebody decided',
  settle: 'takes out of the inbox what is answered',
};
