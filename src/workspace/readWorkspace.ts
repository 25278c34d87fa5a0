import { allDefinitions } from '../definitions/agentDefinitions.ts';
import { baseText } from '../definitions/baseFiles.ts';
import { checkSkill, isSkillName, skillSources } from '../definitions/skills.ts';
import { maxCharacters } from '../language/guard.ts';
import { indexedLoop } from '../language/indexedLoop.ts';
import type { IndexedAgent, IndexedLoop, IndexedSkill, WorkspaceIndex } from '../language/workspaceIndex.ts';
import { definedAgents } from '../model/agents.ts';
import { loopFileEnding, loopsFolder } from '../model/loopPath.ts';
import { type DiskFiles, diskFiles } from './diskFiles.ts';
import { serversFile, serversIn } from './servers.ts';

/** Folders below `.loops`, `.claude` and the like are small; what is more than this nobody would choose from. */
const mostSkills = 500;
const mostLoops = 500;
/** Characters of a description that are kept. */
const mostDescription = 2000;

/**
 * Reads what loops of a repository can name: skills, agent definitions, MCP servers, loops. Never rejects, follows no link,
 * runs nothing and reads bounded amounts; what cannot be read is not there, and what cannot be used has a fault.
 */
export async function readWorkspace(top: string): Promise<WorkspaceIndex> {
  const files = diskFiles(top);
  return {
    skills: await readSkills(files),
    agents: await readAgents(files),
    servers: await readServers(files),
    loops: await readLoops(files),
  };
}

async function readSkills(files: DiskFiles): Promise<readonly IndexedSkill[]> {
  const found = new Map<string, IndexedSkill>();
  for (const source of skillSources) {
    for (const name of (await files.foldersIn(source)).filter(isSkillName).slice(0, mostSkills)) {
      const folder = `${source}/${name}`;
      const below = found.has(name) ? [] : await files.below(folder);
      if (below.length === 0) continue;
      const checked = await checkSkill(files, { name, folder, files: below });
      const file = `${folder}/SKILL.md`;
      const about = checked.ok ? described(checked.value.fields['description']) : { fault: checked.error };
      found.set(name, { name, file, ...about });
    }
  }
  return [...found.values()];
}

async function readAgents(files: DiskFiles): Promise<readonly IndexedAgent[]> {
  const agents: IndexedAgent[] = [];
  for (const agent of definedAgents) {
    for (const { name, file, description, definition } of await allDefinitions(files, agent)) {
      const { model } = definition.ok ? definition.value : {};
      agents.push({
        agent,
        name,
        file,
        ...described(description),
        ...(model === undefined ? {} : { model }),
        ...(definition.ok ? {} : { fault: definition.error }),
      });
    }
  }
  return agents;
}

async function readServers(files: DiskFiles): Promise<WorkspaceIndex['servers']> {
  const read = await baseText(files, serversFile, 1024 * 1024);
  return read !== undefined && 'text' in read ? serversIn(read.text) : [];
}

async function readLoops(files: DiskFiles): Promise<readonly IndexedLoop[]> {
  const names = (await files.filesIn(loopsFolder)).filter((name) => name.endsWith(loopFileEnding));
  const loops: IndexedLoop[] = [];
  for (const name of names.slice(0, mostLoops)) {
    const file = `${loopsFolder}/${name}`;
    // Four bytes a character; the language says of a longer one that it is too long.
    const read = await baseText(files, file, 4 * maxCharacters);
    loops.push(indexedLoop(file, read !== undefined && 'text' in read ? read.text : ''));
  }
  return loops;
}

const described = (text: unknown): { readonly description?: string } =>
  typeof text === 'string' && text.trim() !== '' ? { description: text.trim().slice(0, mostDescription) } : {};
