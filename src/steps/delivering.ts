import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepHandlers } from '../engine/durable.ts';
import { forgeProblemText } from '../forge/problemText.ts';
import { openPullRequest } from '../forge/pullRequest.ts';
import { verifyConfig } from '../git/configDigest.ts';
import { gitDate } from '../git/identity.ts';
import { patchOf } from '../git/patch.ts';
import { problemText } from '../git/problemText.ts';
import { pushBranch } from '../git/push.ts';
import { remoteUrl } from '../git/remote.ts';
import { orFail } from './gitAnswer.ts';
import type { StepWorld } from './stepWorld.ts';

/** The steps that hand a change over outside of the repository: a remote, a forge, a file. */
export function deliverySteps(world: StepWorld): Pick<StepHandlers, 'push' | 'open' | 'patch' | 'report'> {
  const repo = world.repository;
  return {
    push: async ({ branch, commit, remote, configuration }, { signal }) => {
      const unchanged = await verifyConfig(repo, configuration);
      if (!unchanged.ok) return { status: 'refused', reason: problemText(unchanged.error) };
      const pushed = await pushBranch(repo, { remote, commit, to: branch, signal });
      return pushed.ok ? { status: 'pushed' } : { status: 'refused', reason: problemText(pushed.error) };
    },

    open: async ({ branch, into, remote, title, body, draft, labels }, { directory, signal }) => {
      const bodyFile = join(directory, 'pull-request.md');
      await writeFile(bodyFile, body, { mode: 0o600 });
      const url = await remoteUrl(repo, remote);
      if (!url.ok) return { status: 'unavailable', why: problemText(url.error), bodyFile };
      const request = { cwd: repo.root, remoteUrl: url.value, branch, into, title, bodyFile, draft, labels, signal };
      const opened = await openPullRequest(request);
      if (opened.status === 'unavailable') {
        return { status: 'unavailable', why: forgeProblemText(opened.problem), bodyFile };
      }
      return { status: opened.status, url: opened.url, bodyFile };
    },

    patch: async ({ base, head, message, identity, at }, { directory, signal }) => {
      const authorship = { author: identity, date: gitDate(at) };
      const file = join(directory, 'change.patch');
      await writeFile(file, orFail(await patchOf(repo, { base, head, message, authorship, signal })));
      return { file };
    },

    report: async ({ title, text }, { directory }) => {
      const file = join(directory, 'report.md');
      await writeFile(file, `# ${title}\n\n${text}\n`);
      return { file };
    },
  };
}
