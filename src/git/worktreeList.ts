import type { Git } from './hardened.ts';

/** One record of `git worktree list --porcelain -z`. */
export interface ListedWorktree {
  readonly path: string;
  /** Absent for a bare main repository. */
  readonly head?: string;
  /** Full name; absent where HEAD is detached. */
  readonly branch?: string;
  /** The reason it was locked with (may be empty); absent where it is not locked. */
  readonly locked?: string;
  /** git could not find its folder. */
  readonly prunable: boolean;
}

/** Attributes end with NUL, records with a further NUL. */
export function parseWorktreeList(output: string): readonly ListedWorktree[] {
  return output
    .split('\0\0')
    .filter((record) => record !== '')
    .map((record) => parseRecord(record.split('\0')));
}

function parseRecord(lines: readonly string[]): ListedWorktree {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const space = line.indexOf(' ');
    if (space < 0) fields.set(line, '');
    else fields.set(line.slice(0, space), line.slice(space + 1));
  }
  const [head, branch, locked] = [fields.get('HEAD'), fields.get('branch'), fields.get('locked')];
  return {
    path: fields.get('worktree') ?? '',
    ...(head === undefined ? {} : { head }),
    ...(branch === undefined ? {} : { branch }),
    ...(locked === undefined ? {} : { locked }),
    prunable: fields.has('prunable'),
  };
}

/** All worktrees of the repository, the main one first. */
export function listWorktrees(git: Git): Promise<readonly ListedWorktree[]> {
  return git.ask({ args: ['worktree', 'list', '--porcelain', '-z'], parse: parseWorktreeList });
}
