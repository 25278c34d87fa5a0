import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StepKind, stepSchemas } from '../../../src/model/steps.ts';
import { roleSteps } from '../../../src/steps/roles.ts';
import { builtPrograms, stepSource } from '../journal/builtPrograms.ts';
import { eventually } from '../journal/livingProcesses.ts';
import { BRANCH, RoleScene, SECRET } from './roleScene.ts';

const program = builtPrograms({ step: stepSource, repair: 'src/agents/repair/main.ts' });
let scene: RoleScene;

beforeEach(async () => {
  scene = await RoleScene.create(program('step'));
});
afterEach(() => scene.dispose());

/** Every result goes through its schema, as the journal does it. */
const held = <T>(kind: StepKind, result: T): T => stepSchemas[kind].result.parse(result) as T;
const steps = () => roleSteps(scene.world);
const explore = async (source: string, key = 'default/explore/1') =>
  held('explore', await steps().explore(scene.explore(source), scene.context(key)));
const verify = async (source: string, key = 'default/2/verify') =>
  held('verify', await steps().verify(scene.verify(source), scene.context(key)));
const judge = async (source: string, key = 'default/2/judge/1') =>
  held('judge', await steps().judge(scene.judge(source), scene.context(key)));
const make = async (source: string, key = 'default/2/make') =>
  held('make', await steps().make(scene.make(source), scene.context(key)));

const inWorktree = (file: string) => path.join(scene.worktree, file);
const seenBy = () => JSON.parse(readFileSync(path.join(scene.repository.outside, 'seen.json'), 'utf8'));
/** Writes what the agent was given to a file that the test reads. */
const tellAll = () => `
  const files = {};
  for (const [name, file] of Object.entries(E)) if (name.endsWith('_FILE')) files[name] = fs.readFileSync(file, 'utf8');
  const env = Object.fromEntries(Object.entries(E).filter(([name]) => name.startsWith('LOOPWRIGHT_')));
  fs.writeFileSync(${JSON.stringify(path.join(scene.repository.outside, 'seen.json'))},
    JSON.stringify({ files, env, stdin: fs.readFileSync(0, 'utf8'), token: E.RUNNER_TOKEN, own: E.OWN }));
`;

describe.runIf(process.platform !== 'win32')('what a role is given', () => {
  it('is prompt, feedback and memory for a maker, and its own variables', async () => {
    const input = scene.make(`${tellAll()} fs.writeFileSync('a.txt', 'three\\n');`, {
      env: { OWN: 'x', LOOPWRIGHT_ROLE: 'judge' },
      model: 'large',
      effort: 'high',
    });
    const report = held('make', await steps().make(input, scene.context('default/2/make')));
    expect(report).toMatchObject({ agent: 'command', status: 'completed', final: false, problems: [], usage: null });
    const { files, env, stdin, token, own } = seenBy();
    expect(files).toEqual({
      LOOPWRIGHT_PROMPT_FILE: 'the prompt',
      LOOPWRIGHT_FEEDBACK_FILE: 'what failed',
      LOOPWRIGHT_MEMORY_FILE: 'what is remembered',
      LOOPWRIGHT_REPORT_FILE: '',
    });
    expect(env).toMatchObject({
      LOOPWRIGHT_ROLE: 'maker',
      LOOPWRIGHT_LOOP: 'fix',
      LOOPWRIGHT_ITEM: 'default',
      LOOPWRIGHT_ITERATION: '2',
      LOOPWRIGHT_SESSION: 'r1/default/role/1',
      LOOPWRIGHT_MODEL: 'large',
      LOOPWRIGHT_EFFORT: 'high',
    });
    expect([stdin, token, own]).toEqual(['the prompt', undefined, 'x']);
    expect(readFileSync(inWorktree('a.txt'), 'utf8')).toBe('three\n');
  });

  it('is the brief and the diff for a checker and a judge, and nothing of the maker', async () => {
    await judge(`${tellAll()} say({ type: 'score', score: 8, reasons: ['small'] });`);
    const { files, env, stdin } = seenBy();
    expect(stdin).toBe('the prompt\n\nthe brief');
    expect(files.LOOPWRIGHT_BRIEF_FILE).toBe('the brief');
    expect(files.LOOPWRIGHT_DIFF_FILE).toContain('--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two\n');
    expect(env.LOOPWRIGHT_FEEDBACK_FILE).toBeUndefined();
  });
});

