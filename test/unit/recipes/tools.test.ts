import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { standIns } from '../../support/recipeProjects/standIns.ts';
import { TemporaryRepository, testEnvironment } from '../../support/repository.ts';

let takeAway: () => Promise<void>;
beforeAll(async () => {
  takeAway = await standIns();
});
afterAll(() => takeAway());

const made: TemporaryRepository[] = [];
afterEach(async () => {
  for (const repository of made.splice(0)) await repository.dispose();
});

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a tool of the recipes in a repository with these files, each time with what is given to it. */
async function tool(name: string, files: Readonly<Record<string, string>>) {
  const repository = await TemporaryRepository.create({ files });
  made.push(repository);
  return (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    new Promise((resolve) => {
      const script = join(root, 'recipes', 'tools', `${name}.mjs`);
      const options = { cwd: repository.path, env: { ...testEnvironment(repository.outside), ...env } };
      execFile(process.execPath, [script, ...args], options, (error, out, err) =>
        resolve({ exit: error === null ? 0 : Number(error.code), out: out.trim(), err: err.trim() }),
      );
    });
}

const items = ({ out }: Ran): unknown[] => out.split('\n').map((line) => JSON.parse(line) as unknown);

it('coverage reads every form of report by what it holds', async () => {
  const reports = {
    'lcov.info': 'TN:\nSF:a.js\nLF:10\nLH:9\nend_of_record\nSF:b.js\nLF:30\nLH:11\nend_of_record\n',
    'coverage-summary.json': '{"total":{"lines":{"total":4,"covered":3,"pct":75}}}',
    'cobertura.xml': '<?xml version="1.0"?><coverage version="7" line-rate="0.625" lines-valid="8"></coverage>',
    'jacoco.xml':
      '<report name="x"><package><counter type="LINE" missed="9" covered="1"/></package><counter type="LINE" missed="1" covered="3"/></report>',
    'go.out': 'mode: set\na/b.go:1.2,3.4 2 1\na/b.go:5.2,6.4 3 0\n',
  };
  const coverage = await tool('coverage', reports);
  const read = (file: string) => coverage([], { COVERAGE_REPORT: file });
  const results = await Promise.all(Object.keys(reports).map(read));
  expect(results.map(({ out }) => out)).toEqual(['50.00', '75.00', '62.50', '75.00', '40.00']);
});

it('coverage believes no report of an earlier run, and none of tests that fail', async () => {
  const coverage = await tool('coverage', { 'lcov.info': 'SF:a\nLF:1\nLH:1\nend_of_record\n', 'empty.json': '{}' });
  const failed = await coverage([], { COVERAGE_COMMAND: 'exit 3' });
  expect(failed).toMatchObject({
    exit: 1,
    out: '',
    err: expect.stringContaining('exit 3 did not succeed (exit code 3)'),
  });
  const stale = await coverage([], { COVERAGE_COMMAND: 'exit 0' });
  expect(stale).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('There is no coverage report') });
  const empty = await coverage([], { COVERAGE_REPORT: 'empty.json' });
  expect(empty).toMatchObject({ exit: 1, err: 'empty.json tells no share of covered lines.' });
});

it('median runs a benchmark several times, and fails with it', async () => {
  const script =
    "const { appendFileSync, readFileSync } = require('node:fs'); appendFileSync('n', 'x'); console.log('took'); console.log([90, 3, 1, 2][readFileSync('n', 'utf8').length - 1]);";
  const median = await tool('median', { 'bench.cjs': script });
  expect(await median([], { BENCHMARK: 'node bench.cjs', RUNS: '3' })).toMatchObject({ exit: 0, out: '2' });
  expect(await median([], { BENCHMARK: 'exit 4', RUNS: '3' })).toMatchObject({ exit: 1, out: '' });
  expect((await median([], { RUNS: '3' })).exit).toBe(2);
});

it('failing is silent while all is well, and tells of one failure at one commit', async () => {
  const failing = await tool('failing', {});
  expect(await failing(['health', '--', 'exit 0'])).toEqual({ exit: 0, out: '', err: '' });
  const [item] = items(await failing(['health', '--', 'echo broken; exit 3']));
  expect(item).toMatchObject({
    name: 'health',
    exit: 3,
    output: 'broken\n',
    key: expect.stringMatching(/^health@[0-9a-f]{12}$/),
  });
  expect((await failing(['health'])).exit).toBe(2);
});

