/** A file of the commit that a run started from. */
export interface BaseFile {
  /** From the top of the repository, with forward slashes. */
  readonly path: string;
  readonly kind: 'file' | 'program' | 'link' | 'repository';
  /** 0 for a repository within the repository. */
  readonly bytes: number;
}

/**
 * The files of the base commit, out of git's objects: what an agent is given is what was there when the run began, whatever
 * a pass has written into the worktree since.
 */
export interface BaseFiles {
  /** All files below a folder; none where there is no such folder. */
  below(folder: string): Promise<readonly BaseFile[]>;
  /** The content of a file, or where a link leads; undefined where there is neither. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** Text of at most `most` bytes; a reason in words (after "it") where it cannot be read. */
export async function baseText(
  base: BaseFiles,
  path: string,
  most: number,
): Promise<{ readonly text: string } | { readonly problem: string } | undefined> {
  const bytes = await base.read(path);
  if (bytes === undefined) return undefined;
  if (bytes.length > most) return { problem: `has ${bytes.length} bytes, ${most} are the most` };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'is not UTF-8 text' };
  }
}
