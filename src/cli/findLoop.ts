import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { findRepository, whyNoRepository } from '../client/repositoryFolders.ts';
import { nearest } from '../language/near.ts';
import { loopFileEnding, loopPath, loopsFolder } from '../model/loopPath.ts';
import { ok, type Result } from '../model/result.ts';
import { type Failure, misnamed } from './ending.ts';

/** Name of the loop in a file; they are the same. */
export const loopName = (file: string): string => basename(file, loopFileEnding);

/** Names of the loops in the repository at `root`, in the order of the alphabet. */
export async function loopNames(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, loopsFolder)).catch(() => []);
  return entries
    .filter((entry) => entry.endsWith(loopFileEnding))
    .map((entry) => entry.slice(0, -loopFileEnding.length))
    .sort();
}

/** The top of the repository that `folder` lies in. */
export async function repositoryTop(folder: string): Promise<Result<string, Failure>> {
  const found = await findRepository(folder);
  if (found !== undefined) return ok(found.root);
  const advice = 'Go to one, name one with -C, or run `git init`.';
  return misnamed('not-a-repository', await whyNoRepository(folder, advice));
}

/**
 * The loop file that a person names by the loop's name or by a path (relative to `folder`), as its path from the top
 * of the repository, with forward slashes.
 */
export async function findLoop(folder: string, named: string): Promise<Result<string, Failure>> {
  const top = await repositoryTop(folder);
  if (!top.ok) return top;
  const names = await loopNames(top.value);
  if (names.includes(named)) return ok(loopPath(named));
  const path = resolve(folder, named);
  if (await isFile(path)) return pathFromTop(top.value, path);
  return misnamed('unknown-loop', `There is no loop “${named}”. ${insteadOf(named, names)}`);
}

const isFile = (path: string) =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** The path from the top, with links on the way resolved as `top` has them resolved. */
async function pathFromTop(top: string, path: string): Promise<Result<string, Failure>> {
  const within = relative(top, join(await realpath(dirname(path)), basename(path)));
  if (!within.startsWith('..') && !isAbsolute(within)) return ok(within.split(sep).join('/'));
  return misnamed('outside', `${path} is outside the repository ${top}. Go to its repository, or name that with -C.`);
}

function insteadOf(named: string, names: readonly string[]): string {
  if (names.length === 0) return `This repository has none yet: write \`${loopPath('<name>')}\`.`;
  const near = nearest(named, names);
  return near === undefined ? `Loops here: ${names.join(', ')}.` : `Did you mean “${near}”?`;
}
