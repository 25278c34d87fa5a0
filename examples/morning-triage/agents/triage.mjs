// A stand-in for an agent that looks around: no model, so that the example needs none. It reads the tracker, says what it
// found in the file that LOOPWRIGHT_REPORT_FILE names, and leaves a comment where people can react.
import { appendFileSync, readFileSync } from 'node:fs';
import { ask } from '../tools/tracker.mjs';

const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, `${JSON.stringify(line)}\n`);
const memory = readFileSync(process.env.LOOPWRIGHT_MEMORY_FILE, 'utf8');

const failing = await ask('/ci/failing');
for (const { test, file, message, commit } of failing) {
  say({
    type: 'finding',
    key: `ci:${test}`,
    title: `CI fails: ${message}`,
    body: `${test} fails on main since ${commit}.`,
    severity: test.includes('label') ? 'critical' : 'high',
    file,
    suggestion: 'Mend the source; the test is right.',
  });
}

const issues = await ask('/issues');
for (const { number, title, body, labels, file } of issues) {
  const key = `issue:${number}`;
  const severity = labels.find((label) => ['low', 'medium', 'high', 'critical'].includes(label)) ?? 'medium';
  say({ type: 'finding', key, title, body, severity, ...(file && { file }) });
  const comments = await ask(`/issues/${number}/comments`);
  if (comments.some(({ by }) => by === 'triage')) continue;
  const how = 'React with 👍 to have it done, 👎 for never, 😕 for not now, 👀 for later.';
  await ask(`/issues/${number}/comments`, { by: 'triage', body: `Seen by the triage. ${how}\n<!-- finding: ${key} -->` });
}

say({ type: 'usage', inputTokens: 1200, outputTokens: 300, costUsd: 0.02 });
const decisions = memory.split('## Decisions')[1]?.split('\n## ')[0] ?? '';
console.log(`${failing.length} failing tests and ${issues.length} open issues.`);
console.log(`People have put away ${decisions.match(/^### /gm)?.length ?? 0} findings.`);
