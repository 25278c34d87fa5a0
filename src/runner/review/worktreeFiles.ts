import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readlink, realpath, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Refused } from '../refusal.ts';

/** A file as git knows it: its mode, and its bytes (of a link, what it says). */
export interface TreeFile {
  readonly mode: string;
  readonly content: Buffer;
}

const link = '120000';
const executable = '100755';

/**
 * The files of a worktree that an agent has written to: none is reached through a link, and a link is read and replaced as
 * what it is. Paths are git's, with forward slashes.
 */
export class WorktreeFiles {
  readonly #top: string;

  private constructor(top: string) {
    this.#top = top;
  }

  /** Refused where the worktree is gone. */
  static async open(worktree: string): Promise<WorktreeFiles> {
    const top = await realpath(worktree).catch(() => undefined);
    if (top === undefined) {
      throw new Refused(
        'no-worktree',
        `The worktree ${worktree} is gone, so nothing can be taken out or worked on. What was said in the review is kept. Reject the run, or take its change up again with \`loopwright retry\`.`,
      );
    }
    return new WorktreeFiles(top);
  }

  /** Undefined where there is none. Refused where it is something else than a file or a link. */
  async read(path: string): Promise<TreeFile | undefined> {
    const folder = await this.#folderOf(path);
    if (folder === undefined) return undefined;
    const file = join(this.#top, path);
    const found = await lstat(file).catch(() => undefined);
    if (found === undefined || found.isDirectory()) return undefined;
    if (found.isSymbolicLink()) return { mode: link, content: Buffer.from(await readlink(file)) };
    if (!found.isFile())
      throw new Refused('not-a-file', `${path} is no regular file in the worktree, so it stays as it is.`);
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      return { mode: (found.mode & 0o100) === 0 ? '100644' : executable, content: await handle.readFile() };
    } finally {
      await handle.close();
    }
  }

  /** Replaces the file, or makes it. */
  async write(path: string, { mode, content }: TreeFile): Promise<void> {
    await this.#makeFolderOf(path);
    const file = join(this.#top, path);
    if (mode === link) {
      await rm(file, { force: true });
      await symlink(content.toString('utf8'), file);
      return;
    }
    const fresh = `${file}.loopwright-${process.pid}`;
    await rm(fresh, { force: true });
    await writeFile(fresh, content, { flag: 'wx' });
    await chmod(fresh, mode === executable ? 0o755 : 0o644);
    await rename(fresh, file);
  }

  /** Deletes the file, and the folders that it leaves empty. */
  async remove(path: string): Promise<void> {
    if ((await this.#folderOf(path)) === undefined) return;
    await rm(join(this.#top, path), { force: true });
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const isEmpty = await rmdir(join(this.#top, folder)).then(
        () => true,
        () => false,
      );
      if (!isEmpty) return;
    }
  }

  /** The folder of the file where it is there; refused where the way to it leads out of the worktree. */
  async #folderOf(path: string): Promise<string | undefined> {
    const folder = await realpath(dirname(join(this.#top, path))).catch(() => undefined);
    // macOS may tell the same name in another form.
    const expected = join(this.#top, dirname(path)).normalize();
    if (folder === undefined || folder.normalize() === expected) return folder;
    throw new Refused('outside', `${path} leads through a link, so it is not touched.`);
  }

  async #makeFolderOf(path: string): Promise<void> {
    if ((await this.#folderOf(path)) !== undefined) return;
    const names = path.split('/').slice(0, -1);
    for (const count of names.keys()) {
      const folder = join(this.#top, ...names.slice(0, count + 1));
      const found = await lstat(folder).catch(() => undefined);
      if (found === undefined) await mkdir(folder);
      else if (!found.isDirectory()) {
        const what = `.${sep}${names.slice(0, count + 1).join(sep)}`;
        throw new Refused('in-the-way', `${path} cannot be put back, because ${what} is no folder.`);
      }
    }
  }
}
