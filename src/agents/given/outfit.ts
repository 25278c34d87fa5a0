import { type Definition, readDefinition } from '../../definitions/agentDefinitions.ts';
import type { BaseFiles } from '../../definitions/baseFiles.ts';
import { readSkills, type Skill } from '../../definitions/skills.ts';
import { capabilitiesOf, type DrivenAgent } from '../../model/agents.ts';
import type { Connector } from '../../model/connector.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { McpServer } from '../port.ts';
import { readConnectors } from './connectors.ts';
import { isOnPath } from './programOnPath.ts';
import { placeSkills, removeSkills } from './skills.ts';

/** What a role names that the repository has for its agent. */
export interface Wanted {
  readonly definition?: string | undefined;
  readonly skills?: readonly string[] | undefined;
  readonly connectors?: readonly Connector[] | undefined;
}

/** The same, read. */
export interface Outfit {
  readonly definition?: Definition;
  readonly servers: readonly McpServer[];
  readonly skills: readonly Skill[];
}

/** Where the things are that a role is given, and where its skills go. */
export interface OutfitWorld {
  readonly agent: DrivenAgent;
  readonly base: BaseFiles;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Known secrets: they stand in no argument of a process. */
  readonly secrets: readonly string[];
  readonly readOnly: boolean;
  readonly worktree: string;
  /** The step's folder. */
  readonly directory: string;
}

/**
 * Reads what a role's agent is given of the repository, all of it out of the base commit, and puts its skills where it reads
 * them. The error says what is missing or cannot be used, and what to do: nothing is left out in silence.
 */
export async function outfit(wanted: Wanted, world: OutfitWorld): Promise<Result<Outfit, string>> {
  const { agent, base, environment, secrets, readOnly } = world;
  const { mcp, skills: folder } = capabilitiesOf[agent];
  const names = wanted.skills ?? [];
  const connectors = wanted.connectors ?? [];
  if (connectors.length > 0 && !mcp) return err(`${agent} takes no MCP servers. Take \`connectors\` out of the role.`);
  if (names.length > 0 && folder === undefined)
    return err(`${agent} reads no skills. Take \`skills\` out of the role.`);
  const definition = wanted.definition === undefined ? undefined : await readDefinition(base, agent, wanted.definition);
  if (definition?.ok === false) return definition;
  if (definition?.value.readOnly === true && !readOnly) {
    return err(`${agent}:${wanted.definition} may only read, so it makes no change. Take another one for the maker.`);
  }
  const isFound = (program: string) => isOnPath(program, environment);
  const servers = await readConnectors(connectors, { base, environment, secrets, isFound });
  if (!servers.ok) return servers;
  const skills = await readSkills(base, names);
  if (!skills.ok) return skills;
  if (folder !== undefined && names.length > 0) {
    const { worktree, directory } = world;
    const placed = await placeSkills({ worktree, directory, folder, names, skills: skills.value, keepsOwn: !readOnly });
    if (!placed.ok) return placed;
  }
  return ok({
    ...(definition === undefined ? {} : { definition: definition.value }),
    servers: servers.value,
    skills: skills.value,
  });
}

/** Takes back what an outfit put into the worktree. To be called before anybody looks at what the pass changed. */
export async function takeBack(
  { skills: names = [] }: Wanted,
  { agent, worktree, directory }: Pick<OutfitWorld, 'agent' | 'worktree' | 'directory'>,
): Promise<void> {
  const folder = capabilitiesOf[agent].skills;
  if (folder !== undefined && names.length > 0) await removeSkills({ worktree, directory, folder, names });
}
