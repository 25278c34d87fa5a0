import type { Result } from '../model/result.ts';
import type { Operation } from './hardened.ts';
import { attempt, type GitProblem } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

/** What `git revert` writes into the message of its commit; for a merge, `, reversing` follows. */
const REVERTS = /^This reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b/gm;

/**
 * Commits that were taken back, with the commit that did, as the messages of `refs` since a time (epoch milliseconds) tell. A
 * commit whose revert was itself reverted is back, and not among them. Refs (full names) that are gone tell nothing.
 */
export function revertsSince(
  repo: Pick<Repository, 'commonDir'>,
  { refs, since }: { readonly refs: readonly string[]; readonly since: number },
): Promise<Result<ReadonlyMap<string, string>, GitProblem>> {
  return attempt(async () => (refs.length === 0 ? new Map() : sharedGit(repo).ask(revertLog(refs, since))));
}

/** One log, whatever the number of refs. */
function revertLog(refs: readonly string[], since: number): Operation<ReadonlyMap<string, string>> {
  return {
    args: [
      'log',
      '-z',
      '--format=%H%n%B',
      '--extended-regexp',
      '--grep=^This reverts commit [0-9a-f]{40}',
      `--since=@${Math.floor(since / 1000)} +0000`,
      '--ignore-missing',
      ...refs,
      '--',
    ],
    parse: parseReverts,
  };
}

/** Records end with NUL: the commit in a line of its own, then its message. Newest first. */
export function parseReverts(output: string): ReadonlyMap<string, string> {
  const by = new Map<string, string>();
  for (const record of output.split('\0')) {
    const line = record.indexOf('\n');
    if (line < 0) continue;
    const commit = record.slice(0, line);
    // The newest revert of a commit is the one that counts.
    for (const [, reverted] of record.matchAll(REVERTS))
      if (reverted !== undefined && !by.has(reverted)) by.set(reverted, commit);
  }
  const isBack = (revert: string, seen: ReadonlySet<string>): boolean => {
    const again = by.get(revert);
    return again !== undefined && !seen.has(again) && !isBack(again, new Set([...seen, again]));
  };
  return new Map([...by].filter(([, revert]) => !isBack(revert, new Set([revert]))));
}
