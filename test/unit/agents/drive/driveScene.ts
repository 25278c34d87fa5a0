import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DriveOutcome } from '../../../../src/agents/drive/outcome.ts';
import {
  type DriveSpec,
  driveSpecVariable,
  outcomeFile,
  specFile,
  transcriptFile,
} from '../../../../src/agents/drive/spec.ts';

export const SECRET = 'canary-secret-7f3a91';

type Line = Readonly<Record<string, unknown>> & { readonly type: string };

/** What came of a driver's life. */
export interface Driven {
  readonly code: number | null;
  readonly outcome: DriveOutcome | undefined;
  readonly transcript: readonly Line[];
  readonly report: readonly Line[];
  readonly log: string;
  /** The turns that the agent was given. */
  readonly turns: readonly {
    readonly prompt: string;
    readonly session?: { readonly id: string; readonly mode: string };
  }[];
}

/** A folder of a run with a worktree, in which drivers of a scripted agent work. */
export class DriveScene {
  readonly folder = mkdtempSync(join(tmpdir(), 'loopwright-drive-'));
  readonly #program: string;
  readonly #children = new Set<ChildProcess>();
  #steps = 0;

  /** `program`: the driver with the scripted adapter. */
  constructor(program: string) {
    this.#program = program;
    mkdirSync(this.worktree);
  }

  get worktree(): string {
    return join(this.folder, 'worktree');
  }

  dispose(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The program of an agent, in which `say`, `wait`, `turn`, `nth` (which turn it is) and `done` are there. */
  agent(source: string): readonly string[] {
    const file = join(this.folder, `agent-${this.#steps}.cjs`);
    writeFileSync(
      file,
      `${prelude(join(this.folder, `turns-${this.#steps}.jsonl`))}(async () => {\n${source}\n})();\n`,
    );
    return [process.execPath, file];
  }

  /** Starts a driver. */
  begin(
    source: string,
    more: Partial<DriveSpec> = {},
  ): { readonly child: ChildProcess; readonly directory: string; readonly end: Promise<Driven> } {
    this.#steps += 1;
    const directory = join(this.folder, 'run', 'steps', String(this.#steps));
    mkdirSync(directory, { recursive: true });
    const spec = { ...this.#spec(directory, this.agent(source)), ...more };
    writeFileSync(specFile(directory), JSON.stringify(spec));
    const turns = join(this.folder, `turns-${this.#steps}.jsonl`);
    const child = spawn(process.execPath, [this.#program], {
      env: { PATH: process.env['PATH'], [driveSpecVariable]: specFile(directory), MODEL_TOKEN: SECRET },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    child.stdin.end(JSON.stringify({ secrets: [SECRET], mcpEnv: {} }));
    return { child, directory, end: this.#end(child, directory, turns) };
  }

  run(source: string, more: Partial<DriveSpec> = {}): Promise<Driven> {
    return this.begin(source, more).end;
  }

  async #end(child: ChildProcess, directory: string, turns: string): Promise<Driven> {
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (log += text));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    this.#children.delete(child);
    const outcome = existsSync(outcomeFile(directory))
      ? JSON.parse(readFileSync(outcomeFile(directory), 'utf8'))
      : undefined;
    return {
      code,
      outcome,
      transcript: linesOf(transcriptFile(directory)),
      report: linesOf(join(directory, 'report.jsonl')),
      log,
      turns: linesOf(turns) as unknown as Driven['turns'],
    };
  }

  #spec(directory: string, program: readonly string[]): DriveSpec {
    return {
      agent: 'claude',
      program: [...program],
      role: 'maker',
      worktree: this.worktree,
      directory,
      prompt: 'the prompt',
      readOnly: false,
      cannot: [],
      session: { name: 'r1/default/maker/1', mode: 'continue', ledger: join(this.folder, 'run', 'sessions') },
      mcp: [],
      limits: {
        wallSeconds: 60,
        idleSeconds: 30,
        idleToolSeconds: 30,
        retries: 2,
        backOffMs: 20,
        longestBackOffMs: 50,
      },
      prices: {},
      rateFile: join(this.folder, 'common', 'claude.json'),
    };
  }

  /** Limits with some of them changed. */
  limits(more: Partial<DriveSpec['limits']>): Pick<DriveSpec, 'limits'> {
    return { limits: { ...this.#spec('/', []).limits, ...more } };
  }
}

export function linesOf(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

const prelude = (turns: string): string => `
const fs = require('node:fs');
if (process.argv.includes('--version')) { console.log('1.2.3'); process.exit(0); }
const TURNS = ${JSON.stringify(turns)};
const turn = JSON.parse(fs.readFileSync(0, 'utf8'));
fs.appendFileSync(TURNS, JSON.stringify(turn) + '\\n');
const nth = fs.readFileSync(TURNS, 'utf8').trim().split('\\n').length;
const say = (event) => fs.writeSync(1, JSON.stringify(event) + '\\n');
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const usage = (inputTokens, outputTokens, costUsd = null, since = 'turn') =>
  ({ inputTokens, cachedTokens: 0, outputTokens, costUsd, since: { tokens: since, cost: since } });
const done = (text = 'Done.', more = {}) =>
  say({ type: 'outcome', status: 'completed', detail: '', text, usage: usage(10, 5, 0.5), denied: 0, ...more });
const failed = (cause, more = {}) =>
  say({ type: 'outcome', status: 'failed', cause, detail: 'why', text: '', usage: null, denied: 0, ...more });
`;
