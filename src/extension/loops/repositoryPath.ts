import { realpath } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { findRepository } from '../../client/repositoryFolders.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Refusal } from '../../protocol/runner.ts';

/** Of a file in a repository that no folder of the window belongs to: its runner is not this window's to start. */
export const notOpen = (file: string): Refusal => ({
  code: 'not-open',
  message: `${file} is in no folder of this window. Add its folder to the workspace first.`,
});

/** The path of a file from the top of its repository, with forward slashes, as the runner names it. */
export async function repositoryPath(file: string): Promise<Result<string, Refusal>> {
  const real = await realpath(file);
  const repository = await findRepository(dirname(real));
  if (repository === undefined) {
    const message = `${file} is not in a git repository. Make one with git init, and commit the loop file.`;
    return err({ code: 'not-a-repository', message });
  }
  return ok(relative(repository.root, real).split(sep).join('/'));
}
