import { posix } from 'node:path';
import * as z from 'zod';
import { type BaseFiles, baseText } from '../../definitions/baseFiles.ts';
import type { Connector } from '../../model/connector.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { ownServerName } from '../mcp/ownServer.ts';
import type { McpServer } from '../port.ts';

/** Where a repository names its MCP servers, in the form of Claude Code. */
export const connectorsFile = '.mcp.json';

const mostBytes = 1024 * 1024;

export interface ConnectorsWorld {
  readonly base: BaseFiles;
  /** The runner's own environment, out of which `${NAME}` is filled in. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Values that may not stand in the arguments of a process, where everybody can read them. */
  readonly secrets: readonly string[];
  /** Whether a program is found on the PATH, or at an absolute path. */
  readonly isFound: (program: string) => boolean;
}

/**
 * The MCP servers that a role names, out of `.mcp.json` of the base commit, each under the loop's own name of it and with
 * no more tools than the loop gives. The error says what is wrong and what to do.
 */
export async function readConnectors(
  wanted: readonly Connector[],
  world: ConnectorsWorld,
): Promise<Result<readonly McpServer[], string>> {
  if (wanted.length === 0) return ok([]);
  const written = await serversIn(world.base);
  if (!written.ok) return written;
  const servers: McpServer[] = [];
  for (const connector of wanted) {
    const server = await serverOf(connector, written.value, world);
    if (!server.ok) return err(`The connector ${connector.name} cannot be used: ${server.error}.`);
    servers.push(server.value);
  }
  return ok(servers);
}

const fileSchema = z.object({ mcpServers: z.record(z.string(), z.unknown()) });

type Servers = Readonly<Record<string, unknown>>;

async function serversIn(base: BaseFiles): Promise<Result<Servers, string>> {
  const read = await baseText(base, connectorsFile, mostBytes);
  if (read === undefined) {
    return err(
      `There is no ${connectorsFile} in the commit that the run started from. Commit one that names the MCP servers: { "mcpServers": { … } }.`,
    );
  }
  if ('problem' in read) return err(`${connectorsFile} cannot be used: it ${read.problem}.`);
  try {
    const parsed = fileSchema.safeParse(JSON.parse(read.text));
    if (parsed.success) return ok(parsed.data.mcpServers);
    return err(`${connectorsFile} has no \`mcpServers\` with servers by their names. Write { "mcpServers": { … } }.`);
  } catch (error) {
    return err(
      `${connectorsFile} is no JSON: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}. Repair it and commit it.`,
    );
  }
}

const serverSchema = z.object({
  type: z.string().optional(),
  url: z.unknown().optional(),
  command: z.string().min(1).max(4096).optional(),
  args: z.array(z.string().max(32_768)).max(200).default([]),
  env: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string().max(32_768)).default({}),
});

async function serverOf(
  { name, mcp, tools }: Connector,
  written: Servers,
  world: ConnectorsWorld,
): Promise<Result<McpServer, string>> {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name) || name === ownServerName) {
    return err(`the name ${name.slice(0, 80)} cannot be given to a server; take another one in the loop`);
  }
  if (!Object.hasOwn(written, mcp)) {
    const known = Object.keys(written).slice(0, 10).join(', ');
    return err(`${connectorsFile} has no server ${mcp}${known === '' ? '' : `; it has: ${known}`}`);
  }
  const parsed = serverSchema.safeParse(written[mcp]);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err(
      `${mcp} in ${connectorsFile} is not understood (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
    );
  }
  const { type = 'stdio', url, command, args, env } = parsed.data;
  if (type !== 'stdio' || url !== undefined || command === undefined) {
    return err(
      `${mcp} is no program to start (its type is ${type === 'stdio' ? 'http' : type.slice(0, 20)}); only servers with a \`command\`, over standard input and output, can be given to an agent`,
    );
  }
  const filled = fill({ command, args, env }, world);
  if (!filled.ok) return filled;
  const missing = await whyMissing(filled.value.command, world);
  if (missing !== undefined) return err(missing);
  return ok({ name, ...filled.value, ...(tools === undefined ? {} : { tools }) });
}

interface Started {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Fills in `${NAME}` and `${NAME:-else}`. A text that was filled in is not looked at again. */
function fill({ command, args, env }: Started, { environment, secrets }: ConnectorsWorld): Result<Started, string> {
  const unset = new Set<string>();
  const filled = (text: string): string =>
    text.replace(/\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g, (_, name: string, otherwise?: string) => {
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      if (value === undefined && otherwise === undefined) unset.add(name);
      return value ?? otherwise ?? '';
    });
  const started: Started = {
    command: filled(command),
    args: args.map(filled),
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)])),
  };
  if (unset.size > 0) {
    return err(
      `${[...unset].join(', ')} ${unset.size === 1 ? 'is' : 'are'} not set in the environment of the runner. Set ${unset.size === 1 ? 'it' : 'them'} where you start the editor or the command line, and start the runner again`,
    );
  }
  const shown = [started.command, ...started.args];
  if (secrets.some((secret) => secret !== '' && shown.some((text) => text.includes(secret)))) {
    return err(
      `a secret would stand in its command or \`args\`, where every process can read it. Give it in \`env\`, by its name`,
    );
  }
  return ok(started);
}

/** Why its program cannot be started; a relative path is one of the repository. */
async function whyMissing(program: string, { base, isFound }: ConnectorsWorld): Promise<string | undefined> {
  const isInside = /[\\/]/.test(program) && !/^([\\/]|[A-Za-z]:[\\/])/.test(program);
  if (!isInside) {
    return isFound(program)
      ? undefined
      : `its program ${program.slice(0, 200)} is not found. Install it, or name it by its whole path in ${connectorsFile}`;
  }
  const path = posix.normalize(program.replaceAll('\\', '/'));
  const isThere = !path.startsWith('../') && (await base.read(path)) !== undefined;
  return isThere ? undefined : `its program ${program.slice(0, 200)} is not in the commit that the run started from`;
}