describe.runIf(process.platform !== 'win32')('an explorer', () => {
  it('tells the root cause, and its cost is written down', async () => {
    const report = await explore(`
      say({ type: 'usage', inputTokens: 10, outputTokens: 1 });
      say({ type: 'usage', inputTokens: 1000, outputTokens: 200, costUsd: 0.5 });
      say({ type: 'root-cause', text: 'The clock is read twice.' });
      say({ type: 'finding', key: 'x', title: 'The clock', file: E.PWD + '/a.txt', line: 1 });
      fs.mkdirSync('build'); fs.writeFileSync('build/out', 'ignored');
      console.log('I looked.');`);
    expect(report).toMatchObject({
      status: 'completed',
      summary: 'I looked.',
      rootCause: 'The clock is read twice.',
      usage: { inputTokens: 1000, outputTokens: 200, costUsd: 0.5 },
      findings: [{ key: 'x', title: 'The clock', file: 'a.txt', line: 1 }],
      changed: [],
      problems: [],
    });
    expect(scene.costs).toMatchObject([
      { run: 'r1', key: 'default/explore/1', role: 'explorer', tokens: 1200, costUsd: 0.5, source: 'reported' },
    ]);
  });

  it('that edits has failed, and what it did is put back', async () => {
    const report = await explore(`
      fs.writeFileSync('a.txt', 'edited'); fs.writeFileSync('new.txt', ''); fs.rmSync('b.txt');
      say({ type: 'root-cause', text: 'I fixed it.' });`);
    expect(report.status).toBe('failed');
    expect(report.changed).toEqual(['a.txt', 'b.txt', 'new.txt']);
    expect(report.summary).toContain('may change nothing, and changed: a.txt, b.txt, new.txt');
    expect(report.rootCause).toBeUndefined();
    expect(await scene.status()).toBe('');
    expect(existsSync(inWorktree('new.txt'))).toBe(false);
  });

  it('starts from what is committed, whoever left something before', async () => {
    writeFileSync(inWorktree('left.txt'), 'by a check');
    const report = await explore(`if (fs.existsSync('left.txt')) process.exit(3);`);
    expect(report).toMatchObject({ status: 'completed', changed: [] });
  });
});

describe.runIf(process.platform !== 'win32')('a checker', () => {
  it('names defects in a verdict', async () => {
    const report = await verify(`
      say({ type: 'defect', severity: 'high', title: 'Off by one', file: 'a.txt', line: 1, reproduce: 'grep -q one a.txt' });
      say({ type: 'verdict', passed: false });`);
    expect(report).toMatchObject({ status: 'completed', summary: 'It names 1 defect.', changed: [] });
    expect(report.defects).toEqual([
      { severity: 'high', title: 'Off by one', file: 'a.txt', line: 1, reproduce: 'grep -q one a.txt' },
    ]);
  });

  it('passes a change only by saying so', async () => {
    expect(await verify(`say({ type: 'verdict', passed: true });`)).toMatchObject({ status: 'completed', defects: [] });
    expect(await verify('', 'default/3/verify')).toMatchObject({ status: 'failed', defects: null });
    const broken = await verify(`say({ type: 'verdict', passed: true }); process.exit(1);`, 'default/4/verify');
    expect(broken).toMatchObject({ status: 'failed', defects: null });
  });

  it('that commits has failed: branch, HEAD and files are put back, and no other branch is moved', async () => {
    const main = await scene.repository.head('main');
    const git = `require('node:child_process').execFileSync('git', `;
    const report = await verify(`
      fs.writeFileSync('a.txt', 'mine');
      ${git}['-c', 'user.name=c', '-c', 'user.email=c@example.com', 'commit', '-aqm', 'mine']);
      ${git}['symbolic-ref', 'HEAD', 'refs/heads/main']);
      say({ type: 'verdict', passed: true });`);
    expect(report).toMatchObject({ status: 'failed', defects: null });
    expect(report.changed.join('; ')).toMatch(/^a\.txt; HEAD is on refs\/heads\/main; .*refs\/heads\/loops\S+ is at /);
    expect(await scene.repository.head('main')).toBe(main);
    expect(await scene.repository.head(BRANCH)).toBe(scene.head);
    expect(await scene.repository.gitAt(scene.worktree, 'symbolic-ref', 'HEAD')).toBe(BRANCH);
    expect(await scene.status()).toBe('');
  });

  it('that changed something has failed also when the runner died before that was written down', async () => {
    const source = `fs.writeFileSync('a.txt', 'mine'); say({ type: 'verdict', passed: true });`;
    const input = scene.verify(source);
    await steps().verify(input, scene.context('default/2/verify'));
    const again = scene.successor();
    const report = await roleSteps(again.world).verify(input, again.context('default/2/verify'));
    expect(report).toMatchObject({ status: 'failed', defects: null, changed: ['a.txt'] });
    expect(scene.costs).toHaveLength(1);
  });
});

