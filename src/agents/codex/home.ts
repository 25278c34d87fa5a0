import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/**
 * What is wrong with the folder of its settings. Codex puts helpers beside them, and not under the folder for temporary files:
 * measured, every sandboxed command fails there and is told nowhere.
 */
export function homeAdvice(env: Readonly<Record<string, string>>): string | undefined {
  const named = env['CODEX_HOME'] || undefined;
  const home = named ?? (env['HOME'] === undefined ? undefined : join(env['HOME'], '.codex'));
  if (home === undefined) return undefined;
  if (named !== undefined && !existsSync(named))
    return `CODEX_HOME is ${named}, which does not exist: create it and log in`;
  const from = relative(real(env['TMPDIR'] || tmpdir()), real(home));
  if (from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from)) return undefined;
  return `its settings are in ${home}, where its commands fail without a word: move CODEX_HOME out of the temporary files`;
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
