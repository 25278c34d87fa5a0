import { describe, expect, it } from 'vitest';
import { wrapperEnvironment } from '../../../src/journal/step/wrapperPool.ts';
import { windowsKillArguments } from '../../../src/processes/endFamily.ts';
import { Family } from '../../../src/processes/family.ts';
import {
  linuxProcesses,
  type ProcessRow,
  parsePs,
  parseStat,
  parseTagged,
} from '../../../src/processes/processTable.ts';
import { isAlive, ownStartTime, parseFileTime, sameMoment } from '../../../src/processes/startTime.ts';

describe('reading processes', () => {
  const stat = (name: string, state: string): string =>
    `4321 (${name}) ${state} 17 4300 4299 0 -1 4194304 94 0 0 0 0 1 0 0 20 0 1 0 987654 2703360 200 184467440737095516\n`;

  it('reads /proc/<pid>/stat whatever the program is called', () => {
    for (const name of ['sleep', 'a b', 'x) R 1 (y', '((']) {
      const row = { pid: 4321, parent: 17, group: 4300, session: 4299, startedAt: 987654, isDead: false };
      expect(parseStat(stat(name, 'S'))).toEqual(row);
    }
    expect(parseStat(stat('sleep', 'Z'))?.isDead).toBe(true);
    expect(parseStat('')).toBeUndefined();
  });

  it('reads what ps prints on macOS', () => {
    const text = [
      '    1     0     1 Ss   Thu Nov 20 08:00:01 2025    ',
      '  501     1   501 S+   Fri Nov 21 05:53:59 2025',
      '  502   501   501 Z    Fri Nov 21 05:54:00 2025',
      '',
    ].join('\n');
    expect(parsePs(text)).toEqual([
      { pid: 1, parent: 0, group: 1, session: 0, startedAt: Date.parse('Thu Nov 20 08:00:01 2025') },
      { pid: 501, parent: 1, group: 501, session: 0, startedAt: Date.parse('Fri Nov 21 05:53:59 2025') },
    ]);
  });

  it('finds a tag in what ps prints on macOS', () => {
    const text = '  501 sleep 9 PATH=/bin LOOPWRIGHT_STEP=t1 A=b\n  502 sleep 9 LOOPWRIGHT_STEP=t12\n 77 vim\n';
    expect(parseTagged(text, 't1')).toEqual([501]);
  });

  it('reads what PowerShell prints', () => {
    expect(parseFileTime('133772400000000000\r\n')).toBe(1732766400000);
    expect(parseFileTime('Get-Process : Cannot find a process')).toBeUndefined();
  });

  it('allows two seconds between two tellings of a start', () => {
    expect(sameMoment(1000, '2900')).toBe(true);
    expect(sameMoment(1000, '3100')).toBe(false);
    expect(sameMoment(undefined, '1000')).toBe(false);
    expect(sameMoment(0, '')).toBe(false);
  });

  it('ends trees on Windows', () => {
    expect(windowsKillArguments(7)).toEqual(['/T', '/F', '/PID', '7']);
  });

  it('knows this process, and no other that has its pid', () => {
    expect(isAlive(process.pid, ownStartTime())).toBe(true);
    expect(isAlive(process.pid, '1@x')).toBe(false);
    expect(isAlive(0, '')).toBe(false);
    expect(isAlive(2 ** 22 + 1, ownStartTime())).toBe(false);
  });

  it.runIf(process.platform === 'linux')('sees this process in the table', () => {
    expect(linuxProcesses.rows().map((row) => row.pid)).toContain(process.pid);
  });
});

describe('a family of processes', () => {
  const row = (pid: number, parent: number, session: number, startedAt = 10): ProcessRow => ({
    pid,
    parent,
    group: session,
    session,
    startedAt,
  });
  let now: readonly ProcessRow[] = [];
  const tagged = new Set<number>();
  const table = {
    rows: () => now,
    startOf: () => 0,
    tagged: (all: readonly number[]) => all.filter((pid) => tagged.has(pid)),
  };
  const pids = (family: Family): readonly number[] =>
    family
      .look()
      .map((member) => member.pid)
      .sort((a, b) => a - b);

  it('is the command, what it started, and what that started', () => {
    tagged.clear();
    now = [row(103, 102, 103), row(102, 101, 100), row(101, 100, 100), row(100, 50, 100), row(200, 50, 50)];
    expect(pids(new Family(table, 't', 5, 100))).toEqual([100, 101, 102, 103]);
  });

  it('has whoever stayed in its session or carries its tag', () => {
    tagged.clear();
    tagged.add(300);
    now = [row(101, 1, 100), row(300, 1, 300), row(301, 1, 300), row(400, 1, 400)];
    expect(pids(new Family(table, 't', 5, 100))).toEqual([101, 300, 301]);
  });

  it('remembers a member whose parent is gone', () => {
    tagged.clear();
    const family = new Family(table, 't', 5, 100);
    now = [row(100, 50, 100), row(101, 100, 101)];
    family.look();
    now = [row(101, 1, 101)];
    expect(pids(family)).toEqual([101]);
  });

  it('is not joined by a later process with a pid of its, nor by older ones', () => {
    tagged.clear();
    const family = new Family(table, 't', 5, 100);
    now = [row(100, 50, 100), row(101, 100, 101)];
    family.look();
    now = [row(101, 1, 77, 99), row(102, 101, 78, 99), row(103, 1, 100, 4)];
    expect(pids(family)).toEqual([]);
  });

  it('never has this process', () => {
    tagged.clear();
    tagged.add(process.pid);
    now = [row(process.pid, 1, 1), row(process.ppid, 1, 1)];
    expect(pids(new Family(table, 't', 5, 0))).toEqual([]);
  });
});

describe('the environment of a wrapper', () => {
  it('has nothing but what a wrapper needs', () => {
    const env = { PATH: '/bin', HOME: '/root', GITHUB_TOKEN: 'x', VSCODE_PID: '1', Systemroot: 'C:\\Windows' };
    expect(wrapperEnvironment(env, false)).toEqual({ PATH: '/bin', Systemroot: 'C:\\Windows' });
    expect(wrapperEnvironment({ PATH: '/bin' }, true)).toEqual({ PATH: '/bin', ELECTRON_RUN_AS_NODE: '1' });
  });
});