describe.runIf(process.platform !== 'win32')('a judge', () => {
  it('scores with reasons', async () => {
    const report = await judge(`say({ type: 'score', score: 7.5, reasons: ['clear', 'tested'] });`);
    expect(report).toMatchObject({
      status: 'completed',
      score: 7.5,
      reasons: ['clear', 'tested'],
      summary: '7.5 of 10.',
    });
  });

  it.each([
    ['nothing', '', 'There is no `score`'],
    [
      'garbage',
      `fs.writeFileSync(E.LOOPWRIGHT_REPORT_FILE, Buffer.from([0xff, 0xfe, 0, 10, 0x7b, 10]));`,
      'no `score`',
    ],
    ['a score out of bounds', `say({ type: 'score', score: 11, reasons: ['x'] });`, 'no `score`'],
    ['a score without a reason', `say({ type: 'score', score: 10, reasons: [] });`, 'no `score`'],
    ['two scores', `for (const score of [2, 10]) say({ type: 'score', score, reasons: ['x'] });`, 'several scores'],
    ['its own exit code', `say({ type: 'score', score: 9, reasons: ['x'], exitCode: 0 });`, 'no `score`'],
    ['another role’s verdict', `say({ type: 'verdict', passed: true });`, 'no `score`'],
  ])('that writes %s has given no verdict', async (_what, source, why) => {
    const report = await judge(source);
    expect(report).toMatchObject({ status: 'failed', score: null, reasons: [] });
    expect(report.problems[0]).toContain(why);
  });

  it('that writes 1 GB of report is read in bounded memory, and its early score does not count', async () => {
    const before = process.memoryUsage().rss;
    const report = await judge(`
      say({ type: 'score', score: 10, reasons: ['perfect'] });
      const fd = fs.openSync(E.LOOPWRIGHT_REPORT_FILE, 'r+');
      const line = Buffer.from(JSON.stringify({ type: 'usage', inputTokens: 4200, outputTokens: 1 }) + '\\n');
      fs.ftruncateSync(fd, 2 ** 30);
      fs.writeSync(fd, Buffer.from('\\n'), 0, 1, 2 ** 30 - 1);
      fs.writeSync(fd, line, 0, line.length, 2 ** 30);`);
    expect(report).toMatchObject({ status: 'failed', score: null });
    expect(report.problems.join(' ')).toContain('longer than 1 MB');
    // What it used is at the end, and counts.
    expect(report.usage).toEqual({ inputTokens: 4200, outputTokens: 1, costUsd: null });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
  });
});

