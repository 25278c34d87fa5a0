import { isAbsolute, relative, sep } from 'node:path';
import type { McpServer } from '../port.ts';
import type { AcpPermissionRequest } from './messages.ts';

/** For whom an agent asks: a role that may change nothing is refused all that could. */
export interface Asker {
  readonly readOnly: boolean;
  /** Where it may change files: the worktree, and temporary places. */
  readonly folders: readonly string[];
  /** The MCP servers of the turn: their tools are meant for it, or those of them that are named. */
  readonly servers: readonly Pick<McpServer, 'name' | 'tools'>[];
}

export interface PermissionAnswer {
  readonly outcome: { readonly outcome: 'selected'; readonly optionId: string } | { readonly outcome: 'cancelled' };
  /** What it was kept from. */
  readonly denied?: string;
}

const harmless: ReadonlySet<string> = new Set(['read', 'search', 'think', 'fetch']);
const changing: ReadonlySet<string> = new Set(['edit', 'delete', 'move']);

/** What a request is answered, as nobody is there to ask: each one for itself and never for good. */
export function answerPermission(request: AcpPermissionRequest, asker: Asker): PermissionAnswer {
  const { toolCall, options } = request;
  const isAllowed = mayDo(toolCall, asker);
  const wanted = isAllowed ? ['allow_once', 'allow_always'] : ['reject_once', 'reject_always'];
  const option = wanted.flatMap((kind) => options.filter((offered) => offered.kind === kind)).at(0);
  const outcome =
    option === undefined
      ? ({ outcome: 'cancelled' } as const)
      : ({ outcome: 'selected', optionId: option.optionId } as const);
  if (isAllowed && option !== undefined) return { outcome };
  return { outcome, denied: toolCall.title ?? toolCall.kind ?? 'a tool' };
}

function mayDo(toolCall: AcpPermissionRequest['toolCall'], asker: Asker): boolean {
  const { kind = 'other', title = '', toolCallId, locations } = toolCall;
  const name = `${toolCallId} ${title}`;
  const server = kind === 'other' ? asker.servers.find((one) => name.includes(one.name)) : undefined;
  if (server !== undefined) return server.tools?.some((tool) => name.includes(tool)) ?? true;
  if (asker.readOnly) return harmless.has(kind);
  // The cage holds it in the worktree as well; where there is none, this is all that does.
  return (
    !changing.has(kind) || (locations ?? []).every((place) => place === null || isAmong(place.path, asker.folders))
  );
}

function isAmong(path: string, folders: readonly string[]): boolean {
  if (!isAbsolute(path)) return !path.split(/[\\/]/).includes('..');
  return folders.some((folder) => {
    const way = relative(folder, path);
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  });
}
