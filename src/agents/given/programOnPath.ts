import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Files that `program` may be in this environment, in the order in which they are tried. */
export function placesOf(program: string, env: Environment, platform: NodeJS.Platform): readonly string[] {
  const isWindows = platform === 'win32';
  const { join, isAbsolute, delimiter } = isWindows ? win32 : posix;
  const extensions = isWindows ? ['', ...(env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';')] : [''];
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = isAbsolute(program) ? [''] : path.split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.flatMap((folder) => extensions.map((extension) => join(folder, program + extension)));
}

/** Whether a program is found on the PATH, or at its absolute path. */
export const isOnPath = (program: string, env: Environment): boolean =>
  placesOf(program, env, process.platform).some(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
