import { readdirSync, readFileSync } from 'node:fs';
import { residentMb } from '../engine/processCost.ts';

/** Milliseconds between two looks. */
const everyMs = 30;

/** Resident memory in MB (of 1024 × 1024 bytes, as Linux counts) when a process and all below it had most of it. */
export interface Peak {
  readonly all: number;
  /** Of the first process alone. */
  readonly top: number;
  /** Of those whose command line names our MCP server. */
  readonly mcp: number;
}

/**
 * Looks now and then how much memory a process and all that it has started hold. Pages that processes share count once for
 * each, so two Node processes seem to take more than they do. Linux only.
 */
export class TreeMemory {
  readonly #top: number;
  readonly #timer: NodeJS.Timeout;
  #peak: Peak = { all: 0, top: 0, mcp: 0 };

  constructor(top: number) {
    this.#top = top;
    this.#timer = setInterval(() => this.#look(), everyMs);
  }

  /** Ends the looking. */
  end(): Peak {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #look(): void {
    const parts = partsOf(this.#top);
    const all = sum(parts);
    if (all <= this.#peak.all) return;
    const mcp = parts.filter(({ command }) => command.includes('/mcp.js'));
    this.#peak = { all, top: sum(parts.slice(0, 1)), mcp: sum(mcp) };
  }
}

interface Part {
  readonly pid: number;
  readonly command: string;
  readonly mb: number;
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
  return { pid, command: read(pid, 'cmdline'), mb: orNothing(() => residentMb(pid)) || 0 };
}

const read = (pid: number, file: string): string => orNothing(() => readFileSync(`/proc/${pid}/${file}`, 'utf8')) ?? '';

/** A process may be gone between two looks at it. */
function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
