import type { Result } from '../model/result.ts';
import { ownGit } from './ownGit.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { optional } from './repository.ts';

/**
 * The URL that a push to `remote` goes to, as the user's configuration has it (`insteadOf` and `pushUrl` count). May hold
 * credentials: show it through `withoutCredentials`. Problem: no-remote.
 */
export function remoteUrl(
  repo: { readonly root: string },
  remote: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Result<string, GitProblem>> {
  return attempt(async () => {
    const git = ownGit({ cwd: repo.root, env });
    const known = (await git.run(['remote'])).split('\n').filter((name) => name !== '');
    if (!known.includes(remote)) return refuse({ code: 'no-remote', remote, known });
    const url = await optional(git.run(['remote', 'get-url', '--push', '--', remote]));
    return url || refuse({ code: 'no-remote', remote, known });
  });
}
