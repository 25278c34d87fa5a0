import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OwnProcesses } from '../../../../src/agents/drive/processStarter.ts';
import { readLedger } from '../../../../src/agents/drive/readLedger.ts';
import { eventually, withCommandLine } from '../../journal/livingProcesses.ts';

const env = { PATH: process.env['PATH'] ?? '' };
const node = (source: string): readonly string[] => [process.execPath, '-e', source];

describe('a process of an agent', () => {
  it('tells its lines, the last one without a line feed too, and the end of its errors', async () => {
    const lines: string[] = [];
    const source = `
      process.stdin.on('data', (text) => process.stdout.write('got ' + text));
      process.stdin.on('end', () => { process.stderr.write('x'.repeat(20000) + 'last'); process.stdout.write('half'); });`;
    const order = {
      argv: node(source),
      cwd: tmpdir(),
      env,
      stdin: 'one\n',
      onLine: (line: string) => void lines.push(line),
    };
    const { ended } = new OwnProcesses().start(order);
    const { exitCode, stderr } = await ended;
    expect([exitCode, lines]).toEqual([0, ['got one', 'half']]);
    expect(stderr.length).toBe(8192);
    expect(stderr.endsWith('xlast')).toBe(true);
  });

  it('is asked over an open pipe until that is closed', async () => {
    const lines: string[] = [];
    const process = new OwnProcesses().start({
      argv: node(`process.stdin.on('data', (text) => console.log(String(text).trim() + '!'))`),
      cwd: tmpdir(),
      env,
      stdin: 'a\n',
      keepsOpen: true,
      onLine: (line) => void lines.push(line),
    });
    expect(await eventually(() => lines.length === 1)).toBe(true);
    process.write('b\n');
    expect(await eventually(() => lines.length === 2)).toBe(true);
    process.closeInput();
    expect((await process.ended).exitCode).toBe(0);
    process.write('c\n');
    await process.end();
    expect(lines).toEqual(['a!', 'b!']);
  });

  it('that cannot be started has ended, and says why', async () => {
    const processes = new OwnProcesses();
    const onLine = () => undefined;
    const missing = await processes.start({ argv: ['/nowhere/claude'], cwd: tmpdir(), env, onLine }).ended;
    expect(missing).toMatchObject({ exitCode: null, error: 'there is no program "/nowhere/claude"' });
    const nowhere = await processes.start({ argv: node(''), cwd: '/nowhere', env, onLine }).ended;
    expect(nowhere.error).toContain('/nowhere does not exist');
    expect((await processes.start({ argv: [], cwd: tmpdir(), env, onLine }).ended).error).toContain('no program');
  });

  it.runIf(process.platform === 'linux')('is ended with all that it started, and another is left alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loopwright-starter-'));
    const ledgerFile = join(folder, 'children.jsonl');
    try {
      const processes = new OwnProcesses({ ledgerFile, stepTag: 'the-step' });
      const stubborn = `
        process.on('SIGTERM', () => undefined);
        require('node:child_process').spawn('sleep', ['6651.${process.pid}'], { detached: true, stdio: 'ignore' });
        setInterval(() => undefined, 1000);`;
      const onLine = () => undefined;
      const one = processes.start({ argv: node(stubborn), cwd: tmpdir(), env, onLine });
      const other = processes.start({ argv: ['sleep', `6652.${process.pid}`], cwd: tmpdir(), env, onLine });
      expect(await eventually(() => withCommandLine(`sleep 6651.${process.pid}`).length === 1)).toBe(true);
      const [sleeper] = withCommandLine(`sleep 6652.${process.pid}`);
      expect(readFileSync(`/proc/${sleeper}/environ`, 'utf8')).toContain('LOOPWRIGHT_STEP=the-step');
      await one.end();
      expect((await one.ended).signal).toBe('SIGKILL');
      expect(withCommandLine(`sleep 6651.${process.pid}`)).toEqual([]);
      expect(withCommandLine(`sleep 6652.${process.pid}`)).toEqual([sleeper]);
      await processes.endAll();
      expect((await other.ended).signal).toBe('SIGTERM');
      expect(readLedger(ledgerFile).map(({ pid }) => pid)).toContain(sleeper);
      expect(processes.survivors).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
