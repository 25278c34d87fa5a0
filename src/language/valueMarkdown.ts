import { agentNames, agentRoles, splitAgent } from '../model/agents.ts';
import { agentLine } from './agentWords.ts';
import { wildPath } from './idKinds.ts';
import { type Path, placeAt, type Reading } from './reading.ts';
import { valueMeaning } from './valueMeanings.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** What a value means or names; undefined where it says all itself. */
export function valueMarkdown(reading: Reading, path: Path, index: WorkspaceIndex | undefined): string | undefined {
  const value = placeAt(reading, path)?.value;
  if (typeof value !== 'string') return undefined;
  const meaning = valueMeaning(path, value);
  if (meaning !== undefined) return `\`${value}\`: ${meaning}`;
  const wild = wildPath(path).replace(new RegExp(`^roles\\.(${agentRoles.join('|')})\\.`), 'roles.*.');
  return Object.hasOwn(named, wild) ? named[wild]?.(value, index, reading) : undefined;
}

type Tell = (value: string, index: WorkspaceIndex | undefined, reading: Reading) => string | undefined;

interface Entry {
  readonly name: string;
  readonly file: string;
  readonly description?: string;
  readonly fault?: string;
}

/** What the repository has under a name: what it says of itself, and its file. */
function told(what: string, entry: Entry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const { name, file, description, fault } = entry;
  const parts = [
    `${what} \`${name}\``,
    ...(description === undefined ? [] : [description]),
    `\`${file}\``,
    ...(fault === undefined ? [] : [`It would not be given to an agent: ${fault}.`]),
  ];
  return parts.join('\n\n');
}

const loop: Tell = (value, index) => {
  const found = index?.loops.find(({ name }) => name === value);
  return told(
    'The loop',
    found && { name: found.name, file: found.file, ...(found.description ? { description: found.description } : {}) },
  );
};

const server: Tell = (value, index) => {
  const found = index?.servers.find(({ name }) => name === value);
  return (
    found &&
    told('The MCP server', {
      name: found.name,
      file: found.file,
      ...(found.detail ? { description: `\`${found.detail}\`` } : {}),
    })
  );
};

/** Values that name something, by the path of their field. */
const named: Readonly<Record<string, Tell>> = {
  'roles.*.agent': agentMarkdown,
  'roles.*.skills.*': (value, index) =>
    told(
      'The skill',
      index?.skills.find(({ name }) => name === value),
    ),
  'roles.*.connectors.*': (value, index, reading) => {
    const name = placeAt(reading, ['connectors', value, 'mcp'])?.value;
    if (typeof name !== 'string') return undefined;
    return server(name, index, reading) ?? `The MCP server \`${name}\` of \`.mcp.json\`.`;
  },
  'connectors.*.mcp': server,
  'on.loop.name': loop,
  'items.from.findings': loop,
};

function agentMarkdown(value: string, index: WorkspaceIndex | undefined): string | undefined {
  const { agent, definition } = splitAgent(value);
  const known = agentNames.find((name) => name === agent);
  if (known === undefined) return undefined;
  const line = `\`${agent}\`: ${agentLine(known)}`;
  const found = index?.agents.find((one) => one.agent === agent && one.name === definition);
  const about = told('The definition', found);
  const model = found?.model ? `\n\nIts model is \`${found.model}\`.` : '';
  return about === undefined ? line : `${about}${model}\n\n${line}`;
}
