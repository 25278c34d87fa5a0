import type { RepositoryFolders } from '../../client/repositoryFolders.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Invocation } from '../world.ts';
import { broken, well } from './finding.ts';
import { loginFinding, loopsFinding } from './login.ts';

/**
 * Whether the runner can be reached, whether it starts at login, and what it starts by itself. Where none runs, one is
 * started for the proof and sent away again.
 */
export async function runnerFindings(
  invocation: Invocation,
  repository: RepositoryFolders,
): Promise<readonly DoctorFinding[]> {
  const { connect, folder, signal } = invocation;
  const present = await connect({ folder, start: false, signal });
  if (present.ok) return ask(present.value, invocation, repository, (pid) => `works here as process ${pid}`);
  if (present.error.code !== 'no-runner') return [broken('runner', present.error.message)];
  const started = await connect({ folder, start: true, signal });
  if (!started.ok) return [broken('runner', started.error.message)];
  return ask(started.value, invocation, repository, () => 'none works here now; one can be started', true);
}

async function ask(
  client: RunnerClient,
  { machine }: Invocation,
  repository: RepositoryFolders,
  tell: (pid: number) => string,
  sendAway = false,
): Promise<readonly DoctorFinding[]> {
  try {
    const status = await client.request('status', {});
    if (!status.ok) return [broken('runner', status.error.message)];
    const { pid, build } = status.value;
    const schedule = await client.request('schedule', { receipts: 0 });
    const loops = schedule.ok ? schedule.value.loops : [];
    return [
      well('runner', tell(pid)),
      await loginFinding(repository, build, machine, loops),
      schedule.ok ? loopsFinding(loops) : broken('triggers', schedule.error.message),
    ];
  } finally {
    if (sendAway) await client.request('leave', {});
    client.close();
  }
}
