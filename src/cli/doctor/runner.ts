import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Invocation } from '../world.ts';
import { broken, well } from './finding.ts';

/** Whether the runner can be reached. Where none runs, one is started for the proof and sent away again. */
export async function runnerFinding({ connect, folder, signal }: Invocation): Promise<DoctorFinding> {
  const present = await connect({ folder, start: false, signal });
  if (present.ok) return statusFinding(present.value, (pid) => `works here as process ${pid}`);
  if (present.error.code !== 'no-runner') return broken('runner', present.error.message);
  const started = await connect({ folder, start: true, signal });
  if (!started.ok) return broken('runner', started.error.message);
  return statusFinding(started.value, () => 'none works here now; one can be started', true);
}

async function statusFinding(
  client: RunnerClient,
  tell: (pid: number) => string,
  sendAway = false,
): Promise<DoctorFinding> {
  try {
    const status = await client.request('status', {});
    if (sendAway) await client.request('leave', {});
    return status.ok ? well('runner', tell(status.value.pid)) : broken('runner', status.error.message);
  } finally {
    client.close();
  }
}
