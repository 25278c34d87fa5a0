import type { Result } from '../model/result.ts';
import { attempt, type GitProblem } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

/** A file of a commit. */
export interface SizedFile {
  readonly path: string;
  readonly mode: string;
  /** 0 for a repository within the repository. */
  readonly bytes: number;
}

/** All files below `folder` in `commit` with their sizes; none where there is no such folder. Reads no content. */
export function filesBelow(
  repo: Pick<Repository, 'commonDir'>,
  commit: string,
  folder: string,
): Promise<Result<readonly SizedFile[], GitProblem>> {
  const args = ['ls-tree', '-r', '-l', '-z', '--full-tree', '--end-of-options', commit, '--', `${folder}/`];
  return attempt(() => sharedGit(repo).ask({ args, parse: parseSizedFiles }));
}

/** `ls-tree -l -z` as it prints: `mode type object size TAB path NUL`, the size padded with spaces, `-` for no file. */
export function parseSizedFiles(output: string): readonly SizedFile[] {
  return output.split('\0').flatMap((line) => {
    const [, mode, size, path] = /^(\d+) \S+ \S+ +(\S+)\t(.*)$/s.exec(line) ?? [];
    return mode === undefined || path === undefined ? [] : [{ path, mode, bytes: Number(size) || 0 }];
  });
}
