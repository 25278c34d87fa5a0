import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './machine.ts';

/** The programs that cages are made with; undefined where one is not installed. */
export interface CagePrograms {
  readonly bubblewrap?: string;
  /** With its first arguments. */
  readonly runtime?: readonly [string, ...string[]];
}

export function findPrograms(env: Environment): CagePrograms {
  const bubblewrap = onPath('bwrap', env);
  const named = runtimeNamed(env['LOOPWRIGHT_SRT']?.trim() ?? '');
  const found = onPath('srt', env);
  const runtime = named ?? (found === undefined ? undefined : ([found] as const));
  return { ...(bubblewrap === undefined ? {} : { bubblewrap }), ...(runtime === undefined ? {} : { runtime }) };
}

/** A path, or the whole command as a JSON list, like the variables that name agents. */
function runtimeNamed(text: string): CagePrograms['runtime'] {
  if (!text.startsWith('[')) return isExecutable(text) ? [text] : undefined;
  try {
    const [program, ...args] = JSON.parse(text) as readonly unknown[];
    if (typeof program !== 'string' || !isExecutable(program)) return undefined;
    return [program, ...args.map(String)];
  } catch {
    return undefined;
  }
}

function onPath(name: string, env: Environment): string | undefined {
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
