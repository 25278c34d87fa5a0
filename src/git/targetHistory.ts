import type { Result } from '../model/result.ts';
import type { Operation } from './hardened.ts';
import { attempt, type GitProblem } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

/** What one step of a branch brought. Names and paths are untrusted text. */
export interface TargetCommit {
  readonly commit: string;
  /** When it was committed: epoch milliseconds. */
  readonly at: number;
  /** `Name <email>`. */
  readonly author: string;
  readonly files: readonly {
    readonly path: string;
    /** Where it was before, if it was renamed. */
    readonly from?: string;
  }[];
}

/** Commits that are looked at; who has more of them in two weeks hears of the newest. */
const most = 20_000;

/**
 * The steps of a branch (full name) since a time (epoch milliseconds), newest first: of each commit what it brought to the
 * branch that it was made on. Renames are followed. A branch that is gone has none. One git process.
 */
export function targetHistory(
  repo: Pick<Repository, 'commonDir'>,
  { ref, since }: { readonly ref: string; readonly since: number },
): Promise<Result<readonly TargetCommit[], GitProblem>> {
  return attempt(() => sharedGit(repo).ask(history(ref, since)));
}

const FORMAT = '/%H%x00%ct%x00%an <%ae>%x00';

const history = (ref: string, since: number): Operation<readonly TargetCommit[]> => ({
  args: [
    'log',
    '-z',
    '--root',
    '--first-parent',
    '--diff-merges=first-parent',
    '--name-status',
    '-M',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=none',
    '--no-show-signature',
    '--no-notes',
    '--no-color',
    `--format=${FORMAT}`,
    `--max-count=${most}`,
    `--since=@${Math.floor(since / 1000)} +0000`,
    '--ignore-missing',
    ref,
    '--',
  ],
  parse: parseHistory,
});

/** Fields end with NUL. A commit begins with a slash and its name, which no status does. */
export function parseHistory(output: string): readonly TargetCommit[] {
  const commits: TargetCommit[] = [];
  const tokens = output.split('\0');
  let files: { path: string; from?: string }[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = (tokens[at] ?? '').replace(/^\n/, '');
    const commit = /^\/([0-9a-f]{40,64})$/.exec(token)?.[1];
    if (commit !== undefined) {
      const [seconds = '', author = ''] = tokens.slice(at + 1, at + 3);
      files = [];
      commits.push({ commit, at: Number(seconds) * 1000, author, files });
      at += 2;
    } else if (/^[RC]\d+$/.test(token)) {
      const [from = '', path = ''] = tokens.slice(at + 1, at + 3);
      files.push({ path, from });
      at += 2;
    } else if (/^[A-Z]$/.test(token)) {
      files.push({ path: tokens[at + 1] ?? '' });
      at += 1;
    }
  }
  return commits;
}
