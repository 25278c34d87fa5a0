import type { Loop } from '../model/loopFile.ts';

/** What becomes of a finished change, in a sentence. */
export function deliverWords({ deliver, isolation }: Loop): string {
  const into = deliver.into ?? isolation.base ?? 'the branch that is checked out when the run begins';
  switch (deliver.as) {
    case 'merge':
      return `Lands on ${into} when a person says so, ${deliver.squash ? 'as one commit' : 'with a merge commit'}.`;
    case 'branch':
      return 'Stays on the branch of the item.';
    case 'patch':
      return 'Is written to a file as a patch.';
    case 'pull-request': {
      const labels = deliver.labels.length === 0 ? '' : `, labelled ${deliver.labels.join(', ')}`;
      return `Is pushed to ${deliver.remote}, and opened as a ${deliver.draft ? 'draft ' : ''}pull request for ${into}${labels}.`;
    }
    case 'report':
      return 'What was found out is told; nothing is changed.';
  }
}
