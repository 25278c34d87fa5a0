import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../../src/engine/durable.ts';
import { runCommandHere, runOrAdopt } from '../../../src/journal/step/stepCommand.ts';
import { claimStep, exitFile, pidFile, readClaim } from '../../../src/journal/step/stepFiles.ts';
import { WrapperPool } from '../../../src/journal/step/wrapperPool.ts';
import { outputFile } from '../../../src/journal/stepFolder.ts';
import { builtPrograms, stepSource } from './builtPrograms.ts';
import { eventually, withCommandLine } from './livingProcesses.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const program = builtPrograms({ step: stepSource });
const folder = temporaryFolders();
const pools: WrapperPool[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

function wrappers(spare = false): WrapperPool {
  const pool = new WrapperPool({ node: process.execPath, script: program('step') }, { spare });
  pools.push(pool);
  return pool;
}

const PATH = process.env['PATH'] ?? '/usr/bin:/bin';
const specOf = (command: CommandSpec['command'] | string, rest: Partial<CommandSpec> = {}): CommandSpec => ({
  command: typeof command === 'string' ? { shell: command } : command,
  cwd: '/',
  env: { PATH },
  timeoutSeconds: 60,
  outputLimitBytes: 16 * 2 ** 20,
  secrets: [],
  ...rest,
});
const never = new AbortController().signal;
/** Ends the fraction of a time to sleep, so that nobody else sleeps so long: not this file in another checkout either. */
const own = process.pid;
const begin = (directory: string, spec: CommandSpec, signal: AbortSignal = never) =>
  runCommandHere(spec, directory, { signal, wrappers: wrappers() });
const log = (directory: string): string => readFileSync(outputFile(directory), 'utf8');
const count = (path: string): number => (existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0);

describe.runIf(process.platform !== 'win32')('a command under the wrapper', () => {
  it('ends with its code, its output in order, and standard error that can be opened', async () => {
    const directory = join(folder(), 'step');
    const result = await begin(directory, specOf('echo one; echo two >&2; echo three >/dev/stderr; echo four; exit 7'));
    expect(result).toMatchObject({ ended: 'exit', exitCode: 7, outputBytes: 19, survivors: 0 });
    expect(result.tail).toBe('one\ntwo\nthree\nfour\n');
    expect(log(directory)).toBe(result.tail);
    expect(result.finishedAt).toBeGreaterThanOrEqual(result.startedAt);
  });

  it('has its output read where no pipe can be made, too', async () => {
    const before = process.env['PATH'];
    process.env['PATH'] = folder();
    try {
      const result = await begin(folder(), specOf('echo one; sleep 0.1; echo two >&2; exit 7'));
      expect(result).toMatchObject({ ended: 'exit', exitCode: 7, tail: 'one\ntwo\n' });
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('has exactly the environment it was given, its tag, its input and its folder', async () => {
    const cwd = folder();
    const script =
      'process.stdin.on("data", (d) => process.stdout.write(d)); console.log(JSON.stringify(process.env), process.cwd())';
    const command = { program: process.execPath, args: ['-e', script] };
    const result = await begin(folder(), specOf(command, { cwd, env: { A: 'ä' }, stdin: 'hello' }));
    const tag = /"LOOPWRIGHT_STEP":"([0-9a-f-]{36})"/.exec(result.tail)?.[1];
    expect(result.tail).toBe(`{"A":"ä","LOOPWRIGHT_STEP":"${tag}"} ${cwd}\nhello`);
  });

  it('may ignore its input, be ended by a signal, or not exist', async () => {
    const stdin = 'x'.repeat(1_000_000);
    expect(await begin(folder(), specOf('exit 0', { stdin }))).toMatchObject({ ended: 'exit', exitCode: 0 });
    expect(await begin(folder(), specOf('kill -9 $$'))).toMatchObject({ ended: 'exit', exitCode: null });
    const missing = await begin(folder(), specOf({ program: 'no-such-program', args: [] }));
    expect(missing).toMatchObject({ ended: 'not-started', exitCode: null });
    expect(missing.tail).toContain('no program "no-such-program" on its PATH');
    const nowhere = await begin(folder(), specOf('true', { cwd: '/no/such/folder' }));
    expect(nowhere).toMatchObject({ ended: 'not-started' });
    expect(nowhere.tail).toContain('/no/such/folder does not exist');
  });

  it('leaves no secret in any file', async () => {
    const directory = folder();
    const secret = 'canary-7f3a91';
    const shell = `printf canary-; sleep 0.2; printf '7f3a91\\n'; echo "$KEY"; echo $0`;
    const result = await begin(
      directory,
      specOf(shell, { env: { PATH, KEY: secret }, secrets: [secret], stdin: secret }),
    );
    expect(result.tail).toContain('[redacted]\n[redacted]\n');
    for (const file of [
      outputFile(directory),
      exitFile(directory),
      pidFile(directory),
      join(directory, 'command.json'),
    ]) {
      expect(readFileSync(file, 'utf8')).not.toContain(secret);
    }
  });

  it('has its standard output captured as it is, and only that', async () => {
    const directory = folder();
    const capture = join(directory, 'output.raw');
    writeFileSync(capture, 'of an attempt that was cut off', { mode: 0o644 });
    const secret = 'canary-7f3a91';
    const shell = `printf '{"a":"\\033[31m%s"}\\n' "$KEY"; echo errors >&2; echo more >/dev/stdout`;
    const spec = specOf(shell, { env: { PATH, KEY: secret }, secrets: [secret], capture });
    expect(await begin(directory, spec)).toMatchObject({ ended: 'exit', exitCode: 0 });
    expect(readFileSync(capture, 'utf8')).toBe(`{"a":"\x1b[31m${secret}"}\nmore\n`);
    expect(statSync(capture).mode & 0o777).toBe(0o600);
    expect(log(directory).split('\n').sort()).toEqual(['', 'errors', 'more', '{"a":"[redacted]"}']);
    for (const file of [outputFile(directory), exitFile(directory), join(directory, 'command.json')]) {
      expect(readFileSync(file, 'utf8')).not.toContain(secret);
    }
  });

  it('has its standard output captured where no pipe can be made, too', async () => {
    const before = process.env['PATH'];
    process.env['PATH'] = folder();
    try {
      const capture = join(folder(), 'output.raw');
      await begin(folder(), specOf('echo one; echo two >&2', { capture }));
      expect(readFileSync(capture, 'utf8')).toBe('one\n');
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('is captured up to the limit of its output', async () => {
    const capture = join(folder(), 'output.raw');
    const spec = specOf(`yes; sleep 61.2${own}`, { capture, outputLimitBytes: 100_000 });
    expect(await begin(folder(), spec)).toMatchObject({ ended: 'output-limit' });
    expect(statSync(capture).size).toBe(100_000);
  });

  it('is captured to the end where another runner adopts it', async () => {
    const directory = folder();
    const capture = join(directory, 'output.raw');
    const first = begin(directory, specOf('echo one; sleep 0.5; echo two', { capture }));
    expect(await eventually(() => readClaim(directory) !== undefined)).toBe(true);
    const none = () => Promise.reject(new Error('nothing was to be started'));
    const adopted = await runOrAdopt(directory, none, { signal: never, wrappers: wrappers() });
    expect(adopted).toEqual(await first);
    expect(readFileSync(capture, 'utf8')).toBe('one\ntwo\n');
  });

  it('is stopped when its time is over', async () => {
    const result = await begin(folder(), specOf(`echo begin; sleep 61.1${own}`, { timeoutSeconds: 2 }));
    expect(result).toMatchObject({ ended: 'timeout', exitCode: null });
    expect(result.tail).toBe('begin\n[loopwright] stopped: it took longer than 2 s\n');
    expect(withCommandLine(`sleep 61.1${own}`)).toEqual([]);
  });

  describe('that wants to be asked before it is ended', () => {
    const asked = async (shell: string, milliseconds: number, before: (file: string) => void = () => undefined) => {
      const directory = folder();
      const file = join(directory, 'leave');
      before(file);
      const stop = new AbortController();
      const spec = specOf(shell, { farewell: { file, milliseconds }, env: { PATH, FILE: file } });
      const running = begin(directory, spec, stop.signal);
      expect(await eventually(() => existsSync(outputFile(directory)) && log(directory).includes('begin'))).toBe(true);
      stop.abort();
      return running;
    };
    const leaves = `echo begin; sleep 66.1${own} & trap 'echo ended' TERM; until [ -e "$FILE" ]; do sleep 0.05; done; sleep 0.6; echo bye`;

    it('leaves by itself, and nothing of it stays', async () => {
      const result = await asked(leaves, 60_000);
      expect(result).toMatchObject({ ended: 'stopped', exitCode: null });
      expect(result.tail).toBe('begin\nbye\n[loopwright] stopped\n');
      expect(withCommandLine(`sleep 66.1${own}`)).toEqual([]);
    });

    it('is ended when its time for that is over', async () => {
      const result = await asked(`trap '' TERM; echo begin; while :; do sleep 66.2${own}; done`, 300);
      expect(result).toMatchObject({ ended: 'stopped' });
      expect(result.finishedAt - result.startedAt).toBeGreaterThanOrEqual(300);
      expect(withCommandLine(`sleep 66.2${own}`)).toEqual([]);
    });

    it('is not waited for where it cannot be asked, and nothing is written through a link', async () => {
      const victim = join(folder(), 'victim');
      const result = await asked(leaves, 60_000, (file) => symlinkSync(victim, file));
      expect(result.tail).toContain('ended');
      expect(existsSync(victim)).toBe(false);
    });
  });

  it('is stopped when it prints more than it may, and the log says so', async () => {
    const directory = folder();
    const limit = 16 * 2 ** 20;
    const result = await begin(directory, specOf('yes', { outputLimitBytes: limit }));
    expect(result.ended).toBe('output-limit');
    expect(result.outputBytes).toBeGreaterThan(limit);
    expect(statSync(outputFile(directory)).size).toBeLessThan(limit + 200);
    expect(result.tail).toMatch(/y\n\[loopwright\] stopped: it printed more than 16777216 bytes\n$/);
  });

  it('is not started when the run was stopped before', async () => {
    const directory = folder();
    const marker = join(folder(), 'ran');
    expect(await begin(directory, specOf(`touch ${marker}`), AbortSignal.abort())).toMatchObject({ ended: 'stopped' });
    expect(existsSync(marker)).toBe(false);
    expect(await begin(directory, specOf(`touch ${marker}`))).toMatchObject({ ended: 'stopped' });
  });

  it('works with a wrapper that waited, and the wrapper that waits ends with its pool', async () => {
    const pool = wrappers(true);
    await sleep(300);
    const options = { signal: never, wrappers: pool };
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await runCommandHere(specOf('echo hi'), folder(), options)).toMatchObject({ exitCode: 0, tail: 'hi\n' });
    }
    pool.close();
    expect(await eventually(() => withCommandLine(program('step')).length === 0)).toBe(true);
  });

  it('fails with what to try when the wrapper cannot run', async () => {
    const script = join(folder(), 'broken.cjs');
    writeFileSync(script, 'throw new Error("broken wrapper")');
    const pool = new WrapperPool({ node: process.execPath, script }, { spare: false });
    const run = runCommandHere(specOf('true'), folder(), { signal: never, wrappers: pool });
    await expect(run).rejects.toThrow(/died 3 times .* broken wrapper/s);
  });

  it('fails when the output cannot be written', async () => {
    const directory = folder();
    mkdirSync(outputFile(directory));
    await expect(begin(directory, specOf('true'))).rejects.toThrow(/could not be carried out: EISDIR/);
  });
});

describe.runIf(process.platform === 'linux')('1 GB of output', () => {
  it('is drained in constant memory', async () => {
    const directory = folder();
    const running = begin(
      directory,
      specOf('yes 0123456789abcdef | head -c 1073741824', { outputLimitBytes: 2 ** 31, timeoutSeconds: 300 }),
    );
    expect(await eventually(() => (readClaim(directory)?.pid ?? 0) > 0)).toBe(true);
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, highWater(readClaim(directory)?.pid ?? 0));
    }, 20);
    const result = await running;
    clearInterval(watch);
    const seconds = (result.finishedAt - result.startedAt) / 1000;
    console.log(`1 GB of output: ${seconds.toFixed(1)} s, wrapper's peak RSS ${Math.round(peak / 1024)} MB`);
    expect(result).toMatchObject({ ended: 'exit', exitCode: 0, outputBytes: 2 ** 30 });
    expect(statSync(outputFile(directory)).size).toBe(2 ** 30);
    expect(peak).toBeGreaterThan(0);
    expect(peak / 1024).toBeLessThan(150);
  }, 300_000);
});

/** Peak resident memory of a process in KB. */
function highWater(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Ways to escape a stop. `@` is a time to sleep that no other process sleeps. */
const escapes: Readonly<Record<string, string>> = {
  'plain child': 'sleep @ & sleep @',
  nohup: 'nohup sleep @ >/dev/null 2>&1 & sleep @',
  setsid: 'setsid sleep @ & sleep @',
  'double fork': '(setsid sh -c "sleep @ & exit" &) ; sleep @',
  'own session, empty environment': 'env -i setsid /bin/sleep @ & sleep @',
  'ignores SIGTERM': `trap '' TERM; setsid sleep @ & while :; do sleep @; done`,
};
let sleepTime = 4000 + (process.pid % 1000);
const unique = (command: string): { command: string; mark: string } => {
  sleepTime += 1;
  const time = `${sleepTime}.${process.pid}`;
  return { command: command.replaceAll('@', time), mark: `sleep ${time}` };
};

describe.runIf(process.platform === 'linux')('processes that would survive', () => {
  for (const [name, way] of Object.entries(escapes)) {
    it(`none does after a stop: ${name}`, async () => {
      const { command, mark } = unique(way);
      const stop = new AbortController();
      const running = begin(folder(), specOf(command), stop.signal);
      expect(await eventually(() => withCommandLine(mark).length >= 2)).toBe(true);
      stop.abort();
      expect(await running).toMatchObject({ ended: 'stopped' });
      // At most 300 ms after the stop is done; it is done when nothing is left.
      expect(await eventually(() => withCommandLine(mark).length === 0, 300)).toBe(true);
    });

    it(`none does after kill -9 of the wrapper and a stop by the successor: ${name}`, async () => {
      const { command, mark } = unique(way);
      const directory = folder();
      const first = begin(directory, specOf(command)).catch(() => undefined);
      expect(await eventually(() => withCommandLine(mark).length >= 2)).toBe(true);
      const stop = new AbortController();
      const before = withCommandLine(mark);
      const killed = readClaim(directory)?.pid ?? 0;
      process.kill(killed, 'SIGKILL');
      // The same runner starts it again, but only after it ended what the dead wrapper left behind.
      expect(await eventually(() => ![0, killed].includes(readClaim(directory)?.pid ?? 0))).toBe(true);
      expect(withCommandLine(mark).filter((pid) => before.includes(pid))).toEqual([]);
      const successor = runOrAdopt(directory, async () => specOf('true'), {
        signal: stop.signal,
        wrappers: wrappers(),
      });
      stop.abort();
      expect(await successor).toMatchObject({ ended: 'stopped' });
      await first;
      expect(await eventually(() => withCommandLine(mark).length === 0, 300)).toBe(true);
    });
  }

  it('are ended and counted after the command ended by itself', async () => {
    const { command, mark } = unique('setsid sleep @ & nohup sleep @ & (setsid sleep @ &); sleep 0.1; exit 3');
    const result = await begin(folder(), specOf(command));
    expect(result).toMatchObject({ ended: 'exit', exitCode: 3, survivors: 3 });
    expect(withCommandLine(mark)).toEqual([]);
  });

  it('are not counted when they leave by themselves at once', async () => {
    expect(await begin(folder(), specOf('sleep 0.02 & exit 0'))).toMatchObject({ ended: 'exit', survivors: 0 });
  });
});

describe.runIf(process.platform !== 'win32')('adoption', () => {
  const noCommand = async (): Promise<CommandSpec> => {
    throw new Error('nothing was to be started');
  };

  it('reads what ended while nobody looked', async () => {
    const directory = folder();
    const result = await begin(directory, specOf('echo done'));
    expect(await runOrAdopt(directory, noCommand, { signal: never, wrappers: wrappers() })).toEqual(result);
  });

  it('waits for what still runs, and starts nothing', async () => {
    const directory = folder();
    const starts = join(folder(), 'starts');
    const first = begin(directory, specOf(`echo x >> ${starts}; sleep 0.6; echo end`));
    expect(await eventually(() => count(starts) === 1)).toBe(true);
    const second = runOrAdopt(directory, noCommand, { signal: never, wrappers: wrappers() });
    expect(await second).toEqual(await first);
    expect(count(starts)).toBe(1);
  });

  it('stops what still runs', async () => {
    const directory = folder();
    const stop = new AbortController();
    const first = begin(directory, specOf(`sleep 62.2${own}`));
    expect(await eventually(() => readClaim(directory) !== undefined)).toBe(true);
    const second = runOrAdopt(directory, noCommand, { signal: stop.signal, wrappers: wrappers() });
    await sleep(50);
    stop.abort();
    expect(await second).toMatchObject({ ended: 'stopped' });
    expect(await first).toMatchObject({ ended: 'stopped' });
  });

  it('has one wrapper a step, however many begin at once', async () => {
    const directory = folder();
    const starts = join(folder(), 'starts');
    const spec = specOf(`echo x >> ${starts}; sleep 0.3`);
    const results = await Promise.all([begin(directory, spec), begin(directory, spec), begin(directory, spec)]);
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(count(starts)).toBe(1);
  });

  it('starts again where a power cut left a claim of nobody', async () => {
    const directory = folder();
    writeFileSync(pidFile(directory), '');
    expect(await begin(directory, specOf('exit 4'))).toMatchObject({ exitCode: 4 });
    const other = folder();
    claimStep(other, { pid: process.pid, startTime: '1@another-boot', tag: 'none' });
    expect(await begin(other, specOf('exit 5'))).toMatchObject({ exitCode: 5 });
  });

  it('obeys a stop that comes before the wrapper is up', async () => {
    const directory = folder();
    const stop = new AbortController();
    const marker = join(folder(), 'ran');
    const running = begin(directory, specOf(`touch ${marker}; sleep 64.4${own}`), stop.signal);
    await sleep(1);
    stop.abort();
    expect(await running).toMatchObject({ ended: 'stopped' });
    expect(existsSync(marker) && withCommandLine(`sleep 64.4${own}`).length > 0).toBe(false);
    expect(await eventually(() => withCommandLine(`sleep 64.4${own}`).length === 0, 300)).toBe(true);
  });
});
