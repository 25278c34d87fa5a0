import { type Project, textsOfInterest } from './detect/project.ts';
import { type Folder, textsAt } from './folder.ts';
import type { Recipe } from './recipe.ts';
import { type Existing, pathsOf } from './writeRecipe.ts';

/** The folders of a repository: its working tree, and what git keeps of it. */
export interface Repository {
  readonly top: Folder;
  /** `.git`, or what stands for it in a linked worktree. */
  readonly git: Folder;
}

/** What a project shows to detection. */
export async function readProject({ top, git }: Repository, windows: boolean): Promise<Project> {
  const names = new Set(await top.names(''));
  const texts = await textsAt(
    top,
    textsOfInterest.filter((name) => names.has(name)),
  );
  return { names, texts, branch: await mainBranch(git), windows };
}

/** The branch that a clone starts from; without a remote the one that is checked out. */
async function mainBranch(git: Folder): Promise<string | undefined> {
  const remote = await git.text('refs/remotes/origin/HEAD');
  const [, branch] = /^ref: refs\/remotes\/origin\/(\S+)/.exec(remote ?? '') ?? [];
  return branch ?? /^ref: refs\/heads\/(\S+)/.exec((await git.text('HEAD')) ?? '')?.[1];
}

const loopEnding = '.loop.yaml';

/** What a repository has already of what a recipe writes. */
export async function readExisting({ top }: Pick<Repository, 'top'>, recipe: Recipe): Promise<Existing> {
  const names = await top.names('.loops');
  const loops = names.filter((name) => name.endsWith(loopEnding)).map((name) => name.slice(0, -loopEnding.length));
  return { loops, files: await textsAt(top, pathsOf(recipe)) };
}