it('flows refuses a list that it cannot read, and runs one flow by its id', async () => {
  const broken = await tool('flows', { '.loops/flows.json': '[{ "id": "a" }]' });
  expect(await broken()).toMatchObject({ exit: 2, err: expect.stringContaining('needs an `id` and a `run`') });
  const list = [
    { id: 'a', run: 'exit 0' },
    { id: 'b', run: 'echo no; exit 1' },
  ];
  const flows = await tool('flows', { '.loops/flows.json': JSON.stringify(list) });
  expect(items(await flows())).toMatchObject([{ flow: 'b', output: 'no\n' }]);
  const exits = await Promise.all(['a', 'b', 'c'].map((FLOW) => flows(['--only'], { FLOW })));
  expect(exits.map(({ exit }) => exit)).toEqual([0, 1, 2]);
});

it('docDrift knows what is there, what is an example, and what once was', async () => {
  const drift = await tool('docDrift', {
    'package.json': '{"scripts":{"test":"x"}}',
    Makefile: 'all: x\nVALUE := 1\n',
    'src/a.js': '',
    'docs/one.md': '[a](../src/a.js#L3) `src/a.js:3` [site](https://a.b) [top](#top) [two%20words](two%20words.md)\n',
    'docs/two words.md': '```\n[not](a-link.md)\n```\nnpm run test, `make all`\n',
    'bad.md': '[gone](docs/gone.md)\n`src/gone.js`, `your/own.js`\nnpm run gone\n`make gone`\n',
    'CHANGELOG.md': '[gone](gone.md)\n',
  });
  const [item, ...more] = items(await drift());
  expect(more).toEqual([]);
  expect(item).toMatchObject({ file: 'bad.md', count: 4 });
  expect((item as { places: string }).places.split('\n')).toEqual([
    'line 1: a link to docs/gone.md, which is not there',
    'line 2: the path src/gone.js, which is not there',
    'line 3: the script gone, which package.json does not have',
    'line 4: the target gone, which the Makefile does not have',
  ]);
  expect((await drift(['--only'], { FILE: 'docs/one.md' })).exit).toBe(0);
  expect((await drift(['--only'], { FILE: 'bad.md' })).exit).toBe(1);
  // Deleting the document is no way out.
  expect((await drift(['--only'], { FILE: 'nothing.md' })).exit).toBe(1);
});

it('scan tells a scanner that does not run from one that finds nothing, and reads npm audit', async () => {
  const audit = {
    vulnerabilities: {
      words: { name: 'words', severity: 'critical', via: [{ source: 1, title: 'Bad', url: 'u' }], range: '<2' },
      user: { name: 'user', severity: 'critical', via: ['words'], range: '*' },
    },
  };
  const scan = await tool('scan', {
    '.loops/scan.json': '{"run":"cat report.json"}',
    'report.json': JSON.stringify(audit),
  });
  const [item, ...more] = JSON.parse((await scan()).out) as { key: string }[];
  expect([item, more]).toMatchObject([{ severity: 'critical', file: 'package.json', message: 'Bad (u)' }, []]);
  expect((await scan(['--count'])).out).toBe('1');
  expect((await scan(['--gone'], { KEY: item?.key ?? '' })).exit).toBe(1);
  expect((await scan(['--gone'], { KEY: 'another' })).exit).toBe(0);
  const broken = await tool('scan', { '.loops/scan.json': '{"run":"exit 127"}' });
  const exits = await Promise.all([broken(), broken(['--gone'], { KEY: 'k' }), broken(['--count'])]);
  expect(exits.map(({ exit, out }) => [exit, out])).toEqual([
    [2, ''],
    [2, ''],
    [2, ''],
  ]);
});

