import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { branchName } from '../model/branchName.ts';
import { type Forge, type ForgeWorld, findForge } from './forgeProgram.ts';
import { ghCreatePullRequest, ghListPullRequests, isUnknownLabel, parseGhPullRequests, parseGhUrl } from './github.ts';
import {
  glabCreateMergeRequest,
  glabListMergeRequests,
  parseGlabMergeRequest,
  parseGlabMergeRequests,
} from './gitlab.ts';
import type { ForgeProblem } from './problem.ts';
import { fitBody, fitLabels, fitTitle, type PullRequest, type PullRequestText } from './pullRequestText.ts';

export interface PullRequestRequest extends ForgeWorld {
  /** Full or short name of the branch on the remote; it is pushed already. */
  readonly branch: string;
  readonly into: string;
  readonly title: string;
  /** Markdown; the file stays, whatever becomes of the pull request. */
  readonly bodyFile: string;
  readonly draft: boolean;
  readonly labels: readonly string[];
}

export type PullRequestOutcome =
  /** `exists`: there was one for this branch already, perhaps from a call that was cut short. */
  | ({ readonly status: 'opened' | 'exists'; readonly notes: readonly string[] } & PullRequest)
  /** The branch is pushed all the same; `forgeProblemText` says why and what to do. */
  | { readonly status: 'unavailable'; readonly problem: ForgeProblem };

/**
 * Opens a pull request for a pushed branch with the user's own `gh` or `glab`, or finds the one that is there; the text of
 * that one is left as it is. May be repeated after a crash at any moment. Rejects only where `bodyFile` cannot be read.
 */
export async function openPullRequest(request: PullRequestRequest): Promise<PullRequestOutcome> {
  const text = await textOf(request);
  const forge = await findForge(request);
  if (!forge.ok) return unavailable(forge.error);
  const existing = await findExisting(forge.value, text.branch);
  if ('code' in existing) return unavailable(existing);
  if (existing.found !== undefined) return { status: 'exists', ...existing.found, notes: [] };
  return open(forge.value, text);
}

const unavailable = (problem: ForgeProblem): PullRequestOutcome => ({ status: 'unavailable', problem });

async function textOf(request: PullRequestRequest): Promise<PullRequestText> {
  const body = await readFile(request.bodyFile, 'utf8');
  return {
    branch: branchName(request.branch),
    into: branchName(request.into),
    title: fitTitle(request.title),
    body: fitBody(body, path.basename(request.bodyFile)),
    draft: request.draft,
    labels: fitLabels(request.labels),
  };
}

async function findExisting(
  { program, repository, ask }: Forge,
  branch: string,
): Promise<{ readonly found: PullRequest | undefined } | ForgeProblem> {
  const gh = program === 'gh';
  const answer = await ask(gh ? ghListPullRequests(repository, branch) : glabListMergeRequests(repository, branch));
  if (!answer.ok) return answer.error;
  const found = gh ? parseGhPullRequests(answer.value) : parseGlabMergeRequests(answer.value);
  return found === null ? odd(program, answer.value) : { found };
}

const odd = (program: Forge['program'], output: string): ForgeProblem => ({
  code: 'odd-answer',
  program,
  said: output.slice(0, 200),
});

async function open(forge: Forge, text: PullRequestText): Promise<PullRequestOutcome> {
  const { program, repository, ask } = forge;
  const gh = program === 'gh';
  const answer = await ask(gh ? ghCreatePullRequest(repository, text) : glabCreateMergeRequest(repository, text));
  if (!answer.ok) return recover(forge, text, answer.error);
  const made = gh ? parseGhUrl(answer.value) : parseGlabMergeRequest(answer.value);
  return made === undefined ? unavailable(odd(program, answer.value)) : { status: 'opened', ...made, notes: [] };
}

async function recover(forge: Forge, text: PullRequestText, error: ForgeProblem): Promise<PullRequestOutcome> {
  if (error.code !== 'refused') return unavailable(error);
  if (/already exists|HTTP 409/i.test(error.said)) {
    // Somebody else was faster, between our look and now.
    const theirs = await findExisting(forge, text.branch);
    if ('found' in theirs && theirs.found !== undefined) return { status: 'exists', ...theirs.found, notes: [] };
  }
  if (text.labels.length === 0 || !isUnknownLabel(error.said)) return unavailable(error);
  // gh makes nothing where a label is unknown; GitLab makes the label.
  const plain = await open(forge, { ...text, labels: [] });
  if (plain.status === 'unavailable') return plain;
  const missing = `It has no labels, because the repository does not have all of these: ${text.labels.join(', ')}.`;
  return { ...plain, notes: [missing] };
}
