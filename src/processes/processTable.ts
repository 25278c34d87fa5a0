import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readProcFile } from './procFile.ts';

/** A process of this machine. `startedAt` tells it from a later one with the same pid; its unit is the platform's. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** 0 where the platform does not tell. */
  readonly session: number;
  readonly startedAt: number;
}

/** What ending a step's processes needs of the machine. */
export interface ProcessTable {
  /** All processes that are alive; zombies are not. */
  rows(): readonly ProcessRow[];
  /** A moment, in the unit of `startedAt`, that is no later than the start of a child that was started just now. */
  startOf(child: number): number;
  /** Those whose environment, as they began, has `<variable>=<tag>`, by default `LOOPWRIGHT_STEP=<tag>`. */
  tagged(pids: readonly number[], tag: string, variable?: string): readonly number[];
}

/** The variable that every process of a step inherits. */
export const tagVariable = 'LOOPWRIGHT_STEP';

/** Parses `/proc/<pid>/stat` (proc_pid_stat(5)). The name, field 2, may hold anything. */
export function parseStat(text: string): (ProcessRow & { readonly isDead: boolean }) | undefined {
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  if (nameEnd === -1 || fields.length < 20) return undefined;
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    pid: Number.parseInt(text, 10),
    parent: field(4),
    group: field(5),
    session: field(6),
    startedAt: field(22),
    isDead: fields[0] === 'Z' || fields[0] === 'X',
  };
}

/** Parses `ps -A -o pid=,ppid=,pgid=,stat=,lstart=` with LC_ALL=C; `startedAt` is epoch milliseconds to the second. */
export function parsePs(text: string): readonly ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, start] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (pid === undefined || start === undefined || state?.startsWith('Z')) return [];
    return [
      { pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, startedAt: Date.parse(start) },
    ];
  });
}

/** Parses `ps -E -ww -o pid=,command=`: the pids whose environment, at the end of the line, has the tag. */
export function parseTagged(text: string, tag: string, variable = tagVariable): readonly number[] {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  return lines.filter((words) => words.includes(`${variable}=${tag}`)).map(([pid]) => Number(pid));
}

/** Linux: /proc, some milliseconds for all processes. */
export const linuxProcesses: ProcessTable = {
  rows: () =>
    readdirSync('/proc').flatMap((name) => {
      const row = /^\d+$/.test(name) ? parseStat(readProcFile(`/proc/${name}/stat`)) : undefined;
      return row === undefined || row.isDead ? [] : [row];
    }),
  startOf: (child) => parseStat(readProcFile(`/proc/${child}/stat`))?.startedAt ?? 0,
  tagged: (pids, tag, variable = tagVariable) =>
    pids.filter((pid) => readProcFile(`/proc/${pid}/environ`).split('\0').includes(`${variable}=${tag}`)),
};

/** macOS and the BSDs: `ps`, which shows the environment of one's own processes. */
export const psProcesses: ProcessTable = {
  rows: () => parsePs(ps('-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart=')),
  startOf: () => Date.now() - 2000,
  tagged: (pids, tag, variable) =>
    pids.length === 0 ? [] : parseTagged(ps('-E', '-ww', '-o', 'pid=,command=', '-p', pids.join(',')), tag, variable),
};

/** Windows tells neither cheaply: `taskkill /T` ends a tree there. */
const noProcesses: ProcessTable = { rows: () => [], startOf: () => 0, tagged: () => [] };

export function processTable(platform: NodeJS.Platform = process.platform): ProcessTable {
  if (platform === 'linux') return linuxProcesses;
  return platform === 'win32' ? noProcesses : psProcesses;
}

function ps(...args: readonly string[]): string {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync('/bin/ps', args, {
      encoding: 'utf8',
      env: { LC_ALL: 'C' },
      stdio: [...stdio],
      maxBuffer: 64 << 20,
    });
  } catch {
    // The process is gone: ps ends with 1.
    return '';
  }
}