it('changelog takes the newest entry, or all above one, and none that has a spec', async () => {
  const log = '# Log\n## [Unreleased]\n- soon\n## v1.2.0\n- two\n## 2026-01-01\n- one\n## 1.0.0\n- zero\n';
  const changelog = await tool('changelog', {
    'LOG.md': log,
    'specs/2026-01-01.md': 'done',
    'empty.md': '# Nothing\n',
  });
  const versions = async (...args: string[]) =>
    (JSON.parse((await changelog(args)).out) as { version: string; file: string }[]).map(({ version, file }) => [
      version,
      file,
    ]);
  expect(await versions('LOG.md')).toEqual([['v1.2.0', 'specs/v1-2-0.md']]);
  expect(await versions('LOG.md', '--since', '1.0.0')).toEqual([['v1.2.0', 'specs/v1-2-0.md']]);
  expect(await versions('LOG.md', '--since', '1.2.0')).toEqual([]);
  expect((await changelog(['empty.md'])).err).toContain('has no heading that begins with a version or a date');
  expect((await changelog(['gone.md'])).err).toBe('There is no gone.md.');
});

it('checkSpec says each thing that is missing', async () => {
  const draft =
    '## Why\nTBD\n## What changes\n\n## Out of scope\nx\n## Acceptance\n- When a, then b.\n- It works.\n## Open questions\nNone.\n';
  const checkSpec = await tool('checkSpec', { 'specs/a.md': draft });
  const { exit, out } = await checkSpec([], { FILE: 'specs/a.md' });
  expect([exit, out.split('\n')]).toEqual([
    1,
    [
      'The section “What changes” is empty. Where there is nothing to say, write “None.” and why.',
      'There is no section “## Source”.',
      'This criterion needs a “when” and a “then”: - It works.',
      '“TBD” is left in it.',
    ],
  ]);
  expect((await checkSpec([], { FILE: 'specs/b.md' })).exit).toBe(1);
});

it('answers gives no number where the reference gives no answers', async () => {
  const answers = await tool('answers', {
    '.loops/port.json': '{"reference":"exit 1","port":"cat","cases":"cases"}',
    'cases/a.jsonl': '1\n',
  });
  expect(await answers(['--count'])).toMatchObject({
    exit: 2,
    out: '',
    err: expect.stringContaining('0 answers to 1 cases of a'),
  });
});

it('outdated needs a package manager, and reads go and pip', async () => {
  const nothing = await tool('outdated', {});
  expect((await nothing()).err).toContain('None of pnpm-lock.yaml, package.json, go.mod');
  const bin = made.at(-1)?.outside ?? '';
  const modules = [
    { Path: 'me', Main: true },
    { Path: 'old', Version: 'v1.2.3', Update: { Version: 'v1.3.0', Time: '2020-01-01T00:00:00Z' } },
    { Path: 'young', Version: 'v1.2.3', Update: { Version: 'v1.3.0', Time: new Date().toISOString() } },
    { Path: 'their', Version: 'v0.1.0', Indirect: true, Update: { Version: 'v0.2.0' } },
  ];
  const printed = modules.map((one) => JSON.stringify(one, undefined, 1)).join('\n');
  await made.at(-1)?.script(join(bin, 'go'), `cat <<'END'\n${printed}\nEND`);
  await made.at(-1)?.script(join(bin, 'python3'), `echo '[{"name":"x","version":"0.1.0","latest_version":"0.2.0"}]'`);
  const env = { PATH: `${bin}:${process.env['PATH']}` };
  const go = await tool('outdated', { 'go.mod': 'module me\n' });
  expect(JSON.parse((await go([], env)).out)).toEqual([
    { key: 'old@v1.3.0', name: 'old', from: 'v1.2.3', to: 'v1.3.0', kind: 'minor' },
  ]);
  const pip = await tool('outdated', { 'requirements.txt': 'x\n' });
  expect(JSON.parse((await pip([], env)).out)).toMatchObject([{ key: 'x@0.2.0', kind: 'major' }]);
});

it('whatsNew and openPullRequests fail where gh does, instead of a quiet morning', async () => {
  for (const name of ['whatsNew', 'openPullRequests']) {
    const asked = await tool(name, { '.stand-in/gh.json': '{}' });
    expect(await asked()).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringMatching(/^gh (run|pr) list failed: HTTP 404/),
    });
  }
});
