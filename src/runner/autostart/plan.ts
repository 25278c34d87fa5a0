import { err, ok, type Result } from '../../model/result.ts';
import { launchdPlan } from './launchd.ts';
import type { Host, Plan, Service } from './service.ts';
import { systemdPlan } from './systemd.ts';
import { windowsPlan } from './windowsTask.ts';

/** How the runner of a repository is started at login on a system; the error says why it cannot be. */
export function autostartPlan(service: Service, host: Host): Result<Plan, string> {
  const { root, node, program, log } = service;
  const named = [root, node, program, log].find((path) => cannotName(path, host.platform));
  if (named !== undefined) {
    return err(`The path ${JSON.stringify(named)} has characters that a service cannot be given. Use another folder.`);
  }
  switch (host.platform) {
    case 'linux':
      return ok(systemdPlan(service, host));
    case 'darwin':
      return ok(launchdPlan(service, host));
    case 'win32':
      if (!host.isElectron) return ok(windowsPlan(service, host));
      return err('On Windows this needs Node itself. Run `loopwright runner install` in a terminal.');
    default:
      return err(
        `Starting at login is not supported on ${host.platform}. Start \`loopwright runner\` by your own means.`,
      );
  }
}

/** Control characters end a line or break XML; Windows puts the values of variables in place of `%NAME%`. */
function cannotName(path: string, platform: NodeJS.Platform): boolean {
  return (
    /[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(path) ||
    path !== path.trimEnd() ||
    (platform === 'win32' && /%[^%]+%/.test(path))
  );
}
