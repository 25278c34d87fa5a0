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
import { cageIsOff, modelOutOfReach } from './cage.ts';
import { checkCannotFail, goalUsesNoCheck, proofNotUsed, quarantineWithoutRepeat } from './checks.ts';
import { fieldOfOtherDelivery } from './delivery.ts';
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
import type { Lint } from './lint.ts';
import { emptyEscalation, makerMayEditTests } from './maker.ts';
import { nameDiffersFromFile } from './name.ts';
import { allowedAndProtected, badGlob, badPath, oraclesFree } from './policy.ts';
import { fieldOfMakerOnly, judgeAndRubric, makerWithoutGoal, nobodyWorks, reportAndRoles } from './roles.ts';
import { literalSecret } from './secrets.ts';
import { templateInCommand, templateNotAvailable } from './templates.ts';
import { badSchedule, inputNobodyGives, landsWhereItWatches, startsItself, wrongInput } from './triggers.ts';

export const lints: readonly Lint[] = [
  nameDiffersFromFile,
  tooManyIds,
  badSchedule,
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
  agentWithoutItsPart,
  fieldIgnoredByAgent,
  reviewerMayWrite,
  reviewerIsMaker,
  connectorNotDeclared,
  limitOnTheUnknown,
  makerMayEditTests,
  emptyEscalation,
  checkCannotFail,
  quarantineWithoutRepeat,
  proofNotUsed,
  goalUsesNoCheck,
  noBudget,
  limitNeverReached,
  iterationsLimitedTwice,
  limitOfNothing,
  priceWithoutLimit,
  badGlob,
  badPath,
  allowedAndProtected,
  oraclesFree,
  cageIsOff,
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
