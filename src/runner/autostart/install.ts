import { err, ok, type Result } from '../../model/result.ts';
import { autostartPlan } from './plan.ts';
import type { Command, Host, Plan, Service } from './service.ts';

/** How a command ended; `exitCode` null where it could not be started. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly said: string;
}

/** What installing may touch. */
export interface AutostartWorld {
  readonly host: Host;
  /** The text of a file; undefined where there is none. */
  read(path: string, encoding: 'utf8' | 'utf16le'): Promise<string | undefined>;
  /** Writes a file, with the folders above it. */
  write(path: string, text: string, encoding: 'utf8' | 'utf16le'): Promise<void>;
  /** Done also where there is none. */
  remove(path: string): Promise<void>;
  run(command: Command): Promise<CommandEnd>;
}

/** Whether the runner of a repository starts at login. `outdated`: with another build, Node or folder than now. */
export type Autostart = 'absent' | 'installed' | 'outdated' | 'unsupported';

export async function installed(service: Service, world: AutostartWorld): Promise<Autostart> {
  const plan = autostartPlan(service, world.host);
  if (!plan.ok) return 'unsupported';
  const { path, text, encoding } = plan.value.file;
  const found = await world.read(path, encoding);
  if (found === undefined) return 'absent';
  return found === text ? 'installed' : 'outdated';
}

/**
 * Has the runner started at login, and now. Doing it again changes nothing, or brings it up to date. Answers with the file
 * it wrote; where the system refuses, nothing is left behind and the error says what it said.
 */
export async function install(service: Service, world: AutostartWorld): Promise<Result<string, string>> {
  const plan = autostartPlan(service, world.host);
  if (!plan.ok) return plan;
  const { path, text, encoding } = plan.value.file;
  await world.write(path, text, encoding);
  const failure = await runAll(plan.value.install, world);
  if (failure === undefined) return ok(path);
  await takeAway(plan.value, world);
  return err(failure);
}

/** Takes it back; false where there was nothing. */
export async function uninstall(service: Service, world: AutostartWorld): Promise<Result<boolean, string>> {
  const plan = autostartPlan(service, world.host);
  if (!plan.ok) return plan;
  const was = (await world.read(plan.value.file.path, plan.value.file.encoding)) !== undefined;
  await takeAway(plan.value, world);
  return ok(was);
}

async function takeAway({ file, uninstall: { before, after } }: Plan, world: AutostartWorld): Promise<void> {
  await runAll(before, world);
  await world.remove(file.path);
  await runAll(after, world);
}

/** What the first command said that failed and must not. */
async function runAll(commands: readonly Command[], world: AutostartWorld): Promise<string | undefined> {
  for (const command of commands) {
    const { exitCode, said } = await world.run(command);
    if (exitCode === 0 || command.mayFail) continue;
    const line = [command.file, ...command.args].join(' ');
    return exitCode === null ? `\`${line}\` could not be started: ${said}` : `\`${line}\` failed: ${said.trim()}`;
  }
  return undefined;
}
