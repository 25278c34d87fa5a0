import type { Command } from 'commander';
import { findRepository, type RepositoryFolders, whyNoRepository } from '../../client/repositoryFolders.ts';
import { ok, type Result } from '../../model/result.ts';
import { install, uninstall } from '../../runner/autostart/install.ts';
import { runnerService } from '../../runner/autostart/thisMachine.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, type Failure, fail, misnamed, refused } from '../ending.ts';
import { processGone } from '../processGone.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

/** How long a runner that was asked to leave may take, in milliseconds. */
const leaveTimeout = 10_000;

/** `loopwright runner install|uninstall` */
export function registerRunnerLogin(runner: Command, act: Act): void {
  runner
    .command('install')
    .description('Have the runner of this repository started at login, and now; again, to bring it up to date')
    .action(
      act(async (invocation) => {
        const repository = await repositoryOf(invocation);
        return repository.ok ? installHere(invocation, repository.value) : repository;
      }),
    );
  runner
    .command('uninstall')
    .description('Have it started at login no more')
    .action(
      act(async (invocation) => {
        const repository = await repositoryOf(invocation);
        if (!repository.ok) return repository;
        // The service is found by its repository alone.
        const removed = await uninstall(runnerService(repository.value, 'any'), invocation.machine);
        if (!removed.ok) return fail('autostart', removed.error);
        const words = removed.value ? 'The runner is not started at login any more.' : 'It was not started at login.';
        const { terminal, json } = invocation;
        terminal.print(json ? JSON.stringify({ installed: false, removed: removed.value }) : words);
        return ok(exitCodes.done);
      }),
    );
}

async function repositoryOf({ folder }: Invocation): Promise<Result<RepositoryFolders, Failure>> {
  const found = await findRepository(folder);
  if (found !== undefined) return ok(found);
  return misnamed('not-a-repository', await whyNoRepository(folder, 'Go to one, or name one with -C.'));
}

/** The build that works here now is what is started at login: its programs lie in the repository's own folder. */
async function installHere(invocation: Invocation, repository: RepositoryFolders): Promise<Ending> {
  const build = await makeRoom(invocation);
  if (!build.ok) return build;
  const { terminal, json, machine } = invocation;
  const installed = await install(runnerService(repository, build.value), machine);
  if (!installed.ok) return fail('autostart', `The system did not take it. ${installed.error}`);
  const words = `The runner of ${repository.root} is started at login, and works now.\n  ${installed.value}`;
  const next = 'next: loopwright schedule';
  terminal.print(json ? JSON.stringify({ installed: true, file: installed.value }) : `${words}\n${next}`);
  return ok(exitCodes.done);
}

/** Lets the present runner leave, so that the one of the system gets the repository. Commands that run go on. */
function makeRoom(invocation: Invocation): Promise<Result<string, Failure>> {
  return withRunner(invocation, async (client) => {
    const status = await client.request('status', {});
    if (!status.ok) return refused(status.error);
    const { pid, build } = status.value;
    const left = await client.request('leave', {});
    if (!left.ok && left.error.code !== 'disconnected') return refused(left.error);
    client.close();
    if (await processGone(pid, leaveTimeout)) return ok(build);
    return fail('still-there', `The runner (process ${pid}) was asked to leave and is still there. Try again later.`);
  });
}
