import type { Result } from '../model/result.ts';
import type { Identity } from '../model/steps.ts';
import { GitFailure } from './gitFailure.ts';
import { ownGit } from './ownGit.ts';
import type { GitProblem } from './problem.ts';
import { attempt, refuse } from './problem.ts';

/** Who wrote a commit and when: `date` as git reads it (`1700000000 +0000`), so that a commit can be made again. */
export interface Authorship {
  readonly author: Identity;
  /** The author where absent. */
  readonly committer?: Identity;
  readonly date: string;
}

/** A moment as git reads it, in UTC. `ms` since the epoch. */
export function gitDate(ms: number): string {
  return `${Math.floor(ms / 1000)} +0000`;
}

/** The variables that make git write exactly this authorship. */
export function authorshipEnvironment({ author, committer = author, date }: Authorship): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: date,
  };
}

/** `Name <address> seconds zone`, as `git var GIT_COMMITTER_IDENT` prints it. */
export function parseIdent(text: string): Identity | undefined {
  const match = /^(.*) <(.*)> \d+ [+-]\d{4}\s*$/.exec(text);
  return match?.[1] && match[2] !== undefined ? { name: match[1], email: match[2] } : undefined;
}

/**
 * The user's own name and address, from their own configuration and environment. A separate, explicit operation: it is
 * not hardened, and it never guesses from the host name.
 */
export function readIdentity(
  repo: { readonly root: string },
  env: NodeJS.ProcessEnv = process.env,
): Promise<Result<Identity, GitProblem>> {
  return attempt(async () => {
    const git = ownGit({ cwd: repo.root, env });
    try {
      const ident = parseIdent(await git.run(['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT']));
      return ident ?? refuse({ code: 'no-identity' });
    } catch (error) {
      if (error instanceof GitFailure && error.reason === 'exit') return refuse({ code: 'no-identity' });
      throw error;
    }
  });
}
