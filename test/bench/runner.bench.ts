import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectRunner } from '../../src/client/connect.ts';
import { type Bench, figure } from './bench.ts';

const idleSeconds = 20;

/** CPU seconds that a process has used: fields 14 and 15 of /proc/<pid>/stat, in hundredths (proc(5)). */
function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process in MB (proc(5), VmRSS). */
function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

const bench: Bench = {
  name: 'runner',
  title: 'A runner with nothing to do (Linux)',
  async run({ dist, folder }) {
    const repository = join(folder, 'repository');
    mkdirSync(repository);
    writeFileSync(join(repository, 'README.md'), 'hello\n');
    const git = (...args: string[]) => execFileSync('git', args, { cwd: repository });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git(
      '-c',
      'user.name=Bench',
      '-c',
      'user.email=b@example.com',
      '-c',
      'commit.gpgSign=false',
      'commit',
      '-qm',
      'first',
    );
    const started = performance.now();
    const connected = await connectRunner({ folder: repository, programs: dist, start: true });
    if (!connected.ok) throw new Error(connected.error.message);
    const connectMs = performance.now() - started;
    const status = await connected.value.request('status', {});
    if (!status.ok) throw new Error(status.error.message);
    const { pid } = status.value;
    await delay(2000);
    const before = cpuSeconds(pid);
    await delay(idleSeconds * 1000);
    const used = cpuSeconds(pid) - before;
    const memory = residentMb(pid);
    await connected.value.request('leave', {});
    connected.value.close();
    return [
      figure('from nothing to connected', connectMs, 'ms'),
      figure('memory while idle', memory, 'MB', { op: '<=', value: 120 }),
      figure('processor time while idle', (used / idleSeconds) * 100, '%', { op: '<=', value: 0.5 }),
    ];
  },
};
export default bench;
