import { branchName } from '../model/branchName.ts';
import type { GitProblem, PushRejection } from './problem.ts';

type Texts = { readonly [C in GitProblem['code']]: (problem: Extract<GitProblem, { code: C }>) => string };

const short = (commit: string) => commit.slice(0, 10);

/** At most five of `paths`, and how many more. */
function named(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).join(', ');
  return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown;
}

const TEXTS: Texts = {
  'git-missing': () => 'git was not found. Install git 2.38 or newer and make sure that it is on PATH.',
  'git-too-old': (p) => `git ${p.found} is too old. Install git ${p.needed} or newer.`,
  'git-failed': (p) => `git ${p.command} failed (exit code ${p.exitCode}): ${p.stderr || 'it said nothing'}.`,
  'timed-out': (p) => `git ${p.command} took too long and was stopped. Try again when the disk is less busy.`,
  aborted: () => 'The operation was stopped.',
  busy: (p) => `Another process holds the lock for ${p.purpose} of this repository. Try again when it is done.`,
  'not-a-repository': (p) => `${p.path} is not in a git repository. Run "git init" there, or open another folder.`,
  'unsafe-owner': (p) =>
    `${p.path} belongs to another user, so git refuses it. Run "git config --global --add safe.directory ${p.path}" if you trust it.`,
  bare: (p) => `${p.path} is a bare repository. Open a clone that has files.`,
  'no-commits': (p) => `The repository ${p.path} has no commits yet. Commit something first.`,
  'no-identity': () =>
    'git does not know who you are. Run "git config --global user.name" and "git config --global user.email" with your name and address.',
  'unknown-revision': (p) => `There is no commit called ${p.revision} in this repository. Check its name.`,
  'config-changed': () =>
    'The git configuration of this repository changed while the run was under way. Look at .git/config and .git/info/attributes, then start the run again.',
  locked: (p) =>
    `Another git process is at work: ${p.file} exists. Wait for it, or delete the file when no git is running.`,
  'branch-exists': (p) =>
    `The branch ${branchName(p.branch)} exists already, at ${short(p.at)}. Delete or rename it, then try again.`,
  'branch-blocked': (p) =>
    `The branch ${branchName(p.branch)} cannot be made while ${branchName(p.by)} exists. Rename that branch.`,
  'branch-moved': (p) =>
    `The branch ${branchName(p.branch)} is at ${short(p.actual)}, not at ${short(p.expected)}. Look at what was added to it.`,
  'folder-in-the-way': (p) => `${p.path} exists already and is not empty. Move it away, then try again.`,
  'worktree-broken': (p) =>
    `The worktree ${p.path} cannot be used (${{ missing: 'its folder is gone', replaced: 'its folder was replaced by a link or another folder', 'no-entry': 'git no longer knows it' }[p.reason]}). Start a new run.`,
  uncommitted: (p) =>
    `The worktree ${p.path} holds work that is not committed: ${named(p.paths)}. Save it, or remove the worktree with force.`,
  unlanded: (p) =>
    `The branch ${branchName(p.branch)} holds work that has not landed (${short(p.head)}). Merge it yourself, or remove it with force.`,
  'not-approved': (p) =>
    `What was approved (tree ${short(p.expected)}) is not what would land (tree ${short(p.actual)}). Review the change again.`,
  conflict: (p) => `The change conflicts with the target branch in ${named(p.paths)}. Run the loop again on top of it.`,
  unrelated: (p) =>
    `The change shares no history with ${branchName(p.branch)}. Choose another branch to land on; in a shallow clone run "git fetch --unshallow" first.`,
  moved: (p) =>
    `The branch ${branchName(p.branch)} moved from ${short(p.expected)} to ${short(p.actual)} meanwhile. The change must be merged and checked again.`,
  'dirty-overlap': (p) =>
    `You have uncommitted changes in ${named(p.paths)}, which the change would overwrite (in ${p.checkout}). Commit or stash them, then land again.`,
  'untracked-overlap': (p) =>
    `Untracked files are where the change would write: ${named(p.paths)} (in ${p.checkout}). Move them away, then land again.`,
  'ignored-overlap': (p) =>
    `Ignored files are where the change would write: ${named(p.paths)} (in ${p.checkout}). Move them away, then land again.`,
  'in-progress': (p) => `A ${p.operation} is in progress in ${p.checkout}. Finish or abort it, then land again.`,
  'checked-out-twice': (p) =>
    `The branch ${branchName(p.branch)} is checked out in ${p.checkouts.join(' and ')}. Switch one of them to another branch.`,
  'checkout-missing': (p) =>
    `The branch is checked out in ${p.checkout}, which is not there. Bring the folder back, or run "git worktree prune".`,
  'state-moved': (p) =>
    `The memory of the loop ${p.loop} moved from ${short(p.expected)} to ${short(p.actual)} meanwhile. Try again.`,
  'state-unreadable': (p) => {
    const way =
      p.lastGood === undefined
        ? `Begin anew with "git update-ref -d refs/loopwright/state/${p.loop} ${p.head}"`
        : `Go back to the last good one with "git update-ref refs/loopwright/state/${p.loop} ${p.lastGood} ${p.head}"`;
    return `The memory of the loop ${p.loop} cannot be read at ${short(p.head)} (${p.why}). Nothing was changed. ${way}, or repair it there.`;
  },
  'state-lost': (p) =>
    `The memory of the loop ${p.loop} cannot be found: ${p.file} names no commit. Nothing was changed. Delete that file to begin anew, or write the right commit into it ("git fsck" lists those that nothing names).`,
  'state-too-big': (p) =>
    `The memory of the loop ${p.loop} was not written: ${p.file} would have ${p.bytes} bytes, ${p.limit} is the most. Shorten the notes with "loopwright state ${p.loop} --edit".`,
  'held-by-loop': (p) =>
    `A loop's own worktree (${p.checkout}) has ${branchName(p.branch)} checked out. Stop that run first.`,
  'lfs-missing': () =>
    'This repository keeps files with Git LFS, and git-lfs was not found. Install git-lfs (https://git-lfs.com), make sure that it is on PATH, then start the run again.',
  'cannot-weave': (p) =>
    `The tests of one commit do not fit between the sources of the other: ${named(p.paths)}. Move the tests to a folder of their own, or narrow the globs that name them.`,
  'refs-not-files': (p) =>
    `This repository keeps its branches in the format "${p.format}", which cannot be watched without running git. Start the loop by schedule or by hand.`,
  'too-large': (p) =>
    `The ${p.what} is larger than ${Math.floor(p.limitBytes / 1024 / 1024)} MB. Deliver the change as a branch instead.`,
  'no-remote': (p) =>
    `There is no remote called ${p.remote} (${p.known.length === 0 ? 'none is configured' : `there is ${named(p.known)}`}). Run "git remote add ${p.remote} <url>", or name another in the loop.`,
  'push-rejected': (p) => REJECTED[p.why.by](p.remote, branchName(p.branch), p.why.said || 'it gave no reason'),
  'auth-failed': (p) =>
    `${p.remote} did not accept your credentials: ${p.said}. Run "git push" there once yourself, so that git can ask for them, then try again.`,
  'remote-unreachable': (p) =>
    `${p.remote} could not be reached: ${p.said}. Look at "git remote -v" and at the network, then try again.`,
  'remote-timed-out': (p) =>
    `${p.remote} did not answer within ${p.seconds} s. Look at the network and at hooks that wait for somebody, then try again; what was pushed already is found.`,
  'push-failed': (p) => `The push to ${p.remote} failed: ${p.said || 'git said nothing'}. Try it by hand to see more.`,
};

const REJECTED: {
  readonly [B in PushRejection['by']]: (remote: string, branch: string, said: string) => string;
} = {
  moved: (remote, branch, said) =>
    `${branch} on ${remote} holds commits that this work is not built on (${said}). Fetch it, look at them, and run the loop on top.`,
  lease: (remote, branch, said) =>
    `${branch} on ${remote} is not where the loop left it (${said}). Somebody pushed to it: fetch and look before anything is overwritten.`,
  remote: (remote, branch, said) =>
    `${remote} refused ${branch}: ${said}. Its rules or hooks decide that; choose another branch, or ask whoever keeps it.`,
  'pre-push-hook': (remote, branch, said) =>
    `Your own pre-push hook stopped ${branch} on its way to ${remote}: ${said}. Mend what it complains of, then push again.`,
};

/** What happened and what to do next, in one or two sentences. */
export function problemText(problem: GitProblem): string {
  // The table is total over the codes; TypeScript cannot see that the entry fits its own key.
  const text = TEXTS[problem.code] as (problem: GitProblem) => string;
  return text(problem);
}
