import { mkdir, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { err, ok, type Result } from '../model/result.ts';

interface NewFile {
  /** From the top of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/**
 * Writes new files below `root`: all of them, or none. Overwrites nothing and follows no link out of `root`. The error says
 * why nothing was written.
 */
export async function addFiles(root: string, files: readonly NewFile[]): Promise<Result<void, string>> {
  const made = new Made();
  for (const { path, text } of files) {
    const fault = await addFile(root, join(root, path), text, made);
    if (fault === undefined) continue;
    await made.takeBack();
    return err(`${path} cannot be written: ${fault}. Nothing was written.`);
  }
  return ok(undefined);
}

async function addFile(root: string, file: string, text: string, made: Made): Promise<string | undefined> {
  try {
    if (!(await isWithin(root, dirname(file)))) return 'a link leads out of the repository';
    made.folders(dirname(file), await mkdir(dirname(file), { recursive: true }));
    await writeFile(file, text, { flag: 'wx' });
    made.file(file);
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'EEXIST' ? 'something is there already' : (code ?? message);
  }
}

/** Whether a folder, as far as it is there, lies below `root` with all links followed. */
async function isWithin(root: string, folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real === undefined && dirname(at) !== at) continue;
    const way = relative(await realpath(root), real ?? at);
    return !way.startsWith('..') && !isAbsolute(way);
  }
}

/** What was made so far, to be taken back when the rest cannot be. */
class Made {
  readonly #files: string[] = [];
  readonly #folders: string[] = [];

  file(path: string): void {
    this.#files.push(path);
  }

  /** A folder and those around it, up to the topmost that was made for it. */
  folders(folder: string, top: string | undefined): void {
    if (top === undefined) return;
    for (let at = folder; at.length >= top.length; at = dirname(at)) this.#folders.push(at);
  }

  async takeBack(): Promise<void> {
    for (const file of this.#files) await rm(file, { force: true });
    // The inner ones first. Where another's file came into one meanwhile it stays.
    for (const folder of this.#folders.sort((a, b) => b.length - a.length)) await rmdir(folder).catch(() => undefined);
  }
}
