import { basename, join } from 'node:path';
import type { Tool } from '../../agents/mcp/tools.ts';
import { loopTools } from '../../client/tools/all.ts';
import type { LoopTool, ToolWorld, Validated } from '../../client/tools/loopTool.ts';
import { nearest } from '../../language/near.ts';
import { loopFileEnding, loopPath, loopsFolder } from '../../model/loopPath.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { loopNames, repositoryTop } from '../findLoop.ts';
import { checked, namedSources } from '../loopSources.ts';
import type { Invocation } from '../world.ts';

/** The tools of `loopwright mcp` for an assistant that works beside Loopwright, over the repository of `folder`. */
export function repositoryTools(invocation: Pick<Invocation, 'connect' | 'folder'>): readonly Tool[] {
  const world = { request: requestOf(invocation), validate: validateIn(invocation.folder) };
  return loopTools.map((tool) => served(tool, world));
}

/** The tools that need no run: what an agent within a step may have beside its own. */
export function validatingTools({ folder }: Pick<Invocation, 'folder'>): readonly Tool[] {
  const request: ToolWorld['request'] = async () => err({ code: 'in-a-step', message: 'There is no runner here.' });
  return loopTools
    .filter(({ name }) => name === 'validate_loop')
    .map((tool) => served(tool, { request, validate: validateIn(folder) }));
}

const served = ({ name, description, input, act }: LoopTool, world: ToolWorld): Tool => ({
  name,
  description,
  input,
  readsOnly: true,
  act: (given, signal) => act(given, world, signal),
});

/** A connection for each request: one that stays would keep the runner from leaving when it has nothing to do. */
function requestOf({ connect, folder }: Pick<Invocation, 'connect' | 'folder'>): ToolWorld['request'] {
  return async (method, params, signal = new AbortController().signal) => {
    const client = await connect({ folder, start: true, signal });
    if (!client.ok) return client;
    try {
      return await client.value.request(method, params, signal);
    } finally {
      client.value.close();
    }
  };
}

/** Loops of this repository and no other file: an assistant names it. */
const validateIn =
  (folder: string): ToolWorld['validate'] =>
  async ({ loop, text }) => {
    const top = await repositoryTop(folder);
    if (!top.ok) return err(top.error.message);
    if (loop === undefined) return validated(top.value, await loopNames(top.value));
    const name = nameIn(loop);
    if (name === undefined) return err(`${loop} is not the name of a loop.`);
    if (text !== undefined) {
      const file = loopPath(name);
      const [draft] = await checked([{ file, path: join(top.value, file), text }]);
      return ok({ files: [file], problems: draft?.problems ?? [] });
    }
    const names = await loopNames(top.value);
    if (names.includes(name)) return validated(top.value, [name]);
    const near = nearest(name, names);
    return err(`There is no loop ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`);
  };

async function validated(top: string, names: readonly string[]): Promise<Result<Validated, string>> {
  const sources = await namedSources(top, names);
  if (!sources.ok) return err(sources.error.message);
  const found = await checked(sources.value);
  return ok({ files: found.map(({ source }) => source.file), problems: found.flatMap(({ problems }) => problems) });
}

/** `x` of `x`, `x.loop.yaml` and `.loops/x.loop.yaml`; undefined for what leads elsewhere. */
function nameIn(loop: string): string | undefined {
  const name = basename(loop, loopFileEnding);
  const isOne = [name, `${name}${loopFileEnding}`, `${loopsFolder}/${name}${loopFileEnding}`].includes(loop);
  return isOne && /^[\w-][\w.-]*$/.test(name) ? name : undefined;
}