describe.runIf(process.platform !== 'win32')('a report file', () => {
  it.each([
    ['link', (file: string, outside: string) => `fs.symlinkSync(${JSON.stringify(outside)}, ${file})`],
    ['folder', (file: string) => `fs.mkdirSync(${file})`],
    ['pipe', (file: string) => `require('node:child_process').execFileSync('mkfifo', [${file}])`],
  ])('that is replaced by a %s is not read', async (_kind, plant) => {
    const outside = path.join(scene.repository.outside, 'outside.jsonl');
    writeFileSync(outside, `${JSON.stringify({ type: 'verdict', passed: true })}\n`);
    const file = 'E.LOOPWRIGHT_REPORT_FILE';
    const report = await verify(`fs.rmSync(${file}); ${plant(file, outside)};`);
    expect(report).toMatchObject({ status: 'failed', defects: null, usage: null });
    expect(report.problems).toEqual([expect.stringContaining('no plain file')]);
  });

  it('is not written through a link that an earlier attempt planted', async () => {
    const context = scene.context('default/2/make');
    const victim = path.join(scene.repository.outside, 'victim');
    writeFileSync(victim, 'precious');
    for (const name of ['report.jsonl', 'prompt.md', 'memory.md'])
      symlinkSync(victim, path.join(context.directory, name));
    await steps().make(scene.make(`say({ type: 'lesson', text: 'x' });`), context);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  it('has no secret and nothing hidden in what is taken from it', async () => {
    const input = scene.make(
      `
      say({ type: 'lesson', text: 'The token is ' + E.MY_TOKEN + ' and ${SECRET}.' });
      say({ type: 'finding', key: 'k\\u001b[2J\\n2', title: 'see ${SECRET}', body: 'a\\u202eb ' + 'ghp_' + 'a1B2'.repeat(9) });
      say({ type: 'question', text: 'Go on?', options: ['yes', 'no'] });
      say({ type: 'unsatisfiable', why: 'The spec asks for ${SECRET}.' });`,
      { env: { MY_TOKEN: 'another-secret-value' } },
    );
    const report = held('make', await steps().make(input, scene.context('default/2/make')));
    expect(report.lessons).toEqual(['The token is [redacted] and [redacted].']);
    expect(report.findings).toEqual([{ key: 'k [2J 2', title: 'see [redacted]', body: 'ab [redacted]' }]);
    expect(report.questions).toEqual(['Go on? (yes | no)']);
    expect(report).toMatchObject({ final: true, summary: expect.stringContaining('[redacted]') });
    expect(JSON.stringify(report)).not.toContain('canary');
  });
});

describe.runIf(process.platform !== 'win32')('a maker', () => {
  it('keeps what it did, and a failed exit code is told', async () => {
    const report = await make(`fs.writeFileSync('a.txt', 'half'); process.exit(4);`);
    expect(report).toMatchObject({
      status: 'failed',
      summary: 'The command did not succeed: exit code 4.',
      final: false,
    });
    expect(readFileSync(inWorktree('a.txt'), 'utf8')).toBe('half');
    expect(scene.costs).toMatchObject([{ role: 'maker', tokens: null, costUsd: null, source: 'unknown' }]);
  });

  it.each([
    [
      'its last words',
      `console.log('Working…\\n\\n  Mended  3 dates\\tin \\x1b[1ma.js\\x1b[0m. \\n---\\n}\\n \\n')`,
      'Mended 3 dates in a.js.',
    ],
    ['nothing but lines and braces', `console.log('---\\n}\\n')`, 'The command ended without an error.'],
    ['nothing', '', 'The command ended without an error.'],
    ['a secret', `console.log('pushed with ${SECRET} and ' + E.MY_TOKEN)`, 'pushed with [redacted] and [redacted]'],
    ['what would hide', `console.log('a\\u202eb\\x07c')`, 'a\\u202eb\\x07c'],
    ['a line without end', `console.log('x'.repeat(9000))`, `${'x'.repeat(199)}…`],
    ['an error of its own', `console.error('1 file changed')`, '1 file changed'],
  ])('that prints %s is told by it', async (_name, code, summary) => {
    const input = scene.make(code, { env: { MY_TOKEN: 'another-secret-value' } });
    const report = held('make', await steps().make(input, scene.context('default/2/make')));
    expect(report).toMatchObject({ status: 'completed', summary });
  });

  it('that a person stops is paid for, and one that never began is not', async () => {
    const running = make(`say({ type: 'usage', inputTokens: 5, outputTokens: 5, costUsd: 1 }); await wait(60000);`);
    const report = path.join(scene.context('default/2/make').directory, 'report.jsonl');
    expect(await eventually(() => existsSync(report) && readFileSync(report, 'utf8') !== '')).toBe(true);
    scene.stop();
    expect((await running).command.ended).toBe('stopped');
    expect(scene.costs).toMatchObject([{ tokens: 10, costUsd: 1 }]);
    const never = await make('', 'default/3/make');
    expect(never).toMatchObject({ status: 'failed', usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 } });
    expect(scene.costs).toHaveLength(1);
  });

  it('whose first attempt was cut off with its wrapper is paid for both', async () => {
    const context = scene.context('default/2/make');
    writeFileSync(
      path.join(context.directory, 'report.jsonl'),
      `${JSON.stringify({ type: 'usage', inputTokens: 100, outputTokens: 0, costUsd: 1 })}\n{"type":"lesson","text":"old"}\n`,
    );
    writeFileSync(path.join(context.directory, 'output.log'), 'cut off');
    const report = await steps().make(
      scene.make(`say({ type: 'usage', inputTokens: 20, outputTokens: 3, costUsd: 0.5 });`),
      context,
    );
    expect(report.usage).toEqual({ inputTokens: 120, outputTokens: 3, costUsd: 1.5 });
    expect(report.lessons).toEqual([]);
  });

  it('that is `repair` has used nothing, and that is known', async () => {
    const checks = [
      { id: 'tests', run: 'true', env: {}, timeoutSeconds: 30, passed: true, report: { format: 'tap' as const } },
    ];
    const world = {
      ...scene.world,
      programs: { node: process.execPath, repair: program('repair'), agent: '', mcp: '' },
    };
    const input = scene.make('', { agent: 'repair', checks });
    const report = held('make', await roleSteps(world).make(input, scene.context('default/2/make')));
    expect(report).toMatchObject({
      agent: 'repair',
      final: true,
      usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
      problems: [],
    });
    expect(scene.costs).toMatchObject([{ agent: 'repair', tokens: 0, costUsd: 0, source: 'reported' }]);
  });
});
