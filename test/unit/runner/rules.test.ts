import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/model/shapes.ts';
import type { MakerReport } from '../../../src/model/steps.ts';
import { LoopRepository, loopFile } from '../../support/loopRepository.ts';
import { processesOf } from '../../support/processesOf.ts';

/** Makers, checkers and judges that misbehave, as real programs in the real runner. */

let repository: LoopRepository | undefined;
const savedToken = process.env['TEST_SERVICE_TOKEN'];

afterEach(async () => {
  await repository?.dispose();
  repository = undefined;
  if (savedToken === undefined) delete process.env['TEST_SERVICE_TOKEN'];
  else process.env['TEST_SERVICE_TOKEN'] = savedToken;
});

/** What every program of these tests may use. */
const tool = (source: string, outside: string): string =>
  [
    "import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';",
    "import { spawn } from 'node:child_process';",
    "import { basename, dirname, join } from 'node:path';",
    `const OUTSIDE = ${JSON.stringify(outside)};`,
    'const E = process.env;',
    "const say = (...lines) => appendFileSync(E.LOOPWRIGHT_REPORT_FILE, lines.map((line) => JSON.stringify(line) + '\\n').join(''));",
    'const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));',
    "const told = E.LOOPWRIGHT_FEEDBACK_FILE ? readFileSync(E.LOOPWRIGHT_FEEDBACK_FILE, 'utf8') : '';",
    source,
  ].join('\n');

interface Scene {
  readonly make: string;
  /** Other files; those that end in `.tool.mjs` are given the tools. */
  readonly files?: Readonly<Record<string, string>>;
  /** Fields of the loop beside the usual ones. */
  readonly loop?: Readonly<Record<string, string>>;
}

async function repositoryWith({ make, files = {}, loop = {} }: Scene): Promise<LoopRepository> {
  const fields = {
    name: 'count-up',
    on: 'manual',
    roles: '{ maker: { agent: command, run: node tools/make.tool.mjs } }',
    checks: '{ counted: node tools/check.mjs }',
    goal: '{ until: checks.counted.passed, stall: { after: 2 } }',
    budget: '{ max-iterations: 4 }',
    deliver: '{ as: branch }',
    ...loop,
  };
  repository = await LoopRepository.create((outside) => ({
    'value.txt': '0\n',
    'tools/make.tool.mjs': tool(make, outside),
    'tools/check.mjs':
      "import { readFileSync } from 'node:fs';\nprocess.exit(readFileSync('value.txt', 'utf8').trim() === '1' ? 0 : 1);",
    ...Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, name.endsWith('.tool.mjs') ? tool(text, outside) : text]),
    ),
    [loopFile]: Object.entries(fields)
      .map(([field, value]) => `${field}: ${value}`)
      .join('\n'),
  }));
  return repository;
}

const ends: readonly RunDetail['status'][] = ['delivered', 'nothing-found', 'rejected', 'gave-up', 'stopped', 'failed'];
const ended = async (loop: LoopRepository): Promise<RunDetail> => loop.until(await loop.start(), ...ends);
const reasonsOf = (detail: RunDetail): readonly (readonly string[])[] =>
  detail.items.flatMap(({ iterations }) => iterations.slice(1).map(({ reasons }) => reasons));

/** What the maker's step of a pass came to, as the journal has it. */
async function made(loop: LoopRepository, { id }: RunDetail, number: number): Promise<MakerReport> {
  for (const { event } of await loop.ask('events', { run: id, from: 0 })) {
    if (event.type !== 'step.finished' || event.key !== `default/${number}/make`) continue;
    if (event.outcome.status === 'done') return event.outcome.result as unknown as MakerReport;
  }
  throw new Error(`there was no pass ${number}`);
}

/** Everything but the runner, and what it keeps to start steps and git, that has to do with this repository. */
async function others(loop: LoopRepository): Promise<readonly string[]> {
  const runner = await loop.runnerPid();
  const children = await processesOf(loop.git.outside);
  const strangers: string[] = [];
  for (const pid of children) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (pid !== runner && !/\/(runner|step|git)\.js/.test(line) && line !== '') strangers.push(line);
  }
  return strangers;
}

