// Prints the open pull requests that need somebody, as items: checks that failed, conflicts with the target, changes that a
// reviewer asked for. One that only waits (for CI, for a review) is left alone. Asks your own `gh`, which has to be signed in.
//
//   node .loops/tools/openPullRequests.mjs
import { execFileSync } from 'node:child_process';

/** Nothing may wait for somebody: there is nobody. */
const env = { ...process.env, GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' };
/** What it complains of is told once, by us. */
const quietly = ['ignore', 'pipe', 'pipe'];
const ask = (...args) =>
  execFileSync('gh', args, { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024, stdio: quietly });

function gh(...args) {
  try {
    return ask(...args);
  } catch (error) {
    console.error(`gh ${args.slice(0, 2).join(' ')} failed: ${error.stderr || error.message}`);
    return process.exit(1);
  }
}

/** What helps to understand but may be gone: a log that expired, a diff that is too large. */
function perhaps(...args) {
  try {
    return ask(...args);
  } catch {
    return '(not available)';
  }
}

const bad = new Set(['FAILURE', 'TIMED_OUT', 'STARTUP_FAILURE', 'ERROR']);

/** Check runs have a conclusion and a name, commit statuses a state and a context. */
const failingOf = ({ statusCheckRollup }) =>
  (statusCheckRollup ?? []).filter((one) => bad.has(one.conclusion ?? '') || bad.has(one.state ?? ''));

function troubleOf(request) {
  const failing = failingOf(request);
  const names = failing.map(({ name, context }) => name ?? context).join(', ');
  return [
    ...(failing.length > 0 ? [{ kind: 'ci', text: `These checks failed: ${names}.` }] : []),
    ...(request.mergeable === 'CONFLICTING' ? [{ kind: 'conflict', text: 'It conflicts with its target.' }] : []),
    ...(request.reviewDecision === 'CHANGES_REQUESTED'
      ? [{ kind: 'review', text: 'A reviewer asked for changes.' }]
      : []),
  ];
}

function logsOf(request) {
  const runs = failingOf(request).flatMap(
    ({ detailsUrl }) => /\/actions\/runs\/(\d+)/.exec(detailsUrl ?? '')?.[1] ?? [],
  );
  return [...new Set(runs)]
    .slice(0, 2)
    .map((run) => perhaps('run', 'view', run, '--log-failed').slice(-3000))
    .join('\n');
}

const fields = 'number,title,url,headRefName,headRefOid,isDraft,mergeable,reviewDecision,statusCheckRollup';
const requests = JSON.parse(gh('pr', 'list', '--state', 'open', '--limit', '50', '--json', fields));

const items = requests.flatMap((request) => {
  const trouble = troubleOf(request);
  if (trouble.length === 0) return [];
  const { number, title, url, headRefName: branch, headRefOid } = request;
  const kinds = trouble.map(({ kind }) => kind).join('+');
  return {
    // A push makes it a new item, and so does another kind of trouble; the same one is not diagnosed twice.
    key: `pr:${number}@${headRefOid.slice(0, 12)}:${kinds}`,
    about: `pr:${number}`,
    number,
    title,
    url,
    branch,
    trouble: trouble.map(({ text }) => text).join(' '),
    log: logsOf(request),
    diff: perhaps('pr', 'diff', String(number)).slice(0, 8000),
    reviews: trouble.some(({ kind }) => kind === 'review')
      ? perhaps('pr', 'view', String(number), '--comments').slice(-4000)
      : '',
  };
});
console.log(JSON.stringify(items, null, 1));
