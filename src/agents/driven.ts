import { hash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ignoredText } from '../definitions/agentDefinitions.ts';
import { unmetNeeds } from '../model/agentNeeds.ts';
import { canHaveRole, capabilitiesOf, type DrivenAgent } from '../model/agents.ts';
import type { Usage } from '../model/spend.ts';
import { howItEnded } from '../model/stepState.ts';
import type { CommandResult } from '../model/steps.ts';
import { verdictRequired } from '../model/verdictAsked.ts';
import type { Agent, Job, Launch, RoleSays, RoleTask } from './agent.ts';
import { loginEnvironment } from './drive/agentEnvironment.ts';
import { agentProgram } from './drive/findAgent.ts';
import type { DriveOutcome } from './drive/outcome.ts';
import { promptFor } from './drive/promptFor.ts';
import { readOutcome } from './drive/readOutcome.ts';
import {
  type DriveSpec,
  driveSpecVariable,
  leaveFile,
  outcomeFile,
  type PrivateWords,
  specFile,
} from './drive/spec.ts';
import { type Outfit, outfit, takeBack } from './given/outfit.ts';
import { ownServer } from './mcp/ownServer.ts';
import { stateFile } from './mcp/stepFolder.ts';
import type { McpServer } from './port.ts';
import { pricesFile, readPrices } from './prices.ts';
import type { AgentPrograms } from './repair.ts';
import { Attempts } from './report/attempts.ts';
import { writeFresh } from './report/openPlain.ts';
import { readReport } from './report/readReport.ts';
import { reportFile } from './report/reportFile.ts';
import type { CleanText, Said } from './report/said.ts';
import { verdictFor } from './report/verdicts.ts';

/** What driven agents need of the machine and the repository. */
export interface AgentWorld {
  readonly programs: AgentPrograms;
  /** The runner's own environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The common folder of the repository. */
  readonly commonDir: string;
}

/**
 * A coding agent under the driver: a program of ours that outlives the runner with its step, watches the agent, and writes
 * down what it says and uses.
 */
export function drivenAgent(name: DrivenAgent, world: AgentWorld): Agent {
  return { name, undoesFailure: false, take: (task) => new DrivenJob(name, world, task) };
}

class DrivenJob implements Job {
  readonly #agent: DrivenAgent;
  readonly #world: AgentWorld;
  readonly #task: RoleTask;
  readonly #attempts: Attempts;

  constructor(agent: DrivenAgent, world: AgentWorld, task: RoleTask) {
    this.#agent = agent;
    this.#world = world;
    this.#task = task;
    this.#attempts = new Attempts(task);
  }

