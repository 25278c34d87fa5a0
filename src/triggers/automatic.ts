import type { Triggers } from '../model/loop/triggers.ts';

const kinds = ['schedule', 'push', 'files', 'workflow_run', 'webhook', 'loop'] as const;
export type AutomaticKind = (typeof kinds)[number];

/** The triggers of a loop that need no person; a loop without any need not be enabled. */
export const automaticKinds = (on: Triggers): readonly AutomaticKind[] =>
  kinds.filter((kind) => on[kind] !== undefined);
