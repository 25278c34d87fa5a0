import type { StepKind } from './steps.ts';

/** Kinds of step that run a command of the loop or an agent: they have output, an environment and a cage. */
export const commandSteps = [
  'precheck',
  'hear',
  'discover',
  'setup',
  'explore',
  'make',
  'check',
  'measure',
  'verify',
  'reproduce',
  'judge',
] as const satisfies readonly StepKind[];
