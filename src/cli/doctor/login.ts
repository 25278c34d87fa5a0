import type { RepositoryFolders } from '../../client/repositoryFolders.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import type { ScheduledLoop } from '../../protocol/runner.ts';
import { type Autostart, type AutostartWorld, installed } from '../../runner/autostart/install.ts';
import { runnerService } from '../../runner/autostart/thisMachine.ts';
import { doubtful, well } from './finding.ts';

/** Whether the runner starts at login: it must, for loops to start by themselves when no editor is open. */
export async function loginFinding(
  repository: RepositoryFolders,
  build: string,
  machine: AutostartWorld,
  loops: readonly ScheduledLoop[],
): Promise<DoctorFinding> {
  return loginText(
    await installed(runnerService(repository, build), machine),
    loops.some(({ state }) => state === 'on'),
  );
}

export function loginText(login: Autostart, someStartByThemselves: boolean): DoctorFinding {
  switch (login) {
    case 'installed':
      return well('at login', 'the runner is started at login');
    case 'outdated':
      return doubtful(
        'at login',
        'The runner is started at login, but with another build, Node or PATH than now. Run: loopwright runner install',
      );
    case 'unsupported':
      return well('at login', 'starting at login is not supported here');
    case 'absent':
      if (!someStartByThemselves) return well('at login', 'the runner is not started at login, and no loop needs it');
      return doubtful(
        'at login',
        'The runner is not started at login, so loops start by themselves only while it works. Run: loopwright runner install',
      );
  }
}

/** Loops that would start by themselves, and do not. */
export function loopsFinding(loops: readonly ScheduledLoop[]): DoctorFinding {
  const idle = loops.filter(({ state }) => state !== 'on');
  if (loops.length === 0) return well('triggers', 'no loop starts by itself');
  if (idle.length === 0) return well('triggers', `${loops.map(({ loop }) => loop).join(', ')}: started by themselves`);
  const which = idle.map(({ loop, state }) => `${loop} (${state})`).join(', ');
  return doubtful(
    'triggers',
    `Would start by themselves and do not: ${which}. Read them, then: loopwright enable <loop>`,
  );
}
