import * as z from 'zod';
import type { CiRun, CiRunQuery } from './ciRun.ts';
import { conclusionOf } from './ciRun.ts';
import type { ForgeCall } from './forgeProgram.ts';
import { jsonOf } from './jsonOf.ts';
import type { PullRequest, PullRequestText } from './pullRequestText.ts';
import type { RemoteRepository } from './remoteRepository.ts';

/** Every value is in one argument with its option, so that none is taken for an option itself. */
const repo = ({ host, path }: RemoteRepository) => `--repo=${host}/${path}`;

/** Open pull requests from a branch. `--head` filters by the branch's name alone, in forks as well. */
export function ghListPullRequests(at: RemoteRepository, branch: string): ForgeCall {
  const fields = '--json=number,url,isCrossRepository';
  return { args: ['pr', 'list', repo(at), `--head=${branch}`, '--state=open', '--limit=50', fields] };
}

const listed = z.array(z.object({ number: z.number().int(), url: z.url(), isCrossRepository: z.boolean() }));

/** The one from this repository; undefined where there is none, null for what is no such list. */
export function parseGhPullRequests(output: string): PullRequest | undefined | null {
  const parsed = listed.safeParse(jsonOf(output));
  if (!parsed.success) return null;
  const own = parsed.data.find((one) => !one.isCrossRepository);
  return own && { number: own.number, url: own.url };
}

/** With `--head` gh neither pushes nor forks; the body comes by standard input. */
export function ghCreatePullRequest(at: RemoteRepository, text: PullRequestText): ForgeCall {
  return {
    args: [
      ...['pr', 'create', repo(at), `--head=${text.branch}`, `--base=${text.into}`, `--title=${text.title}`],
      '--body-file=-',
      ...(text.draft ? ['--draft'] : []),
      ...text.labels.map((label) => `--label=${quoted(label)}`),
    ],
    input: text.body,
  };
}

/** gh splits labels at commas, as a line of CSV. */
const quoted = (label: string) => (/[",\n]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label);

/** The URL that gh prints last. */
export function parseGhUrl(output: string): PullRequest | undefined {
  const found = [...output.matchAll(/https?:\/\/[^\s/]+\/[^\s/]+\/[^\s/]+\/pull\/(\d+)/g)].at(-1);
  return found && { url: found[0], number: Number(found[1]) };
}

/** What gh says of a label that the repository does not have. */
export const isUnknownLabel = (said: string): boolean => /could not add label/i.test(said);

export function ghRuns(at: RemoteRepository, query: CiRunQuery): ForgeCall {
  const fields = '--json=databaseId,workflowName,headBranch,headSha,status,conclusion,updatedAt,url';
  return { args: ['run', 'list', repo(at), `--branch=${query.branch}`, '--limit=100', fields] };
}

const runs = z.array(
  z.object({
    databaseId: z.number(),
    workflowName: z.string(),
    headBranch: z.string(),
    headSha: z.string(),
    status: z.string(),
    conclusion: z.string().nullable(),
    updatedAt: z.iso.datetime({ offset: true }),
    url: z.string(),
  }),
);

/** Finished runs, newest first as gh lists them; null for what is no such list. */
export function parseGhRuns(output: string): readonly CiRun[] | null {
  const parsed = runs.safeParse(jsonOf(output));
  if (!parsed.success) return null;
  return parsed.data
    .filter((run) => run.status === 'completed')
    .map((run) => ({
      id: String(run.databaseId),
      workflow: run.workflowName,
      branch: run.headBranch,
      commit: run.headSha,
      conclusion: conclusionOf(run.conclusion ?? ''),
      finishedAt: Date.parse(run.updatedAt),
      url: run.url,
    }));
}
