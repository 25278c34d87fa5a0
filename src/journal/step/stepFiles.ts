import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimFile } from './atomicFile.ts';

/** The files of a step's folder. `output.log` is the fourth. */
export const pidFile = (directory: string): string => join(directory, 'pid.json');
export const commandFile = (directory: string): string => join(directory, 'command.json');
export const exitFile = (directory: string): string => join(directory, 'exit.json');
/** Windows has no SIGTERM: there the stop is a file. */
export const stopFile = (directory: string): string => join(directory, 'stop');

/** Who does a step: the wrapper, and the tag of its processes. A pid of 0 says that nobody ever may. */
export interface Claim {
  readonly pid: number;
  readonly startTime: string;
  readonly tag: string;
}

/** The command as the wrapper started it, for whoever has to clean up after the wrapper. */
export interface StartedCommand {
  readonly pid: number;
  /** In the unit of the platform's process table. */
  readonly since: number;
}

/** Claims a step's folder. Only one process ever can, until the claim is removed. */
export const claimStep = (directory: string, claim: Claim): boolean =>
  claimFile(pidFile(directory), `${JSON.stringify(claim)}\n`);

/** The claim on a folder; `undefined` when there is none. One that a power cut damaged is nobody's. */
export function readClaim(directory: string): Claim | undefined {
  const claim = readOwn<Claim>(pidFile(directory));
  if (claim !== undefined || !existsSync(pidFile(directory))) return claim;
  return { pid: 0, startTime: '', tag: '' };
}
export const readStarted = (directory: string): StartedCommand | undefined =>
  readOwn<StartedCommand>(commandFile(directory));

/** Files in the runner's own folder (mode 0700), written whole by our own wrapper. */
function readOwn<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
