import {
  agentWithoutItsPart,
  connectorNotDeclared,
  fieldIgnoredByAgent,
  limitOnTheUnknown,
  reviewerIsMaker,
  reviewerMayWrite,
} from './agents.ts';
import { badBranch, proofOnOtherBase } from './branches.ts';
import { iterationsLimitedTwice, limitNeverReached, limitOfNothing, noBudget, priceWithoutLimit } from './budget.ts';
import { bugFixWithoutProof } from './bugFix.ts';
import { cageIsOff, modelOutOfReach, permissionsWithoutCage } from './cage.ts';
import { checkCannotFail, goalUsesNoCheck, proofNotUsed, quarantineWithoutRepeat } from './checks.ts';
import { fieldOfOtherDelivery } from './delivery.ts';
import { checkNeverEnds } from './endless.ts';
import { secretsWithinReach } from './exposure.ts';
import {
  approverWithoutEmail,
  comprehensionTooEarly,
  gateNeverOpens,
  gateNeverReached,
  gateTimeOut,
  mergeWithoutGate,
} from './gates.ts';
import { tooManyIds } from './ids.ts';
import { formatOfFindings, itemsWithoutKey, moreLanesThanItems } from './items.ts';
import { noEndOfTrying } from './iterations.ts';
import type { Lint } from './lint.ts';
import { startsItself } from './loopCycle.ts';
import { emptyEscalation, makerMayEditTests } from './maker.ts';
import { nameDiffersFromFile } from './name.ts';
import { sharedByItems } from './parallel.ts';
import { allowedAndProtected, badGlob, badPath, oraclesFree } from './policy.ts';
import { notInRepository, notUsable } from './repository.ts';
import {
  fieldOfMakerOnly,
  judgeAndRubric,
  makerWithoutGoal,
  nobodyWorks,
  reportAndRoles,
  thresholdTooLow,
} from './roles.ts';
import { dayOrWeekday, firesBeforeItEnds } from './schedules.ts';
import { literalSecret } from './secrets.ts';
import { totalTooSmall } from './shares.ts';
import { templateInCommand, templateNotAvailable } from './templates.ts';
import { badSchedule, inputNobodyGives, landsWhereItWatches, wrongInput } from './triggers.ts';
import { noDailyCap, noSpendLimit } from './unattended.ts';
import { vagueText } from './vague.ts';

export const lints: readonly Lint[] = [
  nameDiffersFromFile,
  tooManyIds,
  badSchedule,
  firesBeforeItEnds,
  dayOrWeekday,
  startsItself,
  landsWhereItWatches,
  inputNobodyGives,
  wrongInput,
  itemsWithoutKey,
  formatOfFindings,
  moreLanesThanItems,
  nobodyWorks,
  makerWithoutGoal,
  fieldOfMakerOnly,
  judgeAndRubric,
  thresholdTooLow,
  vagueText,
  bugFixWithoutProof,
  notInRepository,
  notUsable,
  agentWithoutItsPart,
  fieldIgnoredByAgent,
  reviewerMayWrite,
  reviewerIsMaker,
  connectorNotDeclared,
  limitOnTheUnknown,
  makerMayEditTests,
  emptyEscalation,
  checkCannotFail,
  checkNeverEnds,
  quarantineWithoutRepeat,
  proofNotUsed,
  goalUsesNoCheck,
  noBudget,
  noDailyCap,
  noSpendLimit,
  noEndOfTrying,
  totalTooSmall,
  limitNeverReached,
  iterationsLimitedTwice,
  limitOfNothing,
  priceWithoutLimit,
  badGlob,
  badPath,
  allowedAndProtected,
  oraclesFree,
  permissionsWithoutCage,
  cageIsOff,
  secretsWithinReach,
  sharedByItems,
  modelOutOfReach,
  reportAndRoles,
  fieldOfOtherDelivery,
  gateNeverReached,
  gateNeverOpens,
  gateTimeOut,
  comprehensionTooEarly,
  approverWithoutEmail,
  mergeWithoutGate,
  badBranch,
  proofOnOtherBase,
  templateInCommand,
  templateNotAvailable,
  literalSecret,
];
