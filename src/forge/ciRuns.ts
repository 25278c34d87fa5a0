import { err, ok, type Result } from '../model/result.ts';
import type { CiRun, CiRunQuery } from './ciRun.ts';
import { type ForgeWorld, findForge } from './forgeProgram.ts';
import { ghRuns, parseGhRuns } from './github.ts';
import { glabPipelines, parseGlabPipelines } from './gitlab.ts';
import type { ForgeProblem } from './problem.ts';

/**
 * The runs of the user's CI on a branch that finished after `since` (epoch milliseconds), oldest first, at most the newest
 * hundred. `workflows`: names to keep; all where absent. Only for polling: it starts one process of `gh` or `glab`.
 */
export async function ciRuns(
  world: ForgeWorld & CiRunQuery & { readonly workflows?: readonly string[] },
): Promise<Result<readonly CiRun[], ForgeProblem>> {
  const forge = await findForge(world);
  if (!forge.ok) return forge;
  const { program, repository } = forge.value;
  const [call, parse] =
    program === 'gh'
      ? [ghRuns(repository, world), parseGhRuns]
      : [glabPipelines(repository, world), parseGlabPipelines];
  const answer = await forge.value.ask(call);
  if (!answer.ok) return answer;
  const runs = parse(answer.value);
  if (runs === null) return err({ code: 'odd-answer', program, said: answer.value.slice(0, 200) });
  return ok(runs.filter((run) => isWanted(run, world)).sort((a, b) => a.finishedAt - b.finishedAt));
}

function isWanted(run: CiRun, { since, workflows }: CiRunQuery & { readonly workflows?: readonly string[] }): boolean {
  return run.finishedAt > since && (workflows === undefined || workflows.includes(run.workflow));
}
