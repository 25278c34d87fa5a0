import type { StoredRequest } from './standIn.ts';
import { answer, begin, fail, flags, hang, readInput, readState, writeState } from './standInProgram.ts';

/**
 * Stands in for `gh` (https://cli.github.com/manual): `auth status`, `pr list`, `pr create`, `run list`, with its exit codes
 * (4: not signed in) and words.
 */
const state = begin('gh');
const [noun, verb, ...rest] = process.argv.slice(2);
const command = `${noun} ${verb}`;

if (command === 'auth status') {
  const { values } = flags(rest, { hostname: { type: 'string' } });
  if (!state.signedInTo.includes(values.hostname ?? 'github.com'))
    fail(`You are not logged into any accounts on ${values.hostname}`);
  answer('');
}
if (state.mode === 'hangs') await hang();
if (state.mode === 'rambles') answer('<html>We are down for maintenance</html>\n');

function signedIn(repo: string | undefined): string {
  const [host = '', owner, name, ...more] = (repo ?? '').split('/');
  if (owner === undefined || name === undefined || more.length > 0) {
    return fail(`expected the "[HOST/]OWNER/REPO" format, got "${repo}"`);
  }
  if (!state.signedInTo.includes(host)) {
    fail(
      'To get started with GitHub CLI, please run:  gh auth login\nAlternatively, populate the GH_TOKEN environment variable',
      4,
    );
  }
  return `https://${repo}`;
}

const FIELDS = {
  'pr list': ['number', 'url', 'isCrossRepository', 'title', 'headRefName', 'state'],
  'run list': [
    'databaseId',
    'workflowName',
    'headBranch',
    'headSha',
    'status',
    'conclusion',
    'createdAt',
    'updatedAt',
    'url',
    'event',
    'displayTitle',
    'number',
    'name',
    'workflowDatabaseId',
  ],
} as const;

function pick(of: keyof typeof FIELDS, json: string | undefined, rows: readonly object[]): string {
  const wanted = (json ?? '').split(',');
  const known: readonly string[] = FIELDS[of];
  for (const field of wanted) if (!known.includes(field)) fail(`Unknown JSON field: "${field}"`);
  return `${JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => wanted.includes(key)))))}\n`;
}

const urlOf = (one: StoredRequest) => `${one.repository}/pull/${one.number}`;

if (command === 'pr list') {
  const { values, positionals } = flags(rest, {
    repo: { type: 'string' },
    head: { type: 'string' },
    state: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'string' },
  });
  if (positionals.length > 0) fail(`unknown argument "${positionals[0]}"`);
  const repository = signedIn(values.repo);
  const rows = state.requests
    .filter((one) => one.repository === repository && one.branch === values.head)
    .map((one) => ({ number: one.number, url: urlOf(one), isCrossRepository: one.fork === true, title: one.title }));
  answer(pick('pr list', values.json, rows));
}

if (command === 'pr create') {
  const { values, positionals } = flags(rest, {
    repo: { type: 'string' },
    head: { type: 'string' },
    base: { type: 'string' },
    title: { type: 'string' },
    'body-file': { type: 'string' },
    draft: { type: 'boolean' },
    label: { type: 'string', multiple: true },
  });
  if (positionals.length > 0) fail(`unknown argument "${positionals[0]}"; please quote all values that have spaces`);
  const repository = signedIn(values.repo);
  const { title, head: branch = '', base: into = '' } = values;
  if (!title || values['body-file'] !== '-') fail('must provide `--title` and `--body` when not running interactively');
  if (state.mode === 'races') {
    const theirs = { number: 99, repository, branch, into, title: 'theirs', body: '', draft: false, labels: [] };
    writeState({ requests: [...state.requests, theirs] });
  }
  const labels = (values.label ?? []).flatMap(fromCsv);
  const open = readState().requests.find((one) => one.repository === repository && one.branch === branch && !one.fork);
  if (open) fail(`a pull request for branch "${branch}" into branch "${into}" already exists:\n${urlOf(open)}`);
  for (const label of labels) if (!state.labels.includes(label)) fail(`could not add label: '${label}' not found`);
  const number = state.requests.length + 1;
  const made = {
    number,
    repository,
    branch,
    into,
    title: title ?? '',
    body: readInput(),
    draft: values.draft === true,
    labels,
  };
  writeState({ requests: [...state.requests, made] });
  answer(`${urlOf(made)}\n`);
}

if (command === 'run list') {
  const { values } = flags(rest, {
    repo: { type: 'string' },
    branch: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'string' },
  });
  signedIn(values.repo);
  const rows = state.runs.map((run) => run as { headBranch: string }).filter((run) => run.headBranch === values.branch);
  answer(pick('run list', values.json, rows));
}

fail(`unknown command "${command}" for "gh"`);

/** Go's encoding/csv, for one line. */
function fromCsv(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"|([^,]+)/g)].map((one) => one[1]?.replaceAll('""', '"') ?? one[2] ?? '');
}
