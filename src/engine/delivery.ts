import { branchName } from '../model/branchName.ts';
import type { Ending } from './ending.ts';
import { messageFor } from './land.ts';
import type { Consent, Proposal } from './proposal.ts';
import { pullRequest } from './pullRequest.ts';

/** Hands a change over in any other way than a merge: the ending, or the proposal that waits on because it was refused. */
export async function hand(proposal: Proposal, consent: Consent): Promise<Ending | Proposal> {
  switch (proposal.work.start.deliver.as) {
    case 'patch':
      return patch(proposal, consent);
    case 'pull-request':
      return openPullRequest(proposal, consent);
    default: {
      const commit = await publish(proposal, consent);
      const branch = branchName(proposal.work.branch);
      return delivered(proposal, commit, `Delivered ${commit.slice(0, 12)} as branch ${branch}.`);
    }
  }
}

function delivered({ number }: Proposal, commit: string, reason: string): Ending {
  return { outcome: { status: 'delivered', reason, commit }, iterations: number };
}

/** Leaves the change on its branch: one commit, or those of the passes. */
async function publish(proposal: Proposal, consent: Consent): Promise<string> {
  const { work, change } = proposal;
  const { start, durable, item } = work;
  const key = `${item.id}/${consent.key}`;
  const { commit } = await durable.step(`${key}/publish`, 'publish', {
    item: item.id,
    branch: work.branch,
    base: change.base,
    head: change.head,
    squash: start.deliver.squash,
    message: messageFor(proposal, consent),
    identity: consent.by,
    at: await durable.now(`${key}/now`),
    configuration: work.configuration,
  });
  return commit;
}

async function patch(proposal: Proposal, consent: Consent): Promise<Ending> {
  const { work, change } = proposal;
  const { durable, item } = work;
  const key = `${item.id}/${consent.key}`;
  const { file } = await durable.step(`${key}/patch`, 'patch', {
    item: item.id,
    base: change.base,
    head: change.head,
    message: messageFor(proposal, consent),
    identity: consent.by,
    at: await durable.now(`${key}/now`),
  });
  return delivered(proposal, change.head, `Wrote the patch ${file}.`);
}

async function openPullRequest(proposal: Proposal, consent: Consent): Promise<Ending | Proposal> {
  const { work } = proposal;
  const { loop, start, durable, item, branch } = work;
  const key = `${item.id}/${consent.key}`;
  const { remote, draft, labels } = loop.deliver;
  // A second attempt after a refused push finds the branch as it is to be already.
  const commit = proposal.published ?? (await publish(proposal, consent));
  const pushed = await durable.step(`${key}/push`, 'push', {
    item: item.id,
    branch,
    commit,
    remote,
    configuration: work.configuration,
  });
  if (pushed.status === 'refused') {
    return { ...proposal, published: commit, refusal: pushed.reason };
  }
  const opened = await durable.step(`${key}/open`, 'open', {
    item: item.id,
    branch,
    into: start.deliver.into,
    remote,
    ...pullRequest(proposal),
    draft,
    labels,
  });
  const where = `Pushed ${commit.slice(0, 12)} to ${remote} as ${branchName(branch)}.`;
  if (opened.status === 'unavailable') {
    return delivered(proposal, commit, `${where} ${opened.why} The text for it: ${opened.bodyFile}`);
  }
  return delivered(proposal, commit, `${where} Pull request: ${opened.url}`);
}
