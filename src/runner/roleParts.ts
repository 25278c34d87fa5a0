import { agentProgram, isFound } from '../agents/drive/findAgent.ts';
import type { BaseFiles } from '../agents/given/baseFiles.ts';
import { readConnectors } from '../agents/given/connectors.ts';
import { readDefinition } from '../agents/given/definitions.ts';
import { isOnPath } from '../agents/given/programOnPath.ts';
import { readSkills } from '../agents/given/skillFolders.ts';
import { isDriven } from '../model/agents.ts';
import type { Loop, Role } from '../model/loopFile.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The first thing that a role names and that is not there, or cannot be used: its agent's program, a definition, a skill, an
 * MCP server. In words for a person, with what to do; undefined where all is there. `base` is what the run starts from.
 */
export async function missingPart(loop: Loop, base: BaseFiles, env: Environment): Promise<string | undefined> {
  for (const [name, role] of Object.entries(loop.roles)) {
    const missing = missingAgent(role, env) ?? (await missingFile(role, base, env));
    if (missing !== undefined) return `roles.${name}: ${missing}`;
  }
  return undefined;
}

/** `acp` has a command that may be made by the loop's setup, so it is not looked for. */
function missingAgent({ agent }: Role, env: Environment): string | undefined {
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
