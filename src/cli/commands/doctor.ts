import type { Command } from 'commander';
import { probeAgents } from '../../agents/probeAgents.ts';
import { readIdentity } from '../../git/identity.ts';
import { checkGitVersion, openRepository } from '../../git/repository.ts';
import { branchName } from '../../model/branchName.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { agentFindings, loginLines } from '../doctor/agents.ts';
import { capabilityTable } from '../doctor/capabilityTable.ts';
import { dataFolderFinding } from '../doctor/dataFolder.ts';
import { editorFound, editorModels } from '../doctor/editorModels.ts';
import { gitFinding } from '../doctor/finding.ts';
import { forgeFinding } from '../doctor/forge.ts';
import { loopsHere } from '../doctor/loops.ts';
import { nodeFinding } from '../doctor/node.ts';
import { pricesFinding } from '../doctor/prices.ts';
import { runnerFindings } from '../doctor/runner.ts';
import { sandboxFinding } from '../doctor/sandbox.ts';
import { worktreesFinding } from '../doctor/worktrees.ts';
import { exitCodes } from '../ending.ts';
import { inert } from '../text/inert.ts';
import { type Paint, paint } from '../text/paint.ts';
import type { Invocation } from '../world.ts';

/** `loopwright doctor` */
export function registerDoctor(program: Command, act: Act): void {
  program
    .command('doctor')
    .description(
      'Check that loops can run here: git, Node, the repository, you, the runner, folders, agents, the sandbox',
    )
    .action(
      act(async (invocation) => {
        const { terminal, json } = invocation;
        const findings = await examine(invocation);
        if (json) terminal.print(JSON.stringify(findings));
        else {
          for (const line of [...capabilityTable(findings), ...loginLines(findings)]) terminal.print(inert(line));
          for (const line of findingsText(findings, paint(terminal.colours))) terminal.print(line);
        }
        return ok(findings.some(({ status }) => status === 'error') ? exitCodes.failed : exitCodes.done);
      }),
    );
}

async function examine(invocation: Invocation): Promise<readonly DoctorFinding[]> {
  const { folder, env } = invocation;
  const [repository, agents, sandbox, models] = await Promise.all([
    openRepository(folder),
    probeAgents(env),
    sandboxFinding(env),
    editorModels(invocation),
  ]);
  const findings = [
    gitFinding('git', await checkGitVersion(folder), (version) => `git ${version}`),
    nodeFinding(process.versions.node),
    gitFinding('repository', repository, ({ root, currentBranch, head }) => {
      return `${root}, on ${currentBranch === undefined ? head.slice(0, 10) : branchName(currentBranch)}`;
    }),
    await dataFolderFinding(env),
    ...agentFindings([...agents, ...editorFound(models)], env),
    await pricesFinding(env),
    sandbox,
    await forgeFinding(env),
  ];
  if (!repository.ok) return findings;
  return [
    ...findings,
    gitFinding('identity', await readIdentity(repository.value), ({ name, email }) => `${name} <${email}>`),
    await worktreesFinding(repository.value),
    await loopsHere(repository.value, { env, hasModels: async () => models.length > 0 }),
    ...(await runnerFindings(invocation, repository.value)),
  ];
}

/** A line each, and what it comes to. */
export function findingsText(findings: readonly DoctorFinding[], brush: Paint): readonly string[] {
  const marks = { ok: brush.green('✓'), warning: brush.yellow('!'), error: brush.red('✗') };
  const width = Math.max(...findings.map(({ name }) => name.length));
  const errors = findings.filter(({ status }) => status === 'error').length;
  const verdict = errors === 0 ? 'Loops can run here.' : `${errors} of ${findings.length} must be put right first.`;
  return [
    ...findings.map(({ name, status, message }) => `${marks[status]} ${name.padEnd(width)}  ${inert(message)}`),
    verdict,
  ];
}
