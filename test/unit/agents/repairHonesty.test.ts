import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkOf, RepairProgram } from '../../support/repairProgram.ts';

const folders: string[] = [];
let program: RepairProgram;
beforeAll(async () => {
  program = await RepairProgram.build();
});
afterAll(() => program.dispose());
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function tree(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'loopwright-repair-honest-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const head = `const test = require('node:test');\nconst assert = require('node:assert/strict');\n`;
const nodeTest = checkOf('node --test code.test.js');
const bytes = (folder: string, path = 'code.js'): string => readFileSync(join(folder, path)).toString('hex');

async function gone(pid: number): Promise<boolean> {
  expect(pid).toBeGreaterThan(1);
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

describe('a repair that finds nothing', () => {
  it('says how many edits it tried and leaves every byte as it was', async () => {
    const code = '\uFEFF// Grüße\r\nexports.name = () => "nobody";\r\n';
    const folder = tree({
      'code.js': code,
      'code.test.js': `${head}test('t', () => assert.equal(require('./code.js').name(), 'x1y2z3'));`,
    });
    const before = bytes(folder);
    const { code: exit, result, leftovers } = await program.run(folder, { checks: [nodeTest] });
    expect({ exit, status: result?.status, leftovers }).toEqual({ exit: 1, status: 'exhausted', leftovers: [] });
    expect(result?.tried).toBe(result?.candidates);
    expect(result?.tried).toBeGreaterThan(0);
    expect(result?.edits).toEqual([]);
    expect(bytes(folder)).toBe(before);
  }, 120_000);

  it('keeps no edit that turns a passing check red', async () => {
    const folder = tree({
      'code.js': 'exports.limit = () => 10;\n',
      'code.test.js': `${head}test('t', () => assert.equal(require('./code.js').limit(), 11));`,
      'other.test.js': `${head}test('t', () => assert.equal(require('./code.js').limit(), 10));`,
    });
    const before = bytes(folder);
    const checks = [nodeTest, checkOf('node --test other.test.js', { id: 'other', passed: true })];
    const { result, output } = await program.run(folder, { checks });
    expect(result?.status, output).toBe('exhausted');
    expect(bytes(folder)).toBe(before);
  }, 120_000);

  it('puts a first edit back when the rest cannot be fixed', async () => {
    const folder = tree({
      'code.js': 'exports.double = (n) => n + n + 1;\nexports.name = () => "nobody";\n',
      'code.test.js': `${head}const code = require('./code.js');\ntest('a', () => assert.equal(code.double(2), 4));\ntest('b', () => assert.equal(code.name(), 'x1y2z3'));`,
    });
    const before = bytes(folder);
    const { result, output } = await program.run(folder, { checks: [nodeTest] });
    expect(result?.status, output).toBe('exhausted');
    expect(output).toContain('kept code.js:1');
    expect(bytes(folder)).toBe(before);
  }, 120_000);
});

describe('what it refuses', () => {
  it('never edits a protected path, nor one that is not allowed', async () => {
    const files = {
      'src/code.js': 'exports.limit = () => 10;\n',
      'code.test.js': `${head}test('t', () => assert.equal(require('./src/code.js').limit(), 11));`,
    };
    for (const policy of [{ protectedPaths: ['src/**'] }, { allowedPaths: ['lib/**'] }]) {
      const folder = tree(files);
      const before = bytes(folder, 'src/code.js');
      const { code, result } = await program.run(folder, { checks: [nodeTest], ...policy });
      expect({ code, status: result?.status }).toEqual({ code: 1, status: 'no-coverage' });
      expect(bytes(folder, 'src/code.js')).toBe(before);
    }
  }, 120_000);

  it('says when no check fails', async () => {
    const folder = tree({ 'code.test.js': `${head}test('t', () => {});` });
    const { result } = await program.run(folder, { checks: [nodeTest] });
    expect(result?.status).toBe('nothing-fails');
  }, 60_000);

  it('says when the check runs no JavaScript', async () => {
    const { result } = await program.run(tree({ 'a.txt': '' }), { checks: [checkOf('exit 3')] });
    expect(result?.status).toBe('unsupported');
  }, 60_000);

  it('says when it is called wrongly', async () => {
    const { code, output, result } = await program.run(tree({}), { checks: [] });
    expect({ code, result }).toEqual({ code: 2, result: undefined });
    expect(output).toContain('checks');
  }, 60_000);
});

describe('time', () => {
  const slow = `${head}test('t', async () => {\n  await new Promise((done) => setTimeout(done, 400));\n  assert.equal(require('./code.js').name(), 'x1y2z3');\n});`;
  const names = 'exports.name = () => ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].slice(1, 2).join("-");\n';

  it('stops at the deadline and restores the file', async () => {
    const folder = tree({ 'code.js': names, 'code.test.js': slow });
    const before = bytes(folder);
    const { code, result, output } = await program.run(folder, { checks: [nodeTest], deadlineMs: Date.now() + 8000 });
    expect({ code, status: result?.status }, output).toEqual({ code: 1, status: 'budget' });
    expect(result?.tried).toBeLessThan(result?.candidates ?? 0);
    expect(bytes(folder)).toBe(before);
  }, 120_000);

  it('ends a check that hangs, with its children', async () => {
    const hanging = `require('fs').writeFileSync('pid', String(process.pid));\nfor (;;);\n`;
    const folder = tree({
      'hang.js': hanging,
      'run.js': `require('child_process').spawnSync(process.execPath, ['hang.js']);`,
    });
    const { result } = await program.run(folder, { checks: [checkOf('node run.js', { timeoutSeconds: 3 })] });
    expect(result?.status).toBe('no-coverage');
    expect(await gone(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(true);
  }, 120_000);

  it('gets over edits that make an endless loop', async () => {
    const code = 'exports.count = (n) => {\n  let i = 0;\n  while (i < n) i++;\n  return i + 1;\n};\n';
    const tests = `${head}const { count } = require('./code.js');\ntest('a', () => assert.equal(count(3), 3));\ntest('b', () => assert.equal(count(5), 5));`;
    const folder = tree({ 'code.js': code, 'code.test.js': tests });
    const { result, output } = await program.run(folder, { checks: [nodeTest] });
    expect(result?.status, output).toBe('fixed');
  }, 180_000);

  it.skipIf(process.platform === 'win32')(
    'restores the file and ends its children on SIGTERM',
    async () => {
      // The test writes its process id only while the source is edited, so that the kill comes in the middle of a trial.
      const folder = tree({
        'code.js': names,
        'code.test.js': `const fs = require('node:fs');\nif (fs.readFileSync('code.js', 'utf8') !== fs.readFileSync('code.right', 'utf8')) { fs.writeFileSync('pid.new', String(process.pid)); fs.renameSync('pid.new', 'pid'); }\n${slow.replace('400', '4000')}`,
        'code.right': names,
      });
      const before = bytes(folder);
      const { child, ended } = program.start(folder, { checks: [nodeTest] });
      while (!existsSync(join(folder, 'pid')) && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(bytes(folder)).not.toBe(before);
      child.kill('SIGTERM');
      const { code, result, leftovers } = await ended;
      expect({ code, status: result?.status, leftovers }).toEqual({ code: 143, status: 'budget', leftovers: [] });
      expect(bytes(folder)).toBe(before);
      expect(await gone(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(true);
    },
    120_000,
  );
});
