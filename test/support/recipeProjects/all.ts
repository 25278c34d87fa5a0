import { babysitPullRequests } from './babysitPullRequests.ts';
import { deSloppify } from './deSloppify.ts';
import { docsDrift } from './docsDrift.ts';
import { draftFromChangelog } from './draftFromChangelog.ts';
import { fixFailingTests } from './fixFailingTests.ts';
import { fixHealthCheck } from './fixHealthCheck.ts';
import { morningTriage } from './morningTriage.ts';
import { performanceSearch } from './performanceSearch.ts';
import { portModules } from './portModules.ts';
import { raiseCoverage } from './raiseCoverage.ts';
import type { RecipeProject } from './recipeProject.ts';
import { securityScan } from './securityScan.ts';
import { shipPullRequest } from './shipPullRequest.ts';
import { updateDependencies } from './updateDependencies.ts';
import { verifyUserFlows } from './verifyUserFlows.ts';

/** A small project for each recipe. `standIns` has to be on PATH for those that ask `gh` or `npm`. */
export const recipeProjects: readonly RecipeProject[] = [
  babysitPullRequests,
  deSloppify,
  docsDrift,
  draftFromChangelog,
  fixFailingTests,
  fixHealthCheck,
  morningTriage,
  performanceSearch,
  portModules,
  raiseCoverage,
  securityScan,
  shipPullRequest,
  updateDependencies,
  verifyUserFlows,
];
