import { readFileSync } from 'node:fs';
import type {
  AgentEvent,
  AgentProcess,
  ProcessEnd,
  ProcessOrder,
  ProcessStarter,
  Turn,
} from '../../../src/agents/port.ts';

/** A line of a recording: what we said (`to`), or what the program printed (`from`; a string: no JSON). */
type Line = { readonly to: unknown } | { readonly from: unknown };

/** Reads a recording of test/unit/agents/recordings. */
export function recording(name: string): Line[] {
  const text = readFileSync(new URL(`recordings/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/**
 * Plays a recording as a program: prints what it printed, and waits where it was told something until it is told something
 * again. After the last line it stays until its input is closed, unless it says how it ended.
 */
export class Replay implements ProcessStarter {
  /** What it was told, line by line. */
  readonly told: unknown[] = [];
  orders: ProcessOrder[] = [];
  ends = 0;
  readonly #lines: Line[];
  readonly #end: Partial<ProcessEnd> | undefined;

  constructor(lines: readonly Line[], end?: Partial<ProcessEnd>) {
    this.#lines = [...lines];
    this.#end = end;
  }

  start(order: ProcessOrder): AgentProcess {
    this.orders.push(order);
    let finish: (end: ProcessEnd) => void = () => undefined;
    const ended = new Promise<ProcessEnd>((resolve) => {
      finish = resolve;
    });
    const over = (end: Partial<ProcessEnd> = {}) => finish({ exitCode: 0, signal: null, stderr: '', ...end });
    const play = () => {
      for (let next = this.#lines[0]; next !== undefined && 'from' in next; next = this.#lines[0]) {
        this.#lines.shift();
        order.onLine(typeof next.from === 'string' ? next.from : JSON.stringify(next.from));
      }
      if (this.#lines.length === 0 && this.#end !== undefined) over(this.#end);
    };
    const hear = (text: string) => {
      for (const line of text.trimEnd().split('\n')) {
        this.told.push(JSON.parse(line));
        const next = this.#lines[0];
        if (next !== undefined && 'to' in next) this.#lines.shift();
      }
      setImmediate(play);
    };
    setImmediate(play);
    if (order.stdin !== undefined) hear(order.stdin);
    return {
      write: hear,
      closeInput: () => over(),
      end: async () => {
        this.ends += 1;
        over({ exitCode: null, signal: 'SIGTERM' });
      },
      ended,
    };
  }
}

export const plainTurn: Turn = {
  program: ['agent'],
  cwd: '/work/tree',
  env: {},
  scratch: '/work/scratch',
  prompt: 'Do it.',
  readOnly: false,
  mcp: [],
  retries: 1,
};

/** The kinds of the events, those in a row once. */
export const kinds = (events: readonly AgentEvent[]): string[] =>
  events.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1]);
