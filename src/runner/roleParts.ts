import { agentProgram, isFound } from '../agents/drive/findAgent.ts';
import { readConnectors } from '../agents/given/connectors.ts';
import { isOnPath } from '../agents/given/programOnPath.ts';
import { ignoredText, readDefinition } from '../definitions/agentDefinitions.ts';
import type { BaseFiles } from '../definitions/baseFiles.ts';
import { readSkills } from '../definitions/skills.ts';
import { isDriven } from '../model/agents.ts';
import type { Loop, Role } from '../model/loopFile.ts';
import { noWindow } from './modelWindows.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where agents are looked for. */
export interface PartsWorld {
  readonly env: Environment;
  /** Whether a window with a language model is connected. */
  readonly hasModels: () => Promise<boolean>;
}

/**
 * The first thing that a role names and that is not there, or cannot be used: its agent's program, a definition, a skill, an
 * MCP server. In words for a person, with what to do; undefined where all is there. `base` is what the run starts from.
 */
export async function missingPart(loop: Loop, base: BaseFiles, world: PartsWorld): Promise<string | undefined> {
  for (const [name, role] of Object.entries(loop.roles)) {
    const missing = (await missingAgent(role, world)) ?? (await missingFile(role, base, world.env));
    if (missing !== undefined) return `roles.${name}: ${missing}`;
  }
  return undefined;
}

/** What the definitions of a loop's roles say without effect, a line each; nothing of those that cannot be read. */
export async function overlookedParts(loop: Loop, base: BaseFiles): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [name, { agent, definition }] of Object.entries(loop.roles)) {
    if (definition === undefined || !isDriven(agent)) continue;
    const read = await readDefinition(base, agent, definition);
    const said = read.ok ? ignoredText(`${agent}:${definition}`, read.value) : undefined;
    if (said !== undefined) lines.push(`roles.${name}: ${said}`);
  }
  return lines;
}

/** `acp` has a command that may be made by the loop's setup, so it is not looked for. */
async function missingAgent({ agent }: Role, { env, hasModels }: PartsWorld): Promise<string | undefined> {
  if (agent === 'vscode') return (await hasModels()) ? undefined : noWindow;
  if (!isDriven(agent) || agent === 'acp' || isFound(agent, env)) return undefined;
  const [program] = agentProgram(agent, env);
  return `${agent} was not found (${program}). Install it, or name another agent; \`loopwright doctor\` shows what is there.`;
}

async function missingFile(role: Role, base: BaseFiles, env: Environment): Promise<string | undefined> {
  const { agent, definition, skills = [], connectors } = role;
  if (definition !== undefined && isDriven(agent)) {
    const read = await readDefinition(base, agent, definition);
    if (!read.ok) return read.error;
  }
  const given = await readSkills(base, skills);
  if (!given.ok) return given.error;
  if (connectors.length === 0) return undefined;
  const isThere = (program: string) => isOnPath(program, env);
  const servers = await readConnectors(connectors, { base, environment: env, secrets: [], isFound: isThere });
  return servers.ok ? undefined : servers.error;
}
