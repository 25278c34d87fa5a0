import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds between two looks. */
const everyMs = 40;

/** Memory in MB (of 1024 × 1024 bytes, as Linux counts) when a process and all below it took most of it from the machine. */
export interface Peak {
  readonly all: number;
  /** Of the first process alone. */
  readonly top: number;
  /** All of it with shared pages counted once for every process that has them (RSS), at its own peak. */
  readonly resident: number;
}

/**
 * Looks now and then how much memory a process and all that it has started take from the machine. A page that several
 * processes share counts in parts (PSS, proc(5)); what they share with this process, which stands for the runner, the machine
 * holds anyway, so that what this one's part has become smaller by is taken off. Linux only.
 */
export class TreeMemory {
  readonly #top: number;
  readonly #aloneMb: number;
  readonly #timer: NodeJS.Timeout;
  #peak: Peak = { all: 0, top: 0, resident: 0 };

  /** `aloneMb`: what `ownShareMb` said before the process was started. */
  constructor(top: number, aloneMb: number) {
    this.#top = top;
    this.#aloneMb = aloneMb;
    this.#timer = setInterval(() => this.#look(), everyMs);
  }

  /** Ends the looking. */
  end(): Peak {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #look(): void {
    const parts = partsOf(this.#top);
    const all = sum(parts) - Math.max(0, this.#aloneMb - ownShareMb());
    const resident = Math.max(
      this.#peak.resident,
      parts.reduce((sum, part) => sum + part.residentMb, 0),
    );
    this.#peak = { ...this.#peak, resident };
    if (all <= this.#peak.all) return;
    this.#peak = { all, top: sum(parts.slice(0, 1)), resident };
  }
}

/** This process's part of the pages of files, its program above all. */
export const ownShareMb = (): number => megabytesOf(read(process.pid, 'smaps_rollup'), 'Pss_File');

interface Part {
  readonly pid: number;
  readonly command: string;
  readonly mb: number;
  readonly residentMb: number;
}

const sum = (parts: readonly Part[]): number => parts.reduce((all, { mb }) => all + mb, 0);

/**
 * A process, first, and all below it, by who is whose parent: field 4 of /proc/<pid>/stat (proc(5)). One with the command
 * line of its parent is about to become another program; until then its memory is its parent's, and is not counted twice.
 */
function partsOf(top: number): readonly Part[] {
  const below = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const stat = read(pid, 'stat');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    below.set(parent, [...(below.get(parent) ?? []), pid]);
  }
  const found = [partOf(top)];
  for (const { pid, command } of found) {
    const children = (below.get(pid) ?? []).map(partOf);
    found.push(...children.filter((child) => child.command !== command));
  }
  return found;
}

function partOf(pid: number): Part {
  const rollup = read(pid, 'smaps_rollup');
  const command = read(pid, 'cmdline');
  return { pid, command, mb: megabytesOf(rollup, 'Pss'), residentMb: megabytesOf(rollup, 'Rss') };
}

const megabytesOf = (rollup: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0) / 1024;

const read = (pid: number, file: string): string => orNothing(() => readFileSync(`/proc/${pid}/${file}`, 'utf8')) ?? '';

/** A process may be gone between two looks at it. */
function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
