import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import {
  type RepairCheck,
  type RepairResult,
  type RepairSpec,
  repairResultSchema,
  repairSpecVariable,
} from '../../src/agents/repair/spec.ts';

/** How a repair ended. */
export interface Repaired {
  readonly code: number | null;
  readonly result: RepairResult | undefined;
  readonly output: string;
  /** What it left in the temporary folder. */
  readonly leftovers: readonly string[];
}

/** A check with the usual values of a test. */
export function checkOf(run: string, more: Partial<RepairCheck> = {}): RepairCheck {
  return { id: 'test', run, env: {}, timeoutSeconds: 60, passed: false, ...more };
}

/** The built repair program, as the engine runs it: bundled once, in a folder that `dispose` removes. */
export class RepairProgram {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  static async build(): Promise<RepairProgram> {
    const folder = mkdtempSync(join(tmpdir(), 'loopwright-repair-program-'));
    await build({
      entryPoints: [fileURLToPath(new URL('../../src/agents/repair/main.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      outfile: join(folder, 'repair.js'),
      logLevel: 'error',
    });
    return new RepairProgram(folder);
  }

  /** Starts it in a worktree; `ended` resolves with its result and never rejects. */
  start(worktree: string, spec: Partial<Omit<RepairSpec, 'resultFile'>>) {
    const folder = mkdtempSync(join(this.#folder, 'run-'));
    const temporary = join(folder, 'tmp');
    mkdirSync(temporary);
    const [specFile, resultFile] = [join(folder, 'spec.json'), join(folder, 'result.json')];
    const whole = {
      checks: [],
      allowedPaths: [],
      protectedPaths: [],
      deadlineMs: Date.now() + 120_000,
      ...spec,
      resultFile,
    };
    writeFileSync(specFile, JSON.stringify(whole));
    const child = spawn(process.execPath, [join(this.#folder, 'repair.js')], {
      cwd: worktree,
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, [repairSpecVariable]: specFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { child, ended: endOf(child, resultFile, temporary) };
  }

  run(worktree: string, spec: Partial<Omit<RepairSpec, 'resultFile'>>): Promise<Repaired> {
    return this.start(worktree, spec).ended;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function endOf(child: ChildProcess, resultFile: string, temporary: string): Promise<Repaired> {
  let output = '';
  const hear = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, output, result: resultIn(resultFile), leftovers: readdirSync(temporary) });
    });
  });
}

function resultIn(file: string): RepairResult | undefined {
  try {
    return repairResultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
