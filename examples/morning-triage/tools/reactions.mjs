// Prints what people decided by a reaction on a comment of the triage: a line of JSON for each.
import { ask } from './tracker.mjs';

const meanings = { '+1': 'do', '-1': 'never', confused: 'not-now', eyes: 'later' };

for (const issue of await ask('/issues?all')) {
  for (const comment of await ask(`/issues/${issue.number}/comments`)) {
    const [, key] = /<!-- finding: (\S+) -->/.exec(comment.body) ?? [];
    if (key === undefined || comment.by !== 'triage') continue;
    for (const { content, by, at } of comment.reactions) {
      const decision = meanings[content];
      if (decision !== undefined) console.log(JSON.stringify({ key, decision, by, at }));
    }
  }
}