  async launch(timeoutSeconds: number): Promise<Launch> {
    const { input, directory, secrets } = this.#task;
    const { programs, environment, commonDir } = this.#world;
    const isAgain = await this.#attempts.begin();
    for (const old of [outcomeFile(directory), leaveFile(directory)]) await rm(old, { recursive: true, force: true });
    const given = await this.#outfit();
    const spec = await this.#spec(timeoutSeconds, given, isAgain);
    await writeFresh(specFile(directory), JSON.stringify(spec));
    await writeFresh(stateFile(directory), input.memory);
    const words: PrivateWords = { secrets: [...secrets], mcpEnv: mcpEnvOf(this.#servers(given)) };
    return {
      command: { program: programs.node, args: [programs.agent] },
      env: {
        ...loginEnvironment(this.#agent, environment),
        ...input.env,
        [driveSpecVariable]: specFile(directory),
        ELECTRON_RUN_AS_NODE: '1',
      },
      stdin: `${JSON.stringify(words)}\n`,
      farewell: { file: leaveFile(directory), milliseconds: millisecondsToLeave },
      writes: [spec.session.ledger, dirname(rateFile(commonDir, this.#agent))],
      programs: [...spec.program, ...given.servers.map(({ command }) => command)],
    };
  }

  used(): Promise<Usage | null> {
    return this.#attempts.used();
  }

  tidy(): Promise<void> {
    const { input, directory } = this.#task;
    return takeBack(input, { agent: this.#agent, worktree: input.worktree, directory });
  }

  /** What the repository has for this role. Rejects with words for a person where something of it cannot be given. */
  async #outfit(): Promise<Outfit> {
    const { input, role, directory, base, secrets } = this.#task;
    const given = await outfit(input, {
      agent: this.#agent,
      base,
      environment: this.#world.environment,
      secrets,
      readOnly: role !== 'maker',
      worktree: input.worktree,
      directory,
    });
    if (given.ok) return given.value;
    throw new Error(given.error);
  }

  async report(command: CommandResult): Promise<RoleSays> {
    const { directory, role, clean, input } = this.#task;
    const report = await readReport(reportFile(directory), { role, clean, root: input.worktree });
    const outcome = await readOutcome(directory);
    const reported = await this.#attempts.total();
    await this.#attempts.keepClean(clean);
    const isCompleted = outcome?.status === 'completed';
    // Of an attempt that was cut off before this one, the reports know; of a turn that did not tell, the driver.
    const usage = outcome !== undefined && outcome.usage === null ? null : reported;
    const said: Said = { ...report, usage, ...(isCompleted ? {} : { defects: null, score: null, reasons: [] }) };
    const isWithoutVerdict = (role === 'checker' && said.defects === null) || (role === 'judge' && said.score === null);
    return {
      status: isCompleted && !isWithoutVerdict ? 'completed' : 'failed',
      summary: clean(summaryOf({ agent: this.#agent, role, outcome, said, command })),
      final: isCompleted && said.unsatisfiable !== undefined,
      ...(outcome?.priced === true ? { isPriced: true } : {}),
      ...(outcome === undefined ? {} : { turn: turnOf(outcome, clean) }),
      said,
    };
  }

  async #spec(timeoutSeconds: number, given: Outfit, isAgain: boolean): Promise<DriveSpec> {
    const { role, input, directory } = this.#task;
    const { environment, commonDir } = this.#world;
    const { prices, problem } = await readPrices(pricesFile(environment));
    // The loop's own price goes before the list: the engine works with it.
    const isPricedHere = input.price === undefined;
    const program = this.#agent === 'acp' ? input.command : undefined;
    return {
      agent: this.#agent,
      program: [...(program ?? agentProgram(this.#agent, environment))],
      role,
      worktree: input.worktree,
      directory,
      prompt: promptFor(this.#task, { agent: this.#agent, ...(await this.#diff()) }),
      ...worksBy(input, given),
      // Where it may answer as it likes, a form would only keep it from working.
      ...(verdictRequired[role] ? { schema: verdictFor(role).schema } : {}),
      readOnly: role !== 'maker',
      cannot: [
        ...(canHaveRole(this.#agent, role) ? [] : [`roles.${role}`]),
        ...unmetNeeds(this.#agent, { ...input, tools: given.definition?.tools }),
      ],
      session: {
        name: input.session,
        mode: sessionMode(input, isAgain),
        ledger: sessionFolder(directory, input.session),
      },
      mcp: this.#servers(given).map(({ env: _, ...server }) => shown(server)),
      limits: this.#limits(timeoutSeconds),
      notes: [...overlooked(this.#agent, input, given), ...(isPricedHere && problem !== undefined ? [problem] : [])],
      prices: isPricedHere ? { ...prices } : {},
      rateFile: rateFile(commonDir, this.#agent),
    };
  }

  /** The MCP servers that the agent is given. */
  #servers({ servers }: Outfit): readonly McpServer[] {
    if (!capabilitiesOf[this.#agent].mcp) return [];
    const { node, mcp } = this.#world.programs;
    return [ownServer({ node, script: mcp, directory: this.#task.directory }), ...servers];
  }

  async #diff(): Promise<{ readonly diff?: string }> {
    return 'diffFile' in this.#task ? { diff: await diffIn(this.#task.diffFile) } : {};
  }

  #limits(timeoutSeconds: number): DriveSpec['limits'] {
    const { input } = this.#task;
    const maxCostUsd = least(input.limits.map(({ costUsd }) => costUsd));
    const maxTokens = least(input.limits.map(({ tokens }) => tokens));
    return {
      wallSeconds: Math.max(timeoutSeconds - secondsToEnd, timeoutSeconds / 2),
      idleSeconds: 300,
      idleToolSeconds: 1800,
      ...(input.maxTurns === undefined ? {} : { maxTurns: input.maxTurns }),
      ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      retries: 3,
      backOffMs: 5000,
      longestBackOffMs: 120_000,
    };
  }
}

type SessionMode = DriveSpec['session']['mode'];

/**
 * A turn that was cut off is begun anew, with the files as they were before it. A conversation that was to go on holds a part
 * of it already, and with it changes that are not there any more; one that is forked off for it does not.
 */
function sessionMode({ sessionMode: asked = 'continue' }: RoleTask['input'], isAgain: boolean): SessionMode {
  return isAgain && asked === 'continue' ? 'fresh' : asked;
}

/** Whose words and which model it works with: what the role says goes before what its definition says. */
function worksBy(
  { model, effort }: RoleTask['input'],
  { definition }: Outfit,
): Pick<DriveSpec, 'instructions' | 'model' | 'effort' | 'tools'> {
  const asked = { model: model ?? definition?.model, effort: effort ?? definition?.effort };
  return {
    ...(definition === undefined ? {} : { instructions: definition.instructions }),
    ...(asked.model === undefined ? {} : { model: asked.model }),
    ...(asked.effort === undefined ? {} : { effort: asked.effort }),
    ...(definition?.tools === undefined ? {} : { tools: [...definition.tools] }),
  };
}

/** What of its definition has no effect. */
function overlooked(
  agent: DrivenAgent,
  { definition = '' }: RoleTask['input'],
  { definition: read }: Outfit,
): readonly string[] {
  const said = read === undefined ? undefined : ignoredText(`${agent}:${definition}`, read);
  return said === undefined ? [] : [said];
}

/** As the spec holds a server: its environment goes another way, for there may be secrets in it. */
const shown = ({ name, command, args, tools }: Omit<McpServer, 'env'>): DriveSpec['mcp'][number] => ({
  name,
  command,
  args: [...args],
  ...(tools === undefined ? {} : { tools: [...tools] }),
});

const mcpEnvOf = (servers: readonly McpServer[]): PrivateWords['mcpEnv'] =>
  Object.fromEntries(servers.map(({ name, env }) => [name, { ...env }]));

/** The driver stops by itself before its time is up, so that it can say how far the agent came. */
const secondsToEnd = 12;

/** An agent that is asked to end its turn gets two seconds of it from its adapter. */
const millisecondsToLeave = 3000;

/** Bytes of a diff that are looked at for the prompt. */
const mostOfDiff = 256 * 1024;

async function diffIn(file: string): Promise<string> {
  const bytes = await readFile(file);
  return bytes.subarray(0, mostOfDiff).toString('utf8');
}

/**
 * Where a conversation is remembered: in the run's folder, in which the step's folder lies under `steps`. Each has a folder
 * of its own, so that a cage lets an agent write there and to nobody else's.
 */
const sessionFolder = (directory: string, name: string): string =>
  join(dirname(dirname(directory)), 'sessions', hash('sha256', name, 'hex').slice(0, 16));

/** Where all drivers of an agent say when its model may be asked again. */
export const rateFile = (commonDir: string, agent: DrivenAgent): string =>
  join(commonDir, 'loopwright', 'agents', `${agent}.json`);

function least(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function turnOf({ version, model, session, denied }: DriveOutcome, clean: CleanText): NonNullable<RoleSays['turn']> {
  return {
    ...(version === undefined ? {} : { version: clean(version) }),
    ...(model === undefined ? {} : { model: clean(model) }),
    ...(session === undefined ? {} : { session: clean(session) }),
    denied,
  };
}

/** As much of what an agent said last as is told on. */
const mostWords = 2000;

function summaryOf({
  agent,
  role,
  outcome,
  said,
  command,
}: {
  readonly agent: DrivenAgent;
  readonly role: RoleTask['role'];
  readonly outcome: DriveOutcome | undefined;
  readonly said: Said;
  readonly command: CommandResult;
}): string {
  if (outcome === undefined)
    return `${agent} did not finish: ${howItEnded(command)}. ${command.tail.trim().slice(-500)}`.trim();
  const { status, cause, detail, text } = outcome;
  if (status !== 'completed') return `${agent} ${cause === undefined ? status : `${status} (${cause})`}: ${detail}`;
  if (role === 'checker' && said.defects !== null) return defectsNamed(said.defects.length);
  if (role === 'judge' && said.score !== null) return `${said.score} of 10.`;
  if (role === 'checker' || role === 'judge') return `It gave no valid verdict. ${said.problems[0] ?? ''}`.trim();
  if (said.unsatisfiable !== undefined) return `The maker says that this cannot be satisfied: ${said.unsatisfiable}`;
  const words = text.trim();
  return words === '' ? `${agent} ended its turn without a word.` : words.slice(-mostWords);
}

const defectsNamed = (count: number): string =>
  count === 0 ? 'It found no defect.' : `It names ${count} ${count === 1 ? 'defect' : 'defects'}.`;
