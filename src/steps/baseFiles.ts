import type { BaseFile, BaseFiles } from '../definitions/baseFiles.ts';
import { filesBelow } from '../git/filesBelow.ts';
import { readBlob } from '../git/objects.ts';
import type { Repository } from '../git/repository.ts';
import { orFail } from './gitAnswer.ts';

const kinds: Readonly<Record<string, BaseFile['kind']>> = {
  '100755': 'program',
  '120000': 'link',
  '160000': 'repository',
};

/** The files of a commit, read out of git's objects when they are asked for. */
export function baseFiles(repository: Pick<Repository, 'commonDir'>, commit: string): BaseFiles {
  return {
    below: async (folder) =>
      orFail(await filesBelow(repository, commit, folder)).map(({ path, mode, bytes }) => ({
        path,
        kind: kinds[mode] ?? 'file',
        bytes,
      })),
    read: async (path) => orFail(await readBlob(repository, commit, path)),
  };
}
