import { lstat, realpath } from 'node:fs/promises';
import * as path from 'node:path';
import { hardenedGit } from './hardened.ts';
import {
  findNestedRepositories,
  type Intruder,
  type IntruderKind,
  moveToQuarantine,
  type Quarantined,
} from './nestedRepositories.ts';
import { parseTree } from './objects.ts';
import { refuse } from './problem.ts';
import { sharedGit } from './repository.ts';
import { placeOf, type Worktree } from './worktree.ts';
import { replaceText, textOf } from './worktreeEntry.ts';

/**
 * Makes a worktree that an agent has written in safe to work on, before any git runs there: its folder is the one that was
 * made, nested repositories are in quarantine, its own `.git`, `commondir` and HEAD say what they must, and it has no
 * configuration of its own. `tracked`: a commit whose own files (test data that looks like a repository) stay.
 * Problem: worktree-broken.
 */
export async function secureWorktree(
  worktree: Worktree,
  tracked: string,
  quarantine: string,
): Promise<readonly Quarantined[]> {
  await verifyFolders(worktree);
  const [entry, found] = await Promise.all([
    repairEntry(worktree, quarantine),
    findNestedRepositories(worktree.path).then((all) => withoutTracked(worktree, tracked, all)),
  ]);
  const moved: Quarantined[] = [];
  for (const { kind, path: file } of found) {
    moved.push({ kind, path: file, movedTo: await moveToQuarantine(path.join(worktree.path, file), quarantine) });
  }
  await pinHead(worktree);
  return [...entry, ...moved];
}

/** A link in place of the folder would let us commit, reset or clean whatever it points to. */
async function verifyFolders({ path: folder, gitDir }: Worktree): Promise<void> {
  for (const [place, reason] of [[folder, 'missing'] as const, [gitDir, 'no-entry'] as const]) {
    const actual = await realpath(place).catch(() => undefined);
    if (actual === undefined) refuse({ code: 'worktree-broken', path: folder, reason });
    if (actual !== place || !(await lstat(place)).isDirectory()) {
      refuse({ code: 'worktree-broken', path: folder, reason: 'replaced' });
    }
  }
}

/** The files that tie a worktree to its repository, and what they must say (undefined: must not be there). */
function ties({ path: folder, gitDir, commonDir }: Worktree): readonly [IntruderKind, string, string | undefined][] {
  const posix = (file: string) => file.split(path.sep).join('/');
  return [
    ['git-pointer', path.join(folder, '.git'), `gitdir: ${posix(gitDir)}`],
    ['commondir', path.join(gitDir, 'commondir'), posix(path.relative(gitDir, commonDir))],
    ['git-pointer', path.join(gitDir, 'gitdir'), `${posix(folder)}/.git`],
    ['worktree-config', path.join(gitDir, 'config.worktree'), undefined],
  ];
}

async function repairEntry(worktree: Worktree, quarantine: string): Promise<readonly Quarantined[]> {
  const moved: Quarantined[] = [];
  for (const [kind, file, expected] of ties(worktree)) {
    if (expected !== undefined && (await textOf(file))?.trimEnd() === expected) continue;
    if ((await lstat(file).catch(() => undefined)) !== undefined) {
      moved.push({ kind, path: path.basename(file), movedTo: await moveToQuarantine(file, quarantine) });
    }
    if (expected !== undefined) await replaceText(file, `${expected}\n`);
  }
  return moved;
}

/** HEAD names our branch again: `reset --hard` would move whatever branch an agent checked out. */
async function pinHead(worktree: Worktree): Promise<void> {
  const head = (await textOf(path.join(worktree.gitDir, 'HEAD')))?.trimEnd();
  if (worktree.branch === undefined || head === `ref: ${worktree.branch}`) return;
  if (head === undefined) await replaceText(path.join(worktree.gitDir, 'HEAD'), `ref: ${worktree.branch}\n`);
  await hardenedGit(placeOf(worktree)).run(['symbolic-ref', 'HEAD', worktree.branch]);
}

/** Leaves out look-alike bare repositories that the project itself keeps as files. Asks git only where there are any. */
async function withoutTracked(
  worktree: Worktree,
  commit: string,
  found: readonly Intruder[],
): Promise<readonly Intruder[]> {
  const bare = found.filter(({ kind }) => kind === 'bare-repository');
  if (bare.length === 0) return found;
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit];
  const tracked = await sharedGit(worktree).ask({ args, parse: parseTree });
  const files = new Set(tracked.map((entry) => entry.path));
  return found.filter(
    (one) => one.kind !== 'bare-repository' || !(files.has(`${one.path}/HEAD`) || files.has(one.path)),
  );
}
