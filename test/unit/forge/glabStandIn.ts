import { answer, begin, fail, flags, hang, readInput, readState, writeState } from './standInProgram.ts';

/**
 * Stands in for `glab` (https://docs.gitlab.com/cli): `auth status` and `api` before a small GitLab: merge requests and
 * pipelines of a project, its status codes and bodies.
 */
const state = begin('glab');
const [noun, ...rest] = process.argv.slice(2);

if (noun === 'auth' && rest[0] === 'status') {
  const { values } = flags(rest.slice(1), { hostname: { type: 'string' } });
  if (!state.signedInTo.includes(values.hostname ?? 'gitlab.com'))
    fail(`${values.hostname}: has not been authenticated with glab. Run glab auth login`);
  answer('');
}
if (noun !== 'api') fail(`Unknown command "${noun}" for "glab".`);
if (state.mode === 'hangs') await hang();
if (state.mode === 'rambles') answer('<html>GitLab is not responding</html>');

const { values, positionals } = flags(rest, {
  hostname: { type: 'string' },
  method: { type: 'string' },
  header: { type: 'string', multiple: true },
  input: { type: 'string' },
});
const [endpoint, ...more] = positionals;
if (endpoint === undefined || more.length > 0) fail(`accepts 1 arg(s), received ${positionals.length}`);
const { hostname = '', method = values.input === undefined ? 'GET' : 'POST' } = values;

/** A body on standard output and the same in words on standard error, as glab does it. */
function refuse(body: object, words: string): never {
  process.stdout.write(JSON.stringify(body));
  return fail(`glab: ${words}`, 1);
}
if (!state.signedInTo.includes(hostname)) refuse({ message: '401 Unauthorized' }, '401 Unauthorized (HTTP 401)');

const url = new URL(`https://${hostname}/api/v4/${endpoint}`);
const [, project = '', resource] = /^\/api\/v4\/projects\/([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
const repository = `https://${hostname}/${decodeURIComponent(project)}`;
const asJson = (one: (typeof state.requests)[number]) => ({
  id: 1000 + one.number,
  iid: one.number,
  web_url: `${one.repository}/-/merge_requests/${one.number}`,
  title: one.title,
  source_branch: one.branch,
  source_project_id: one.fork ? 2 : 1,
  target_project_id: 1,
});
const ofBranch = (branch: string | null) =>
  readState().requests.filter((one) => one.repository === repository && one.branch === branch);

if (method === 'GET' && resource === 'merge_requests') {
  answer(JSON.stringify(ofBranch(url.searchParams.get('source_branch')).map(asJson)));
}

if (method === 'POST' && resource === 'merge_requests') {
  if (!values.header?.includes('Content-Type: application/json')) refuse({ error: 'unsupported' }, 'HTTP 415');
  const body = JSON.parse(readInput()) as Record<string, unknown> & { labels?: string[] };
  const branch = String(body['source_branch']);
  if (state.mode === 'races') {
    const theirs = {
      number: 99,
      repository,
      branch,
      into: 'main',
      title: 'theirs',
      body: '',
      draft: false,
      labels: [],
    };
    writeState({ requests: [...state.requests, theirs] });
  }
  if (ofBranch(branch).some((one) => !one.fork)) {
    const message = ['Another open merge request already exists for this source branch: !1'];
    refuse({ message }, `map[message:[${message}]]+`);
  }
  const title = String(body['title']);
  const made = {
    number: state.requests.length + 1,
    repository,
    branch,
    into: String(body['target_branch']),
    title,
    body: String(body['description']),
    draft: title.startsWith('Draft: '),
    labels: body.labels ?? [],
  };
  writeState({ requests: [...state.requests, made] });
  answer(JSON.stringify(asJson(made)));
}

if (method === 'GET' && resource === 'pipelines') {
  const [ref, after] = [url.searchParams.get('ref'), Date.parse(url.searchParams.get('updated_after') ?? '')];
  const rows = state.runs.map((run) => run as { ref: string; updated_at: string });
  answer(JSON.stringify(rows.filter((run) => run.ref === ref && Date.parse(run.updated_at) > after)));
}

refuse({ error: '404 Not Found' }, 'HTTP 404');
