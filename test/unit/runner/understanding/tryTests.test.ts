import { appendFileSync, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '../../../../scripts/paths.mjs';
import { openRepository, type Repository } from '../../../../src/git/repository.ts';
import { runOrAdopt } from '../../../../src/journal/step/stepCommand.ts';
import { WrapperPool } from '../../../../src/journal/step/wrapperPool.ts';
import { parseLoop } from '../../../../src/language/parseLoop.ts';
import { MutantTrials } from '../../../../src/runner/mutantTrials.ts';
import { withoutCages } from '../../../../src/steps/caged.ts';
import { TemporaryRepository } from '../../../support/repository.ts';
import { must } from '../../git/must.ts';

/** Mutants under real checks that are run in a real scratch worktree. */

const sum = 'export const sum = (a, b) => a + b;\nexport const twice = (a) => a * 2;\n';
const tests = `
import assert from 'node:assert/strict';
import test from 'node:test';
import { sum, twice } from '../sum.js';
test('nothing', () => assert.equal(sum(0, 0), 0));
test('adds', () => assert.equal(sum(1, 2), 3));
test('doubles', () => assert.equal(twice(4), 8));
`;
/** Leaves a mess, as checks do: a file, a changed one, a commit. */
const messy = `
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
if (existsSync('left.txt') || readFileSync('kept.txt', 'utf8') !== 'kept\\n') process.exit(4);
writeFileSync('left.txt', 'left');
writeFileSync('kept.txt', 'spoilt');
`;

let repository: TemporaryRepository;
let repo: Repository;
let wrappers: WrapperPool;
let open: MutantTrials | undefined;
const stopped: AbortSignal = new AbortController().signal;

beforeEach(async () => {
  repository = await TemporaryRepository.create({
    files: {
      'package.json': '{ "type": "module" }\n',
      '.gitignore': 'cache.log\nout.xml\n',
      'loads.mjs':
        "import { readFileSync } from 'node:fs';\nprocess.exit(readFileSync('sum.js', 'utf8').includes('* 9') ? 1 : 0);\n",
      'sum.js': sum,
      'kept.txt': 'kept\n',
      'mess.mjs': messy,
      'test/sum.test.js': tests,
      'flaky.mjs':
        "import { appendFileSync, readFileSync } from 'node:fs';\nappendFileSync('cache.log', 'x');\nprocess.exit(readFileSync('cache.log').length % 2);\n",
    },
  });
  repo = must(await openRepository(repository.path));
  wrappers = new WrapperPool({ node: process.execPath, script: join(root, 'dist', 'step.js') });
});
afterEach(async () => {
  await open?.close();
  open = undefined;
  wrappers.close();
  await repository.dispose();
});

function trialsOf(checks: string): MutantTrials {
  const { loop } = parseLoop(
    `name: x\non: manual\nroles: { maker: { agent: repair } }\ngoal: checks.tests.passed\nchecks: ${checks}\n`,
  );
  if (loop === undefined) throw new Error('The loop of this test has an error.');
  open = new MutantTrials({
    world: {
      repository: repo,
      programs: { node: process.execPath, repair: '/none', agent: '/none', mcp: '/none' },
      environment: process.env,
      cages: withoutCages,
    },
    command: (directory, specify, signal) => runOrAdopt(directory, specify, { signal, wrappers }),
    loop,
    checks: loop.checks,
    seconds: 4,
    head: repo.head,
    worktree: join(repository.outside, 'prompts'),
    folder: join(repository.outside, 'trials'),
    after: Promise.resolve(),
  });
  return open;
}

it('tells by name which tests fail and which pass, the same each time', { timeout: 60_000 }, async () => {
  const trials = trialsOf('{ tests: node --test --test-reporter=tap, mess: node mess.mjs }');
  const edited = sum.replace('a + b', 'a - b');
  const told = { status: 'ran', failed: ['adds'], passed: ['nothing', 'doubles'] };
  // What a check left there is gone before the next run, or the second check would fail.
  expect(await trials.tryTests('sum.js', edited, stopped)).toEqual(told);
  expect(await trials.tryTests('sum.js', edited, stopped)).toEqual(told);
  expect(await trials.tryMutant('sum.js', sum, stopped)).toBe('survived');
  // A file that does not load takes its tests along: nobody can tell what they would have done.
  expect(await trials.tryTests('sum.js', 'export const sum = 1;\n', stopped)).toEqual({ status: 'unknown' });
  expect(await readdir(join(repository.outside, 'trials')).catch(() => [])).toEqual([]);
  expect(await repository.git('status', '--porcelain')).toBe('');
  await trials.close();
  expect(existsSync(join(repository.outside, 'prompts'))).toBe(false);
});

it('reads the report that the loop declares, and never the one of an earlier run', { timeout: 60_000 }, async () => {
  const report = '{ format: junit, file: out.xml }';
  const run = 'node --test --test-reporter=junit --test-reporter-destination=out.xml';
  const trials = trialsOf(`{ tests: { run: "node loads.mjs && ${run}", report: ${report} } }`);
  const edited = sum.replace('a * 2', 'a * 3');
  const told = await trials.tryTests('sum.js', edited, stopped);
  expect(told).toMatchObject({ status: 'ran', failed: [expect.stringMatching(/doubles$/)] });
  expect(told.status === 'ran' && told.passed).toHaveLength(2);
  // Here it breaks off before its tests; the file of the run before is ignored by git, and would be there.
  expect(await trials.tryTests('sum.js', sum.replace('a * 2', 'a * 9'), stopped)).toEqual({ status: 'unknown' });
});

it('says that it is unknown where no check names its tests, and where they fail as they are', {
  timeout: 60_000,
}, async () => {
  const plain = trialsOf('{ tests: node -e 0 }');
  expect(await plain.tryTests('sum.js', sum, stopped)).toEqual({ status: 'unknown' });
  await plain.close();
  await repository.commit('red', {
    'test/red.test.js': "import test from 'node:test';\ntest('red', () => { throw new Error('red'); });\n",
  });
  repo = must(await openRepository(repository.path));
  const red = trialsOf('{ tests: node --test --test-reporter=tap }');
  expect(await red.tryTests('sum.js', sum.replace('a + b', 'a - b'), stopped)).toEqual({ status: 'unknown' });
});

it('gives each text a time of its own, so that no tool takes one for another', { timeout: 60_000 }, async () => {
  const log = join(repository.outside, 'times.log');
  appendFileSync(log, '');
  const note = `require('fs').appendFileSync(process.env.TIMES, Math.floor(require('fs').statSync('sum.js').mtimeMs / 1000) + '\\n')`;
  const trials = trialsOf(
    `{ tests: { run: ${JSON.stringify(`node -e "${note}"`)}, env: { TIMES: ${JSON.stringify(log)} } } }`,
  );
  for (const by of [3, 4, 5, 6]) await trials.tryMutant('sum.js', sum.replace('2', `${by}`), stopped);
  const times = (await readFile(log, 'utf8')).trim().split('\n');
  expect(times).toHaveLength(4);
  expect(new Set(times).size).toBe(4);
});

it('a check that says otherwise each time is told as it said, each time', { timeout: 60_000 }, async () => {
  const trials = trialsOf('{ tests: node flaky.mjs }');
  const verdicts = [];
  for (const by of [3, 4, 5, 6]) verdicts.push(await trials.tryMutant('sum.js', sum.replace('2', `${by}`), stopped));
  expect(verdicts).toEqual(['killed', 'survived', 'killed', 'survived']);
});
