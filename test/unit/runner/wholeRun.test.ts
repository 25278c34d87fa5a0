import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { countingFiles, LoopRepository, loopFile } from '../../support/loopRepository.ts';

// In the cage, as on a machine of somebody's: the project switches it off for the others.
delete process.env['LOOPWRIGHT_SANDBOX'];

let repository: LoopRepository | undefined;

afterEach(async () => {
  await repository?.dispose();
  repository = undefined;
});

const make = async (...args: Parameters<typeof LoopRepository.create>) => {
  repository = await LoopRepository.create(...args);
  return repository;
};

describe('a run in the real runner', () => {
  it('iterates to its goal, waits, and lands once as one commit with its trailers', async () => {
    const loop = await make((outside) => countingFiles(outside, 2));
    await loop.git.write('README.md', 'mine\n');
    await loop.git.write('notes.txt', 'untracked\n');
    const before = await loop.git.head();
    const run = await loop.start();
    const waiting = await loop.until(run, 'waiting');
    expect(waiting.cage).toEqual({ by: 'bubblewrap' });
    expect(waiting.items[0]?.iterations.map((one) => one.status)).toEqual(['before', 'failed', 'accepted']);
    expect(waiting.items[0]?.iterations[1]?.reasons).toEqual(['checks.counted.passed is false']);
    expect(await loop.git.head()).toBe(before);

    const landed = await loop.land(waiting);
    expect(landed.status).toBe('delivered');
    expect(await loop.git.git('rev-list', '--count', `${before}..main`)).toBe('1');
    expect(await loop.git.git('show', '-s', '--format=%(trailers)', 'main')).toMatch(
      new RegExp(
        `^Loop: count-up\nLoop-Run: ${run}\nLoop-Definition: sha256:[0-9a-f]{64}\n` +
          'Understood-by: Test Author <author@example.com> \\(not asked\\)\nChecks: counted passed',
      ),
    );
    expect(await loop.git.read('value.txt')).toBe('2\n');
    expect(await loop.git.git('status', '--porcelain')).toBe(' M README.md\n?? notes.txt');
    expect(await loop.git.git('worktree', 'list')).not.toContain('\n');
    expect(await loop.git.git('for-each-ref', '--format=%(refname)')).toBe(
      'refs/heads/main\nrefs/loopwright/state/count-up',
    );
    await expect(loop.land(waiting)).rejects.toThrow(/already-delivered.*has ended already/);
    expect(await loop.quiet()).toEqual([]);
  });

  it('refuses to land what was not approved, and lets a person reject with a reason', async () => {
    const loop = await make((outside) => countingFiles(outside, 1));
    const run = await loop.start();
    const waiting = await loop.until(run, 'waiting');
    const change = waiting.change ?? expect.unreachable();
    await expect(loop.land({ ...waiting, change: { ...change, tree: change.base } })).rejects.toThrow(/^changed: /);
    await expect(loop.ask('reject', { run, reason: '' })).rejects.toThrow(/bad-request/);
    await loop.ask('reject', { run, reason: 'not now' });
    const ended = await loop.until(run, 'rejected');
    expect(ended.reason).toBe('Rejected by Test Author: not now');
    expect(await loop.git.git('worktree', 'list')).not.toContain('\n');
    // The work landed nowhere, so its branch stays until a person drops it.
    expect((await loop.ask('clean', { run, force: false })).kept.map((kept) => kept.run)).toEqual([run]);
    expect((await loop.ask('clean', { run, force: true })).removed).toEqual([run]);
    expect(await loop.git.git('for-each-ref', '--format=%(refname)')).toBe(
      'refs/heads/main\nrefs/loopwright/state/count-up',
    );
  });

  it('gives up with the reason when the budget of iterations is used up, and keeps the worktree', async () => {
    const loop = await make((outside) => countingFiles(outside, 100));
    const ended = await loop.until(await loop.start(), 'gave-up');
    expect(ended.reason).toBe('8 iterations did not reach the goal: checks.counted.passed is false');
    expect(await loop.git.git('worktree', 'list')).toContain(ended.worktree);
    expect(await loop.quiet()).toEqual([]);
  });

  it('stops within a moment, whatever the command has started', async () => {
    const loop = await make((outside) => ({
      ...countingFiles(outside, 1),
      'tools/make.mjs':
        "import { spawn } from 'node:child_process';\n" +
        "spawn('setsid', ['sh', '-c', 'sleep 600 & sleep 600'], { detached: true, stdio: 'ignore' }).unref();\n" +
        "console.log('under way'); setInterval(() => undefined, 1000);",
    }));
    const run = await loop.start();
    const step = 'default/1/make';
    while (!(await loop.ask('readLog', { run, step, offset: 0 })).text.includes('under way'));
    await loop.ask('stop', { run });
    const ended = await loop.until(run, 'stopped');
    expect(ended.items[0]?.iterations.at(-1)?.status).toBe('stopped');
    expect(await loop.quiet()).toEqual([]);
  });

  it('tells the maker which path it must leave alone', async () => {
    const loop = await make((outside) => ({
      ...countingFiles(outside, 1),
      'tools/make.mjs':
        "import { readFileSync, writeFileSync } from 'node:fs';\n" +
        "const told = readFileSync(process.env.LOOPWRIGHT_FEEDBACK_FILE, 'utf8');\n" +
        "if (told.includes('tools/check.mjs was weakened'))\n" +
        `  { writeFileSync('value.txt', '1\\n'); writeFileSync('tools/check.mjs', readFileSync('${outside}/original')); }\n` +
        `else { writeFileSync('${outside}/original', readFileSync('tools/check.mjs')); writeFileSync('tools/check.mjs', ''); }`,
    }));
    const waiting = await loop.until(await loop.start(), 'waiting');
    expect(waiting.items[0]?.iterations.map((one) => one.status)).toEqual(['before', 'failed', 'accepted']);
    expect(waiting.items[0]?.iterations[1]?.reasons[0]).toMatch(/^tools\/check\.mjs was .* outside the allowed paths/);
    expect(waiting.items[0]?.iterations[1]?.checks).toEqual([]);
    expect(waiting.change?.files.map((file) => file.path)).toEqual(['value.txt']);
  });

  it('runs the checks again on a hand-made edit before it lands, as part of the change', async () => {
    const loop = await make((outside) => countingFiles(outside, 1));
    const run = await loop.start();
    const waiting = await loop.until(run, 'waiting');
    const save = (text: string) =>
      loop.ask('writeFile', { run, path: 'value.txt', content: Buffer.from(text).toString('base64') });
    await save('0\n');
    const broken = await loop.until(run, 'waiting');
    expect(broken.reason).toMatch(/edit does not reach the goal/);
    await expect(loop.land(broken)).rejects.toThrow(/not-proven|changed/);
    await save('7\n');
    const mended = await loop.until(run, 'waiting');
    expect(mended.change?.head).not.toBe(waiting.change?.head);
    expect((await loop.land(mended)).status).toBe('delivered');
    expect(await loop.git.read('value.txt')).toBe('7\n');
  });

  it('merges anew, proves and lands when the target has moved elsewhere', async () => {
    const loop = await make((outside) => countingFiles(outside, 1));
    const run = await loop.start();
    const waiting = await loop.until(run, 'waiting');
    await loop.git.commit('meanwhile', { 'other.txt': 'new\n' });
    expect((await loop.land(waiting)).status).toBe('delivered');
    expect(await loop.git.read('other.txt')).toBe('new\n');
    const detail = await loop.until(run, 'delivered');
    expect(detail.items[0]?.iterations.at(-1)?.checks.map((check) => check.passed)).toEqual([true]);
    expect(await loop.git.git('worktree', 'list')).not.toContain('\n');
  });

  it('asks again when the target has moved in the same file', async () => {
    const lines = (value: string) => `${value}\n${'line\n'.repeat(20)}end\n`;
    const loop = await make((outside) => ({
      ...countingFiles(outside, 1),
      'value.txt': lines('0'),
      'tools/make.mjs':
        "import { readFileSync, writeFileSync } from 'node:fs';\n" +
        "writeFileSync('value.txt', readFileSync('value.txt', 'utf8').replace(/^0/, '1'));",
      'tools/check.mjs':
        "import { readFileSync } from 'node:fs';\nprocess.exit(readFileSync('value.txt', 'utf8').startsWith('1') ? 0 : 1);",
    }));
    const run = await loop.start();
    const waiting = await loop.until(run, 'waiting');
    await loop.git.commit('meanwhile', { 'value.txt': lines('0').replace('end', 'END') });
    const refused = await loop.land(waiting);
    expect(refused).toMatchObject({ status: 'refused', reason: expect.stringMatching(/review it again/) });
    const again = await loop.until(run, 'waiting');
    expect(again.change?.head).not.toBe(waiting.change?.head);
    expect((await loop.land(again)).status).toBe('delivered');
    expect(await loop.git.read('value.txt')).toBe(lines('1').replace('end', 'END'));
  });

  it('keeps a conflict waiting, and says so', async () => {
    const loop = await make((outside) => countingFiles(outside, 1));
    const run = await loop.start();
    const waiting = await loop.until(run, 'waiting');
    await loop.git.commit('meanwhile', { 'value.txt': '5\n' });
    const refused = await loop.land(waiting);
    expect(refused).toMatchObject({ status: 'refused', reason: expect.stringMatching(/value\.txt/) });
    expect((await loop.until(run, 'waiting')).items[0]?.refusal).toMatch(/value\.txt/);
    expect(await loop.git.read('value.txt')).toBe('5\n');
  });

  it('leaves a branch that nobody has to approve', async () => {
    const loop = await make((outside) => countingFiles(outside, 1, 'deliver: { as: branch }'));
    const before = await loop.git.head();
    const ended = await loop.until(await loop.start(), 'delivered');
    expect(await loop.git.head()).toBe(before);
    expect(await loop.git.git('rev-list', '--count', `${before}..${ended.branch}`)).toBe('1');
    expect(await loop.git.git('show', `${ended.branch}:value.txt`)).toBe('1');
    expect((await loop.ask('clean', { force: false })).removed).toEqual([]);
  });

  it('refuses a loop file that is not committed as it stands, unless it is asked to', async () => {
    const loop = await make((outside) => countingFiles(outside, 1));
    const text = await loop.git.read('.loops/count-up.loop.yaml');
    await loop.git.write('.loops/count-up.loop.yaml', `${text}# mine\n`);
    await expect(loop.start()).rejects.toThrow(/^uncommitted: /);
    const { run } = await loop.ask('start', { file: '.loops/count-up.loop.yaml', uncommitted: true });
    await loop.until(run, 'waiting');
  });

  it('writes no secret, no escape sequence and no bidi character of what a command prints', async () => {
    process.env['CANARY_API_TOKEN'] = 'canary-0123456789';
    try {
      const loop = await make((outside) => ({
        ...countingFiles(outside, 1),
        'tools/make.mjs':
          "import { readFileSync, writeFileSync } from 'node:fs';\n" +
          "writeFileSync('value.txt', '1\\n');\n" +
          "console.log('inherited:', process.env.CANARY_API_TOKEN);\n" +
          "process.stdout.write('half canary-01234'); setTimeout(() => process.stdout.write('56789 whole\\n'), 50);\n" +
          "console.log('\\x1b[31mred\\x1b]52;c;aGk=\\x07 \\u202edesrever ghp_' + 'a'.repeat(36));",
      }));
      const run = await loop.start();
      await loop.until(run, 'waiting');
      const { text } = await loop.ask('readLog', { run, step: 'default/1/make', offset: 0 });
      expect(text).toContain('inherited: undefined');
      expect(text).toContain('red');
      const folder = join(loop.commonDir, 'loopwright', 'runs', run);
      const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      expect(files.length).toBeGreaterThan(5);
      for (const file of files) {
        const written = await readFile(join(file.parentPath, file.name), 'utf8');
        expect(written).not.toMatch(/canary-0123456789|ghp_a{36}/);
        expect(written, file.name).not.toMatch(/[\u001b\u0007\u202e]/);
      }
    } finally {
      delete process.env['CANARY_API_TOKEN'];
    }
  });

  it('stops a command that prints without end, and goes on', async () => {
    const loop = await make((outside) => ({
      ...countingFiles(outside, 1),
      'tools/make.mjs':
        "import { writeFileSync } from 'node:fs';\nwriteFileSync('value.txt', '1\\n');\n" +
        "const line = 'x'.repeat(1023) + '\\n';\nwhile (process.stdout.write(line) || (await new Promise((go) => process.stdout.once('drain', go)), true));",
    }));
    const waiting = await loop.until(await loop.start(), 'waiting');
    const make1 = waiting.items[0]?.iterations[1]?.steps.find((step) => step.kind === 'make');
    expect(make1).toMatchObject({ status: 'failed', detail: expect.stringMatching(/more than the output limit/) });
    expect(await loop.quiet()).toEqual([]);
  });

  it('stops what runs over the working time of the run', async () => {
    const slow = { 'tools/make.mjs': 'setInterval(() => undefined, 1000);' };
    const loop = await make((outside) => {
      const files: Record<string, string> = { ...countingFiles(outside, 1), ...slow };
      return { ...files, [loopFile]: files[loopFile]?.replace('max-iterations: 8', 'timeout-minutes: 0.05') ?? '' };
    });
    const ended = await loop.until(await loop.start(), 'gave-up');
    expect(ended.reason).toMatch(/^The budget of 0\.05 minutes is used up after 1 iteration/);
    expect(await loop.quiet()).toEqual([]);
  });

  it('begins another while one waits in one repository, each to its own landing', async () => {
    const loop = await make((outside) => countingFiles(outside, 1), 'with spaces é');
    const first = await loop.until(await loop.start(), 'waiting');
    const second = await loop.until(await loop.start(), 'waiting');
    expect((await loop.land(first)).status).toBe('delivered');
    // The same line was written twice: the second merge adds nothing new and is still one landing.
    await loop.land(second);
    expect(await loop.git.git('worktree', 'list')).not.toMatch(/\n.*\n/);
    expect(await loop.quiet()).toEqual([]);
  });
});
