import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installAgents } from '../../../scripts/agents/install.mjs';
import { root } from '../../../scripts/paths.mjs';
import type { RoleSays, RoleTask } from '../../../src/agents/agent.ts';
import { type DriveOutcome, driveOutcomeSchema } from '../../../src/agents/drive/outcome.ts';
import { type DriveSpec, outcomeFile, specFile, transcriptFile } from '../../../src/agents/drive/spec.ts';
import { drivenAgent } from '../../../src/agents/driven.ts';
import { reportFile } from '../../../src/agents/report/reportFile.ts';
import { openRepository } from '../../../src/git/repository.ts';
import type { CommandResult } from '../../../src/model/steps.ts';
import { baseFiles } from '../../../src/steps/baseFiles.ts';
import type { Cell } from './cell.ts';

type Line = Readonly<Record<string, unknown>> & { readonly type: string };

/** What a step of a role came to: files that the driver left behind, and what the runner reads in them. */
export interface Step {
  readonly outcome: DriveOutcome | undefined;
  readonly report: readonly Line[];
  readonly transcript: readonly Line[];
  readonly says: RoleSays;
  /** What the driver printed. */
  readonly log: string;
}

export interface StepOrder {
  readonly role?: 'maker' | 'checker' | 'judge';
  /** More of what the engine asks of the role. */
  readonly input?: Partial<RoleTask['input']>;
  readonly limits?: Partial<DriveSpec['limits']>;
  /** Seconds that a question waits for a person, at least. */
  readonly patienceSeconds?: number;
}

export interface Stepping {
  readonly directory: string;
  readonly end: Promise<Step>;
}

const programs = process.env['LOOPWRIGHT_DIST'] ?? join(root, 'dist');
const [common, head] = [{ loop: 'cell', item: 'default' }, '0'.repeat(40)];

/** A whole step of one role: the driver is started as a step starts it, and its files are read as a step reads them. */
export async function beginStep(cell: Cell, order: StepOrder = {}): Promise<Stepping> {
  const { world } = cell;
  const directory = join(world.folder, 'run', 'steps', 'one');
  await mkdir(directory, { recursive: true });
  const task = await taskOf(cell, directory, order);
  const environment = {
    ...world.env,
    CELL_FOLDER: world.folder,
    [`LOOPWRIGHT_AGENT_${cell.agent.toUpperCase()}`]: JSON.stringify(world.program),
  };
  const { node } = await installAgents();
  const at = (name: string) => join(programs, name);
  const job = drivenAgent(cell.agent, {
    programs: { node, repair: at('repair.js'), agent: at('agent.js'), mcp: at('mcp.js') },
    environment,
    commonDir: join(world.folder, 'common'),
  }).take(task);
  const launch = await job.launch(124);
  await bend(specFile(directory), order);
  if (!('program' in launch.command)) throw new Error('a driver is no shell command');
  const { program, args } = launch.command;
  const child = spawn(program, [...args], { cwd: world.worktree, env: { ...world.env, ...launch.env } });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
  child.stdin.end(launch.stdin);
  const end = once(child, 'close').then(async ([code]): Promise<Step> => {
    const says = await job.report({ ...ended, exitCode: code, tail: log.slice(-2000) });
    return {
      outcome: existsSync(outcomeFile(directory))
        ? driveOutcomeSchema.parse(JSON.parse(readFileSync(outcomeFile(directory), 'utf8')))
        : undefined,
      report: linesOf(reportFile(directory)),
      transcript: linesOf(transcriptFile(directory)),
      says,
      log,
    };
  });
  return { directory, end };
}

/** The same to its end. */
export const step = async (cell: Cell, order?: StepOrder): Promise<Step> => (await beginStep(cell, order)).end;

const ended: CommandResult = {
  ended: 'exit',
  exitCode: 0,
  startedAt: 0,
  finishedAt: 1,
  outputBytes: 1,
  tail: '',
  survivors: 0,
};

async function taskOf(cell: Cell, directory: string, { role = 'maker', input }: StepOrder): Promise<RoleTask> {
  const { world } = cell;
  const repository = await openRepository(world.worktree);
  if (!repository.ok) throw new Error('the worktree is no repository');
  const { model } = world.turn();
  const place = {
    directory,
    log: join(directory, 'log.txt'),
    timeoutSeconds: 124,
    base: baseFiles(repository.value, repository.value.head),
    clean: (text: string) => text,
    secrets: [],
  };
  const asked = {
    ...common,
    worktree: world.worktree,
    agent: cell.agent,
    prompt: 'Do what is planned.',
    ...(model === undefined ? {} : { model }),
    env: {},
    session: 'cell/default/1',
    memory: '',
    limits: [],
    iteration: 1,
    ...input,
  };
  const judged = { ...asked, base: head, head, brief: 'The goal.' };
  const diffFile = join(directory, 'change.diff');
  await writeFile(diffFile, '');
  if (role === 'checker') return { role, ...place, diffFile, input: judged };
  if (role === 'judge') return { role, ...place, diffFile, input: { ...judged, seat: 1 } };
  const made = { head, feedback: '', checks: [], allowedPaths: [], protectedPaths: [] };
  return { role, ...place, input: { ...asked, ...made } };
}

/** Shortens what a test need not wait for: limits of time, and how long a question of the agent's waits. */
async function bend(file: string, { limits, patienceSeconds }: StepOrder): Promise<void> {
  const spec = JSON.parse(await readFile(file, 'utf8'));
  const mcp = spec.mcp.map((server: { name: string; args: string[] }) =>
    server.name === 'loopwright' && patienceSeconds !== undefined
      ? { ...server, args: [...server.args.slice(0, -1), String(patienceSeconds)] }
      : server,
  );
  await writeFile(file, JSON.stringify({ ...spec, mcp, limits: { ...spec.limits, ...limits } }));
}

function linesOf(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}
