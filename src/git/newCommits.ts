import type { Result } from '../model/result.ts';
import { findCommit } from './objects.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

/** A commit as a trigger sees it. Everything but `commit` is untrusted text: whoever commits can write any trailer. */
export interface NewCommit {
  readonly commit: string;
  /** At most 200 characters. */
  readonly subject: string;
  readonly author: { readonly name: string; readonly email: string };
  /** The trailers `Loop` and `Loop-Run` of a landing; the last of each. */
  readonly loop?: string;
  readonly loopRun?: string;
  /** What it changed; for a merge: what it brought to the branch it was made on. */
  readonly paths: readonly string[];
}

export interface NewCommits {
  /** Newest first. */
  readonly commits: readonly NewCommit[];
  /** There are more than `limit`. */
  readonly more: boolean;
}

/**
 * What a branch has gained by moving from one commit to another, also where it was not forwards. Without `from` (a new
 * branch) the newest `limit`. Problem: unknown-revision.
 */
export function newCommits(
  repo: Pick<Repository, 'commonDir'>,
  { from, to, limit }: { readonly from?: string; readonly to: string; readonly limit: number },
): Promise<Result<NewCommits, GitProblem>> {
  return attempt(async () => {
    for (const commit of from === undefined ? [to] : [to, from]) {
      if ((await findCommit(repo, commit)) === undefined) refuse({ code: 'unknown-revision', revision: commit });
    }
    const args = [
      ...LOG,
      `--max-count=${limit + 1}`,
      '--end-of-options',
      to,
      ...(from === undefined ? [] : [`^${from}`]),
    ];
    const commits = await sharedGit(repo).ask({ args, parse: parseLog });
    return { commits: commits.slice(0, limit), more: commits.length > limit };
  });
}

const trailer = (key: string) => `%(trailers:key=${key},valueonly,unfold)`;

/** Fields end with NUL, which no commit message holds. A record begins with a slash, with which no path begins. */
const FORMAT = `/%H%x00%<(300,trunc)%s%x00%an%x00%ae%x00${trailer('Loop')}%x00${trailer('Loop-Run')}%x00`;

const LOG = [
  'log',
  '-z',
  '--root',
  '--name-only',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
  '--diff-merges=first-parent',
  '--no-show-signature',
  '--no-notes',
  '--no-color',
  `--format=${FORMAT}`,
];

/** `git log -z --name-only` in our format. */
export function parseLog(output: string): readonly NewCommit[] {
  const commits: NewCommit[] = [];
  const tokens = output.split('\0');
  let paths: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    const commit = /^\/([0-9a-f]{40,64})$/.exec(token)?.[1];
    if (commit === undefined) {
      // git puts a line end between our format and the first path.
      const file = paths.length === 0 ? token.replace(/^\n/, '') : token;
      if (file !== '') paths.push(file);
      continue;
    }
    const [subject = '', name = '', email = '', loop = '', loopRun = ''] = tokens.slice(at + 1, at + 6);
    paths = [];
    commits.push({
      commit,
      subject: subject.trim().slice(0, 200),
      author: { name, email },
      ...named('loop', loop),
      ...named('loopRun', loopRun),
      paths,
    });
    at += 5;
  }
  return commits;
}

function named(key: 'loop' | 'loopRun', values: string): Pick<NewCommit, 'loop' | 'loopRun'> {
  const last = values.trim().split('\n').at(-1);
  return last ? { [key]: last } : {};
}
