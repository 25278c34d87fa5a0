import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Usage } from '../model/spend.ts';
import { howItEnded } from '../model/stepState.ts';
import type { CommandResult } from '../model/steps.ts';
import type { Agent, Job, Launch, MakerTask, RoleSays } from './agent.ts';
import { type RepairResult, type RepairSpec, repairResultSchema, repairSpecVariable } from './repair/spec.ts';
import { writeFresh } from './report/openPlain.ts';
import { type Said, saidNothing } from './report/said.ts';

/** Programs that the built-in agents are started with. */
export interface AgentPrograms {
  readonly node: string;
  readonly repair: string;
  /** The driver of the coding agents. */
  readonly agent: string;
  /** Loopwright's own MCP server for them. */
  readonly mcp: string;
}

/**
 * The built-in maker without a model: small edits where the failing tests point. It stops by itself a little before its
 * time is up, so that it can put back the file it was trying.
 */
export function repairAgent(programs: AgentPrograms): Agent<MakerTask> {
  return { name: 'repair', undoesFailure: true, take: (task) => new RepairJob(programs, task) };
}

/** No model, so nothing is paid for: known, unlike the usage of somebody who says nothing. */
const nothingUsed: Usage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };
const said: Said = { ...saidNothing, usage: nothingUsed };

class RepairJob implements Job {
  readonly #programs: AgentPrograms;
  readonly #task: MakerTask;

  constructor(programs: AgentPrograms, task: MakerTask) {
    this.#programs = programs;
    this.#task = task;
  }

  async launch(timeoutSeconds: number): Promise<Launch> {
    const { input, directory } = this.#task;
    const specFile = join(directory, 'repair.json');
    await rm(resultFile(this.#task), { force: true });
    await writeFresh(specFile, JSON.stringify(specOf(this.#task, timeoutSeconds)));
    return {
      command: { program: this.#programs.node, args: [this.#programs.repair] },
      env: { ...input.env, [repairSpecVariable]: specFile, ELECTRON_RUN_AS_NODE: '1' },
    };
  }

  async used(): Promise<Usage> {
    return nothingUsed;
  }

  async report(command: CommandResult): Promise<RoleSays> {
    const result = await readResult(resultFile(this.#task));
    if (result === undefined) {
      return { status: 'failed', final: false, summary: `The repair did not finish: ${howItEnded(command)}.`, said };
    }
    const fixed = result.status === 'fixed';
    return {
      status: fixed ? 'completed' : 'failed',
      // The same tests and the same edits would be tried in the next pass.
      final: !fixed && result.status !== 'budget',
      summary: summaryOf(result),
      tried: result.tried,
      said,
    };
  }
}

const resultFile = ({ directory }: MakerTask): string => join(directory, 'repair-result.json');

const secondsToPutBack = 2;

function specOf(task: MakerTask, timeoutSeconds: number): RepairSpec {
  const { input } = task;
  return {
    checks: input.checks.map(({ report: _, ...check }) => check),
    allowedPaths: input.allowedPaths,
    protectedPaths: input.protectedPaths,
    deadlineMs: Date.now() + Math.max(timeoutSeconds - secondsToPutBack, timeoutSeconds / 2) * 1000,
    resultFile: resultFile(task),
  };
}

/** The program writes it whole or not at all; what else lies there, a tested project has written. */
async function readResult(file: string): Promise<RepairResult | undefined> {
  try {
    const parsed = repairResultSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function summaryOf(result: RepairResult): string {
  const [edit, ...more] = result.edits;
  if (edit === undefined) return `${result.reason} ${result.tried} of ${edits(result.candidates)} tried.`;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return `${edit.path}:${edit.line}: ${edit.description}${others}`;
}

const edits = (count: number): string => `${count} ${count === 1 ? 'edit' : 'edits'}`;
