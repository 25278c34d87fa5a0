import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { DrivenAgent } from '../../model/agents.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names an agent's program where PATH does not: a path, or the whole command as a JSON list. */
export const programVariable = (agent: DrivenAgent): string => `LOOPWRIGHT_AGENT_${agent.toUpperCase()}`;

/** An agent's program with its first arguments, as the user named it or as it is looked for. */
export function agentProgram(agent: DrivenAgent, env: Environment): readonly [string, ...string[]] {
  const named = env[programVariable(agent)]?.trim() ?? '';
  if (named === '') return [agent];
  return named.startsWith('[') ? (listIn(named) ?? [named]) : [named];
}

/** Whether its program is there. What it can do, and whether it is logged in, only a probe tells. */
export function isFound(agent: DrivenAgent, env: Environment, platform: NodeJS.Platform = process.platform): boolean {
  const [program] = agentProgram(agent, env);
  if (/[\\/]/.test(program)) return isExecutable(program);
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const extensions = platform === 'win32' ? ['', ...(env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';')] : [''];
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => extensions.some((extension) => isExecutable(join(folder, program + extension))));
}

function listIn(text: string): readonly [string, ...string[]] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list) || !list.every((one) => typeof one === 'string')) return undefined;
    const [first, ...rest] = list as string[];
    return first === undefined ? undefined : [first, ...rest];
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
