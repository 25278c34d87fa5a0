import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { placesOf } from '../given/programOnPath.ts';

const packageSchema = z.object({ name: z.string().regex(/pi-coding-agent$/), version: z.string() });

/** Folders from the program up to its package. */
const deepest = 5;

/**
 * The version of pi as its package says: pi tells it in no turn, and takes a second to answer `--version`. Undefined where it
 * is not started from its package.
 */
export function installedVersion(
  program: readonly string[],
  env: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const last = program.at(-1) ?? '';
  const file = placesOf(last, env, platform)
    .map(real)
    .find((path) => path !== undefined);
  let folder = file;
  for (let up = 0; folder !== undefined && up < deepest; up++) {
    folder = dirname(folder);
    const version = versionIn(join(folder, 'package.json'));
    if (version !== undefined) return version;
  }
  return undefined;
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function versionIn(file: string): string | undefined {
  try {
    return packageSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.version;
  } catch {
    return undefined;
  }
}
