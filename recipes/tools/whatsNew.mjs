// Prints what a morning should look at, as items: CI workflows whose newest run on the default branch failed, and open issues
// with the label `bug` (or the one that --label names). Asks your own `gh`, which has to be signed in.
//
//   node .loops/tools/whatsNew.mjs [--label bug] [--branch main]
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values: asked } = parseArgs({
  options: { label: { type: 'string', default: 'bug' }, branch: { type: 'string', default: 'main' } },
});

/** Nothing may wait for somebody: there is nobody. */
const env = { ...process.env, GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' };
/** What it complains of is told once, by us. */
const quietly = ['ignore', 'pipe', 'pipe'];

function gh(...args) {
  try {
    return execFileSync('gh', args, { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024, stdio: quietly });
  } catch (error) {
    // A failure that looked like a quiet morning would be worse than none at all.
    console.error(`gh ${args.slice(0, 2).join(' ')} failed: ${error.stderr || error.message}`);
    return process.exit(1);
  }
}

function logOf(run) {
  try {
    return execFileSync('gh', ['run', 'view', String(run), '--log-failed'], {
      encoding: 'utf8',
      env,
      stdio: quietly,
    }).slice(-4000);
  } catch {
    // Logs are thrown away after some weeks; the run itself still failed.
    return '(no log)';
  }
}

const fields = 'databaseId,workflowName,headSha,status,conclusion,url';
const runs = JSON.parse(gh('run', 'list', '--branch', asked.branch, '--limit', '50', '--json', fields));
const newest = new Map();
for (const run of runs)
  if (run.status === 'completed' && !newest.has(run.workflowName)) newest.set(run.workflowName, run);

const recent = execFileSync('git', ['log', '--since=2.days', '--max-count=30', '--format=%h %an: %s'], {
  encoding: 'utf8',
});

const ci = [...newest.values()]
  .filter(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out')
  .map(({ databaseId, workflowName, headSha, url }) => ({
    key: `ci:${workflowName}@${headSha.slice(0, 12)}`,
    about: `ci:${workflowName}`,
    title: `CI workflow ${workflowName} fails on ${asked.branch}`,
    url,
    text: logOf(databaseId),
    recent,
  }));

const listed = gh(
  'issue',
  'list',
  '--label',
  asked.label,
  '--limit',
  '50',
  '--json',
  'number,title,body,url,updatedAt',
);
const issues = JSON.parse(listed).map(({ number, title, body, url, updatedAt }) => ({
  // Read again when somebody has written something new.
  key: `issue:${number}@${updatedAt}`,
  about: `issue:${number}`,
  title,
  url,
  text: (body ?? '').slice(0, 4000),
  recent,
}));

console.log(JSON.stringify([...ci, ...issues], null, 1));
