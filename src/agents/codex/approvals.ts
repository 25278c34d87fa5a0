import { isAbsolute, relative, resolve, sep } from 'node:path';
import * as z from 'zod';
import { err, ok, type Result } from '../../model/result.ts';

/** What decides what an agent may be granted. */
export interface Grants {
  readonly cwd: string;
  readonly readOnly: boolean;
  /** Names of the MCP servers that it was given. */
  readonly servers: readonly string[];
  /** Paths that a change of files touches, by the id of its item. */
  readonly pathsOf: (item: string) => readonly string[];
}

/** An answer to what it asked, and what it was kept from. */
export interface Verdict {
  readonly answer: Result<unknown, { readonly code: number; readonly message: string }>;
  readonly denied?: string;
}

const request = z.object({
  itemId: z.string().catch(''),
  command: z.string().nullish().catch(undefined),
  grantRoot: z.string().nullish().catch(undefined),
  serverName: z.string().catch(''),
  message: z.string().catch(''),
  _meta: z
    .looseObject({ codex_approval_kind: z.string().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});
type Request = z.infer<typeof request>;

/**
 * Answers what the app-server asks (`ServerRequest` of codex 0.169). Nobody is there to be asked, so the role decides: a maker
 * may change files of its worktree and call the tools it was given; leaving the sandbox is nobody's right.
 */
export function answerTo(method: string, params: unknown, grants: Grants): Verdict {
  const asked = request.safeParse(params);
  if (!asked.success) return { answer: err({ code: -32602, message: 'These parameters cannot be read.' }) };
  const answer = answers[method];
  return answer?.(asked.data, grants) ?? { answer: err({ code: -32601, message: `Nobody here answers ${method}.` }) };
}

const answers: Readonly<Record<string, (asked: Request, grants: Grants) => Verdict>> = {
  'item/commandExecution/requestApproval': ({ command }) => ({
    answer: ok({ decision: 'decline' }),
    denied: `to run outside of its sandbox: ${command ?? 'a command'}`,
  }),
  'item/fileChange/requestApproval': (asked, grants) => {
    const paths = grants.pathsOf(asked.itemId);
    if (asked.grantRoot == null && mayChange(paths, grants)) return { answer: ok({ decision: 'accept' }) };
    return { answer: ok({ decision: 'decline' }), denied: `to change ${paths.join(', ') || 'files'}` };
  },
  'item/permissions/requestApproval': () => ({
    answer: ok({ permissions: {}, scope: 'turn' }),
    denied: 'more permissions than its role has',
  }),
  'mcpServer/elicitation/request': ({ serverName, message, _meta }, { servers }) =>
    servers.includes(serverName) && _meta?.codex_approval_kind === 'mcp_tool_call'
      ? { answer: ok({ action: 'accept', content: {}, _meta: null }) }
      : { answer: ok({ action: 'decline', content: null, _meta: null }), denied: `${serverName}: ${message}` },
  'item/tool/requestUserInput': () => ({ answer: ok({ answers: {} }), denied: 'to ask a person' }),
  'item/tool/call': () => ({ answer: ok({ contentItems: [], success: false }) }),
};

function mayChange(paths: readonly string[], { readOnly, cwd }: Grants): boolean {
  return !readOnly && paths.length > 0 && paths.every((path) => isWorktreeFile(relative(cwd, resolve(cwd, path))));
}

function isWorktreeFile(path: string): boolean {
  const [top] = path.split(sep);
  return path !== '' && !isAbsolute(path) && top !== '..' && top?.toLowerCase() !== '.git';
}
