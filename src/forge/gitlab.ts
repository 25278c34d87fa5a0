import * as z from 'zod';
import type { CiRun, CiRunQuery } from './ciRun.ts';
import { conclusionOf } from './ciRun.ts';
import type { ForgeCall } from './forgeProgram.ts';
import { jsonOf } from './jsonOf.ts';
import type { PullRequest, PullRequestText } from './pullRequestText.ts';
import type { RemoteRepository } from './remoteRepository.ts';

/**
 * Through `glab api` and GitLab's REST interface (v4), whose answers are JSON; what `glab mr create` prints is for people.
 * https://docs.gitlab.com/api/merge_requests/, https://docs.gitlab.com/api/pipelines/
 */
function api(at: RemoteRepository, endpoint: string, query: Readonly<Record<string, string>>): readonly string[] {
  const parameters = new URLSearchParams(query).toString();
  const url = `projects/${encodeURIComponent(at.path)}/${endpoint}${parameters === '' ? '' : `?${parameters}`}`;
  return ['api', `--hostname=${at.host}`, url];
}

/** Open merge requests from a branch. */
export function glabListMergeRequests(at: RemoteRepository, branch: string): ForgeCall {
  return { args: [...api(at, 'merge_requests', { state: 'opened', source_branch: branch }), '--method=GET'] };
}

const request = z.object({
  iid: z.number().int(),
  web_url: z.url(),
  source_project_id: z.number().optional(),
  target_project_id: z.number().optional(),
});

/** The one from this project; undefined where there is none, null for what is no such list. */
export function parseGlabMergeRequests(output: string): PullRequest | undefined | null {
  const parsed = z.array(request).safeParse(jsonOf(output));
  if (!parsed.success) return null;
  const own = parsed.data.find((one) => one.source_project_id === one.target_project_id);
  return own && { number: own.iid, url: own.web_url };
}

/** All of it as JSON on standard input: no text is ever an argument. A draft is one by its title. */
export function glabCreateMergeRequest(at: RemoteRepository, text: PullRequestText): ForgeCall {
  const body = {
    source_branch: text.branch,
    target_branch: text.into,
    title: text.draft ? `Draft: ${text.title}` : text.title,
    description: text.body,
    ...(text.labels.length === 0 ? {} : { labels: text.labels }),
  };
  return {
    args: [...api(at, 'merge_requests', {}), '--method=POST', '--header=Content-Type: application/json', '--input=-'],
    input: JSON.stringify(body),
  };
}

/** The merge request that was made. */
export function parseGlabMergeRequest(output: string): PullRequest | undefined {
  const parsed = request.safeParse(jsonOf(output));
  return parsed.success ? { number: parsed.data.iid, url: parsed.data.web_url } : undefined;
}

export function glabPipelines(at: RemoteRepository, query: CiRunQuery): ForgeCall {
  const updated_after = new Date(query.since).toISOString();
  const order = { order_by: 'updated_at', sort: 'desc', per_page: '100' };
  const parameters = { ref: query.branch, scope: 'finished', updated_after, ...order };
  return { args: [...api(at, 'pipelines', parameters), '--method=GET'] };
}

const pipelines = z.array(
  z.object({
    id: z.number(),
    name: z.string().nullish(),
    ref: z.string(),
    sha: z.string(),
    status: z.string(),
    updated_at: z.iso.datetime({ offset: true }),
    web_url: z.string(),
  }),
);

/** Finished pipelines, newest first; null for what is no such list. A pipeline without a name is called `pipeline`. */
export function parseGlabPipelines(output: string): readonly CiRun[] | null {
  const parsed = pipelines.safeParse(jsonOf(output));
  if (!parsed.success) return null;
  return parsed.data.map((one) => ({
    id: String(one.id),
    workflow: one.name || 'pipeline',
    branch: one.ref,
    commit: one.sha,
    conclusion: conclusionOf(one.status),
    finishedAt: Date.parse(one.updated_at),
    url: one.web_url,
  }));
}
