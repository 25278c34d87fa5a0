import { badBranch, branchNotUnique } from './branches.ts';
import { noBudget } from './budget.ts';
import { checkCannotFail, checkNotUsed, goalUsesNoCheck } from './checks.ts';
import { fieldOfMergeOnly, gateNeverReached, mergeWithoutGate, passMoreThanAsked } from './delivery.ts';
import type { Lint } from './lint.ts';
import { commandWithoutRun, fieldIgnoredByAgent, makerMayEditTests } from './maker.ts';
import { nameDiffersFromFile } from './name.ts';
import { allowedAndProtected, badGlob } from './policy.ts';
import { literalSecret } from './secrets.ts';
import { templateInCommand, templateNotAvailable } from './templates.ts';

export const lints: readonly Lint[] = [
  nameDiffersFromFile,
  commandWithoutRun,
  fieldIgnoredByAgent,
  makerMayEditTests,
  checkCannotFail,
  checkNotUsed,
  goalUsesNoCheck,
  noBudget,
  badGlob,
  allowedAndProtected,
  fieldOfMergeOnly,
  gateNeverReached,
  mergeWithoutGate,
  passMoreThanAsked,
  badBranch,
  branchNotUnique,
  templateInCommand,
  templateNotAvailable,
  literalSecret,
];
