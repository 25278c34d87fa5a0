import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import * as path from 'node:path';

/**
 * The absolute path of a program on the user's PATH, or undefined. Looked up by ourselves, because Windows would look in
 * the folder it starts in first, where an agent may have put one. Relative entries of PATH are passed over for the same
 * reason.
 */
export async function findProgram(
  name: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  for (const candidate of programCandidates(name, env, platform)) {
    try {
      await access(candidate, constants.X_OK);
      if ((await stat(candidate)).isFile()) return candidate;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

/** Every place `name` may be, in the order of PATH. On Windows only what can be started without a shell. */
export function programCandidates(name: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  const windows = platform === 'win32';
  const { delimiter, isAbsolute, join } = windows ? path.win32 : path.posix;
  const value = Object.entries(env).find(([key]) => (windows ? key.toUpperCase() : key) === 'PATH')?.[1] ?? '';
  return value
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, windows ? `${name}.exe` : name));
}