/** All files below a folder, with their paths. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function bytesBelow(folder: string): Promise<number> {
  const sizes = await Promise.all((await filesBelow(folder)).map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const own = (loop: LoopRepository): string => join(loop.commonDir, 'loopwright');
const right = "writeFileSync('value.txt', '1\\n');";

describe('what a maker leaves behind', () => {
  it.runIf(process.platform === 'linux')('daemons: none survives its step', async () => {
    const loop = await repositoryWith({
      make: [
        "const daemon = (...args) => spawn('setsid', args, { detached: true, stdio: 'ignore' }).unref();",
        "daemon('sh', '-c', 'while :; do sleep 1; done');",
        "daemon('sh', '-c', 'trap \"\" TERM HUP INT; (trap \"\" TERM; sleep 600) & while :; do sleep 1; done');",
        // Without the tag of the step in its environment, but in the session of the step.
        "spawn('env', ['-i', 'sh', '-c', 'cd /; exec sleep 601'], { stdio: 'ignore' }).unref();",
        'await sleep(300);',
        right,
      ].join('\n'),
    });
    const detail = await ended(loop);
    expect(detail.status).toBe('delivered');
    expect(await others(loop)).toEqual([]);
    const strays = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const sleeping = await Promise.all(strays.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
    expect(sleeping.filter((line) => line.includes('sleep\x301'))).toEqual([]);
    expect(await loop.quiet()).toEqual([]);
  });

  it('a gigabyte of output: it is ended, and what is kept is small', async () => {
    const loop = await repositoryWith({
      make: [
        "const much = Buffer.alloc(1 << 20, 'x\\n');",
        'for (let n = 0; n < 1024; n++) if (!process.stdout.write(much)) await new Promise((go) => process.stdout.once("drain", go));',
        right,
      ].join('\n'),
      loop: { budget: '{ max-iterations: 2 }' },
    });
    const detail = await ended(loop);
    expect(detail.status).toBe('gave-up');
    expect((await made(loop, detail, 1)).command.ended).toBe('output-limit');
    expect(await bytesBelow(own(loop))).toBeLessThan(80 * 2 ** 20);
    expect(await loop.quiet()).toEqual([]);
  });

  it('secrets that it prints and reports: nowhere on disk, in the memory, nor in a pull request', async () => {
    const token = 'tok-very-secret-4711';
    const pattern = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    process.env['TEST_SERVICE_TOKEN'] = token;
    const loop = await repositoryWith({
      make: [
        "const secrets = [['tok', 'very', 'secret', '4711'].join('-'), 'gh' + 'p_' + 'a1B2c3D4e5F6'.repeat(3)];",
        "if (JSON.stringify(E).includes(secrets[0])) writeFileSync('leak.txt', 'the environment has it');",
        "const text = `Used ${secrets.join(' and ')} to do it`;",
        "console.log(text); console.error(text); console.log(secrets[0].slice(0, 8)); process.stdout.write(secrets[0].slice(0, 9)); await sleep(200); process.stdout.write(secrets[0].slice(9) + '\\n');",
        "say({ type: 'finding', key: text, title: text, body: text }, { type: 'lesson', text }, { type: 'question', text }, { type: 'oops', text });",
        right,
      ].join('\n'),
      loop: { deliver: '{ as: pull-request }' },
    });
    const remote = join(loop.git.outside, 'remote.git');
    await loop.git.git('init', '-q', '--bare', remote);
    await loop.git.git('remote', 'add', 'origin', remote);
    const detail = await ended(loop);
    expect(detail.status).toBe('delivered');
    expect(detail.change?.files.map(({ path }) => path)).toEqual(['value.txt']);
    const files = await filesBelow(own(loop));
    expect(files.some((file) => file.endsWith('journal.jsonl'))).toBe(true);
    const holding: string[] = [];
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      if (text.includes(token) || text.includes(pattern)) holding.push(file);
    }
    expect(holding).toEqual([]);
    const memory = await loop.git.git('show', 'refs/loopwright/state/count-up:memory.json');
    expect(memory).toContain('Used ');
    expect(memory).not.toContain(token);
    expect(memory).not.toContain(pattern);
    expect(await loop.git.git('show', 'refs/loopwright/state/count-up:state.md')).not.toContain(token);
    const shown = JSON.stringify([detail, await loop.ask('inbox', {})]);
    expect(shown).not.toContain(token);
    const message = await loop.git.git('log', '--all', '--format=%B');
    expect(message).not.toContain(token);
  });
});

describe('what a maker spends', () => {
  it('is counted while it works: a step that spends the whole budget is ended in its middle', async () => {
    const loop = await repositoryWith({
      make: [
        'for (let n = 1; n <= 600; n++) {',
        "  say({ type: 'usage', inputTokens: n * 1000, outputTokens: 0, costUsd: n / 10 });",
        '  await sleep(100);',
        '}',
        "writeFileSync(join(OUTSIDE, 'finished'), 'yes');",
        right,
      ].join('\n'),
      loop: { budget: '{ max-iterations: 4, max-cost-usd: 1 }' },
    });
    const detail = await ended(loop);
    expect(detail.status).toBe('gave-up');
    expect(detail.reason).toMatch(
      /^The budget of the run is used up: \$\d+\.\d\d of \$1\.00 \(budget\.max-cost-usd\)\./,
    );
    const [cost, ...more] = await loop.ask('costs', { from: 0 });
    expect(more).toEqual([]);
    expect(cost).toMatchObject({ role: 'maker', source: 'reported' });
    expect(cost?.costUsd).toBeGreaterThanOrEqual(1);
    expect(cost?.costUsd).toBeLessThan(20);
    expect(existsSync(join(loop.git.outside, 'finished'))).toBe(false);
    expect(await others(loop)).toEqual([]);
    expect(await loop.quiet()).toEqual([]);
  });

  it('and does not tell ends a run that is limited in dollars, and says what to do', async () => {
    const loop = await repositoryWith({
      make: "writeFileSync('value.txt', '2\\n');",
      loop: { budget: '{ max-iterations: 4, max-cost-usd: 1 }' },
    });
    const detail = await ended(loop);
    expect(detail.reason).toMatch(
      /^What the run has cost is not known, so budget\.max-cost-usd cannot be kept\. Let the agent/,
    );
    expect(detail.items[0]?.iterations).toHaveLength(2);
    expect(await loop.ask('costs', { from: 0 })).toMatchObject([{ tokens: null, costUsd: null, source: 'unknown' }]);
  });

  it('in time: one that hangs is ended when the working time is over', async () => {
    const loop = await repositoryWith({
      make: "spawn('sleep', ['600'], { stdio: 'ignore' }); await sleep(600_000);",
      loop: { budget: '{ max-iterations: 4, timeout-minutes: 0.1 }' },
    });
    const detail = await ended(loop);
    expect(detail.status).toBe('gave-up');
    expect(detail.reason).toBe('The budget of 0.1 minutes is used up after 1 iteration.');
    expect((await made(loop, detail, 1)).command.ended).toBe('timeout');
    expect(await others(loop)).toEqual([]);
  });
});

describe('a maker that cheats', () => {
  const tested = {
    files: {
      'src/add.mjs': 'export const add = (a, b) => a - b;\n',
      'test/add.test.mjs': [
        "import assert from 'node:assert';",
        "import { test } from 'node:test';",
        "import { add } from '../src/add.mjs';",
        "test('adds', () => assert.equal(add(1, 2), 3));",
        "test('adds nothing', () => assert.equal(add(1, 0), 1));",
      ].join('\n'),
    },
    loop: {
      checks: '{ tests: { run: node --test test/add.test.mjs } }',
      goal: '{ until: checks.tests.passed, stall: { after: 2 } }',
    },
  };

  it.each([
    [
      'weakens tests',
      "writeFileSync('test/add.test.mjs', \"import { test } from 'node:test'; test('adds', () => undefined);\");",
      /changed \(\d lines removed/,
    ],
    ['deletes tests', "rmSync('test/add.test.mjs');", /it was deleted/],
  ])('and %s is stalled; nothing is delivered', async (_, make, how) => {
    const loop = await repositoryWith({ ...tested, make });
    const detail = await ended(loop);
    expect(detail.status).toBe('gave-up');
    expect(detail.reason).toMatch(
      /^(Stalled: nothing got better in \d passes\.|4 iterations did not reach the goal:) /,
    );
    expect(detail.reason).toMatch(how);
    expect(reasonsOf(detail)[0]?.[0]).toMatch(
      /^test\/add\.test\.mjs proves the work and may gain tests and lines but lose none/,
    );
    expect(await loop.git.git('for-each-ref', '--format=%(refname)', 'refs/heads')).toMatch(/loops\/count-up\//);
    expect(await loop.git.git('show', 'main:test/add.test.mjs')).toContain('adds nothing');
  });

  it('and hard-codes the answer is told four times, in four ways, until it does the work', async () => {
    const newTest = (expected: string) =>
      `import assert from 'node:assert'; import { test } from 'node:test'; import { double } from '../src/double.mjs'; test('doubles', () => ${expected});`;
    const loop = await repositoryWith({
      files: {
        'src/double.mjs': 'export const double = (n) => (n === 0 ? 0 : NaN);\n',
        'test/old.test.mjs': newTest('assert.equal(double(0), 0)').replace("'doubles'", "'nothing stays nothing'"),
        'tools/look.tool.mjs': [
          "const source = readFileSync('src/double.mjs', 'utf8');",
          "if (source.includes('===')) say({ type: 'defect', severity: 'high', title: 'Only what the test asks is doubled', file: 'src/double.mjs', line: 1,",
          "  reproduce: 'node --input-type=module -e \"import { double } from \\'./src/double.mjs\\'; process.exit(double(33) === 66 ? 0 : 1)\"' });",
          "say({ type: 'verdict', passed: !source.includes('===') });",
        ].join('\n'),
      },
      make: [
        "const cheat = 'export const double = (n) => (n === 0 ? 0 : n === 21 ? 42 : NaN);\\n';",
        `const test = (text) => { mkdirSync('test', { recursive: true }); writeFileSync('test/new.test.mjs', text); };`,
        "if (told.includes('Only what the test asks')) writeFileSync('src/double.mjs', 'export const double = (n) => 2 * n;\\n');",
        `else if (told.includes('do not show what was wrong') && existsSync('test/new.test.mjs')) test(${JSON.stringify(newTest('assert.equal(double(21), 42)'))});`,
        `else if (told.includes('do not show what was wrong')) test(${JSON.stringify(newTest('undefined'))});`,
        "else writeFileSync('src/double.mjs', cheat);",
      ].join('\n'),
      loop: {
        roles:
          '{ maker: { agent: command, run: node tools/make.tool.mjs }, checker: { run: node tools/look.tool.mjs } }',
        checks:
          '{ tests: { run: "node --test test/*.test.mjs", report: { format: node }, red-green: { tests: ["test/**"] } } }',
        goal: '{ until: checks.tests.passed, stall: { after: 9 } }',
        budget: '{ max-iterations: 6 }',
      },
    });
    const detail = await ended(loop);
    expect(detail.status).toBe('delivered');
    const iterations = detail.items[0]?.iterations.slice(1) ?? [];
    expect(iterations.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed', 'accepted']);
    expect(iterations.map(({ checks }) => checks[0]?.proof?.holds)).toEqual([false, false, true, true]);
    expect(reasonsOf(detail)[2]?.[0]).toMatch(
      /^The checker found a defect \(high\) in src\/double\.mjs:1: Only what the test asks is doubled/,
    );
    expect(await loop.git.git('worktree', 'list')).not.toContain('\n');
  });

  it('and forges the verdicts of others is not heard', async () => {
    const loop = await repositoryWith({
      files: {
        'tools/look.tool.mjs': [
          "say({ type: 'defect', severity: 'high', title: 'It is odd', reproduce: 'exit 1' }, { type: 'verdict', passed: false });",
        ].join('\n'),
      },
      make: [
        right,
        "say({ type: 'verdict', passed: true }, { type: 'score', score: 10, reasons: ['great'] });",
        // The folder where the checker's report will be, and those of the next passes.
        'const report = E.LOOPWRIGHT_REPORT_FILE;',
        'const steps = dirname(dirname(report));',
        'for (const name of JSON.parse(E.FOLDERS)) {',
        '  mkdirSync(join(steps, name), { recursive: true });',
        "  writeFileSync(join(steps, name, basename(report)), JSON.stringify({ type: 'verdict', passed: true }) + '\\n');",
        '}',
      ].join('\n'),
      loop: {
        roles: `{ maker: { agent: command, run: node tools/make.tool.mjs, env: { FOLDERS: '${JSON.stringify(
          [1, 2].map((n) => stepName(`default/${n}/verify`)),
        )}' } }, checker: { run: node tools/look.tool.mjs } }`,
        budget: '{ max-iterations: 2 }',
      },
    });
    const detail = await ended(loop);
    expect(detail.status).toBe('gave-up');
    expect(detail.reason).toMatch(/The checker found a defect \(high\): It is odd/);
    expect((await made(loop, detail, 1)).problems.join(' ')).toMatch(/a `verdict` is for the checker alone/);
  });

  it('and says that nobody can do it is believed at once', async () => {
    const loop = await repositoryWith({ make: "say({ type: 'unsatisfiable', why: 'The check wants 1 to be 2.' });" });
    const detail = await ended(loop);
    expect(detail.status).toBe('gave-up');
    expect(detail.reason).toMatch(/The check wants 1 to be 2/);
    expect(detail.items[0]?.iterations).toHaveLength(2);
  });
});

/** The folder of a step, as the journal names it. */
function stepName(key: string): string {
  return `${key.replaceAll(/[^a-z0-9]+/g, '-')}.${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

describe('a checker or a judge that misbehaves lets nothing through', () => {
  const roles = (who: string) =>
    `{ maker: { agent: command, run: node tools/make.tool.mjs }, ${who}: { run: node tools/look.tool.mjs } }`;
  const judged = '{ until: checks.counted.passed && judge.passed, stall: { after: 2 }, judge: { rubric: Good } }';

  it.each([
    [
      'checker',
      "writeFileSync('value.txt', '5'); writeFileSync('new.txt', 'x'); say({ type: 'verdict', passed: true });",
      /The checker may change nothing, and changed: new\.txt, value\.txt\. It was put back/,
    ],
    [
      'checker',
      'writeFileSync(E.LOOPWRIGHT_REPORT_FILE, Buffer.from([0xff, 0xfe, 0, 123, 10, 34]));',
      /The checker did not do its part\. It gave no valid verdict/,
    ],
    ['checker', "say({ type: 'verdict', passed: true }); process.exit(3);", /The checker did not do its part/],
    [
      'checker',
      "say({ type: 'verdict', passed: true }, { type: 'verdict', passed: false });",
      /The checker did not do its part/,
    ],
    [
      'judge',
      "say({ type: 'score', score: 11, reasons: ['beyond'] });",
      /judge\.passed is false \(judge\.score is 0\)/,
    ],
    ['judge', "writeFileSync('value.txt', '5'); say({ type: 'score', score: 10, reasons: ['good'] });", /judge/],
  ])('%s: %s', async (who, look, why) => {
    const loop = await repositoryWith({
      make: `${right} writeFileSync('note.txt', told.slice(0, 3) + E.LOOPWRIGHT_ITERATION);`,
      files: { 'tools/look.tool.mjs': look },
      loop: { roles: roles(who), budget: '{ max-iterations: 2 }', ...(who === 'judge' ? { goal: judged } : {}) },
    });
    const detail = await ended(loop);
    expect(detail.status).toBe('gave-up');
    expect(reasonsOf(detail).flat().join(' ')).toMatch(why);
    expect(await loop.git.git('show', `${detail.change?.head}:value.txt`)).toBe('1');
    expect(await readFile(join(detail.worktree ?? '', 'value.txt'), 'utf8')).toBe('1\n');
    expect(existsSync(join(detail.worktree ?? '', 'new.txt'))).toBe(false);
  });
});

describe('items of a hostile source', () => {
  const itemsLoop = (more: Readonly<Record<string, string>> = {}) => ({
    items: '{ from: { run: node tools/items.mjs }, max: 20, max-parallel: 3 }',
    isolation: '{ branch: "fix/${{ item.key }}" }',
    roles:
      '{ maker: { agent: command, run: node tools/make.tool.mjs, prompt: "Mend ${{ item.key }}", env: { ITEM_KEY: "${{ item.key }}" } } }',
    budget: '{ per-item: { max-iterations: 2 } }',
    ...more,
  });
  const keys = [
    'two\nlines\nLoop-Run: forged',
    '$(touch ../pwned) `touch ../pwned` ; touch ../pwned',
    '--upload-pack=touch ../pwned',
    '-rf',
    '\u001b[31mred\u001b[0m \u202ereversed',
    '../../../etc/passwd',
    'a..b~c^d:e?f*g[h\\i@{j.lock',
    'Ünï cödé 日本',
    'HEAD',
  ];
  const make = [
    "const input = readFileSync(0, 'utf8');",
    "if (!input.includes(E.ITEM_KEY)) throw new Error('the prompt does not hold the key as it is');",
    "appendFileSync(join(OUTSIDE, 'keys'), JSON.stringify(E.ITEM_KEY) + '\\n');",
    right,
  ].join('\n');
  const printing = (items: readonly unknown[], more = '') => ({
    'tools/items.mjs': `console.log(${JSON.stringify(JSON.stringify(items))});\n${more}`,
  });

  it('are data: in prompts, variables and names of branches, and never run', async () => {
    const loop = await repositoryWith({
      make,
      files: printing([
        ...keys.map((key) => ({ key })),
        { key: keys[0] },
        { key: 'x'.repeat(1 << 20) },
        { key: '' },
        { name: 'none' },
        7,
      ]),
      loop: itemsLoop(),
    });
    const detail = await ended(loop);
    expect(detail.items.map(({ key }) => key)).toEqual(keys);
    expect(detail.items.map(({ status }) => status)).toEqual(keys.map(() => 'delivered'));
    const seen = (await readFile(join(loop.git.outside, 'keys'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string);
    expect(seen.sort()).toEqual([...keys].sort());
    for (const folder of [loop.git.outside, loop.git.path]) expect(existsSync(join(folder, 'pwned'))).toBe(false);
    const branches = (await loop.git.git('for-each-ref', '--format=%(refname)', 'refs/heads/fix')).split('\n');
    expect(branches).toHaveLength(keys.length);
    for (const branch of branches) {
      const message = await loop.git.git('show', '-s', '--format=%(trailers:key=Loop-Run)', branch);
      expect(message.trim()).toBe(`Loop-Run: ${detail.id}`);
    }
    expect(await loop.quiet()).toEqual([]);
  });

  it.each([
    [
      'no JSON',
      "console.log('Traceback (most recent call last):');",
      /^The items could not be found: .*line 1 is no JSON/,
    ],
    [
      'a hundred megabytes',
      "const much = 'x'.repeat(1 << 20); for (let n = 0; n < 100; n++) process.stdout.write(much);",
      /^The items could not be found: .*(output|printed)/,
    ],
    ['an exit code', "console.log('[]'); process.exit(2);", /^The items could not be found: .*exit code 2/],
    [
      'nothing that can be a key',
      "console.log(JSON.stringify([{ key: 'x'.repeat(1 << 20) }, { key: '' }]));",
      /^The items could not be found: no item has a key that can be used/,
    ],
  ])('%s ends the run with the reason, before anybody is paid', async (_, items, reason) => {
    const loop = await repositoryWith({ make, files: { 'tools/items.mjs': items }, loop: itemsLoop() });
    const detail = await ended(loop);
    expect(detail.status).toBe('failed');
    expect(detail.reason).toMatch(reason);
    expect(detail.reason.length).toBeLessThan(5000);
    expect(await loop.ask('costs', { from: 0 })).toEqual([]);
    expect(await loop.ask('inbox', {})).toMatchObject([{ kind: 'failure' }]);
    expect(await bytesBelow(own(loop))).toBeLessThan(40 * 2 ** 20);
    expect(await loop.git.git('worktree', 'list')).not.toContain('\n');
  });
});
