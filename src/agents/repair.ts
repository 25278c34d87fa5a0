import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { howItEnded } from '../model/stepState.ts';
import type { MakerAgent, MakerTask } from './agent.ts';
import { type RepairResult, type RepairSpec, repairResultSchema, repairSpecVariable } from './repair/spec.ts';

/** Programs that the built-in agents are started with. */
export interface AgentPrograms {
  readonly node: string;
  readonly repair: string;
}

/**
 * The built-in maker without a model: small edits where the failing tests point. It stops by itself a little before its
 * time is up, so that it can put back the file it was trying.
 */
export function repairAgent({ node, repair }: AgentPrograms): MakerAgent {
  return {
    name: 'repair',
    undoesFailure: true,
    async launch(task) {
      const specFile = join(task.directory, 'repair.json');
      await writeFile(specFile, JSON.stringify(specOf(task)));
      return {
        command: { program: node, args: [repair] },
        env: { [repairSpecVariable]: specFile, ELECTRON_RUN_AS_NODE: '1' },
      };
    },
    async report(task, command) {
      const result = await readResult(resultFile(task));
      if (result === undefined) {
        return { status: 'failed', final: false, summary: `The repair did not finish: ${howItEnded(command)}.` };
      }
      const fixed = result.status === 'fixed';
      return {
        status: fixed ? 'completed' : 'failed',
        // The same tests and the same edits would be tried in the next pass.
        final: !fixed && result.status !== 'budget',
        summary: summaryOf(result),
        tried: result.tried,
      };
    },
  };
}

const resultFile = ({ directory }: MakerTask): string => join(directory, 'repair-result.json');

const secondsToPutBack = 2;

function specOf(task: MakerTask): RepairSpec {
  const { input, timeoutSeconds } = task;
  return {
    checks: input.checks,
    allowedPaths: input.allowedPaths,
    protectedPaths: input.protectedPaths,
    deadlineMs: Date.now() + Math.max(timeoutSeconds - secondsToPutBack, timeoutSeconds / 2) * 1000,
    resultFile: resultFile(task),
  };
}

async function readResult(file: string): Promise<RepairResult | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : repairResultSchema.parse(JSON.parse(text));
}

function summaryOf(result: RepairResult): string {
  const [edit, ...more] = result.edits;
  if (edit === undefined) return `${result.reason} ${result.tried} of ${edits(result.candidates)} tried.`;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return `${edit.path}:${edit.line}: ${edit.description}${others}`;
}

const edits = (count: number): string => `${count} ${count === 1 ? 'edit' : 'edits'}`;
