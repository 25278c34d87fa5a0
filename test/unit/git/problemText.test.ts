import { describe, expect, it } from 'vitest';
import { GitFailure } from '../../../src/git/gitFailure.ts';
import { mergeRefusal } from '../../../src/git/landingRefusal.ts';
import { problemOf } from '../../../src/git/problem.ts';
import { problemText } from '../../../src/git/problemText.ts';

const failure = (stderr: string, reason: 'exit' | 'not-started' = 'exit') =>
  new GitFailure({ reason, exitCode: 128, stdout: '', stderr, command: ['merge'] });

describe('the words for problems', () => {
  it('say what happened and what to do', () => {
    const text = problemText({ code: 'dirty-overlap', checkout: '/w', paths: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] });
    expect(text).toBe(
      'You have uncommitted changes in a, b, c, d, e and 2 more, which the change would overwrite (in /w). Commit or stash them, then land again.',
    );
    expect(problemText({ code: 'branch-exists', branch: 'refs/heads/loops/a', at: '0123456789abcdef' })).toContain(
      'loops/a exists already, at 0123456789.',
    );
    expect(problemText({ code: 'worktree-broken', path: '/w', reason: 'replaced' })).toContain('replaced by a link');
  });

  it('are found from what git said', () => {
    expect(problemOf(failure("fatal: Unable to create '/r/.git/index.lock': File exists.\n"))).toEqual({
      code: 'locked',
      file: '/r/.git/index.lock',
    });
    expect(problemOf(failure('Error: spawn git ENOENT', 'not-started'))).toEqual({ code: 'git-missing' });
    expect(problemOf(failure('fatal: disk\n'))).toMatchObject({ code: 'git-failed', command: 'merge', exitCode: 128 });
  });

  it('tell the refusals of a merge apart', () => {
    const dirty =
      'error: Your local changes to the following files would be overwritten by merge:\n\ta b.ts\n\tü.ts\nPlease';
    expect(mergeRefusal(failure(dirty))).toEqual({ kind: 'dirty', paths: ['a b.ts', 'ü.ts'] });
    const lost = 'error: Updating the following directories would lose untracked files in them:\n\tdir\n\n';
    expect(mergeRefusal(failure(lost))).toEqual({ kind: 'untracked', paths: ['dir'] });
    expect(mergeRefusal(failure('fatal: Not possible to fast-forward, aborting.')).kind).toBe('not-fast-forward');
    expect(mergeRefusal(failure('fatal: other')).kind).toBe('other');
  });
});
