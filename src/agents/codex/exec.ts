import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentEvent, ProcessEnd, ProcessStarter, Turn, TurnOutcome } from '../port.ts';
import { mcpSettings, startSettings, toml } from './config.ts';
import { causeOfWords, plainError } from './errors.ts';
import { CodexExecTurn } from './execTurn.ts';
import { ended, jsonIn } from './outcome.ts';
import { hasOwnSettings } from './worktree.ts';

/**
 * One turn by `codex exec --json`, for a codex whose app-server has no threads yet. It says less: no denials, no kinds of
 * errors, what was used only at the end and as the total of the session.
 */
export async function runByExec(
  turn: Turn,
  tell: (event: AgentEvent) => void,
  signal: AbortSignal,
  processes: ProcessStarter,
): Promise<TurnOutcome> {
  const codex = new CodexExecTurn(turn.retries);
  const schemaFile = turn.schema === undefined ? undefined : await written(turn.scratch, turn.schema);
  if (signal.aborted) return outcome(codex, turn, true, undefined);
  const process = processes.start({
    argv: [...turn.program, ...execArguments(turn, schemaFile, hasOwnSettings(turn.cwd))],
    cwd: turn.cwd,
    env: turn.env,
    stdin: turn.prompt,
    onLine: (line) => {
      if (line.trim() === '') return;
      for (const event of codex.take(line)) tell(event);
      if (codex.giveUp !== undefined) void process.end();
    },
  });
  let wasCut = false;
  const stop = () => {
    wasCut = codex.end === undefined;
    void process.end();
  };
  signal.addEventListener('abort', stop, { once: true });
  const end = await process.ended;
  signal.removeEventListener('abort', stop);
  await process.end();
  return outcome(codex, turn, wasCut, end);
}

/** What `codex exec` is started with. The prompt comes on standard input, which it reads to its end. */
export function execArguments(turn: Turn, schemaFile: string | undefined, distrusted: boolean): readonly string[] {
  const { session } = turn;
  const settings: Readonly<Record<string, unknown>> = {
    ...(turn.effort === undefined ? {} : { model_reasoning_effort: turn.effort }),
    ...(turn.instructions === undefined ? {} : { developer_instructions: turn.instructions }),
    // Resuming has no flag for it and would fall back to reading only.
    sandbox_mode: turn.readOnly ? 'read-only' : 'workspace-write',
    'sandbox_workspace_write.network_access': false,
    approval_policy: 'never',
    // Arguments are public, and a token is not: here it starts each server itself.
    ...Object.fromEntries(
      turn.mcp.map(({ served: _, ...server }) => [`mcp_servers.${server.name}`, mcpSettings(server)]),
    ),
  };
  return [
    'exec',
    '--json',
    '--skip-git-repo-check',
    ...startSettings(turn.cwd, distrusted),
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${toml(value)}`]),
    ...(turn.model === undefined ? [] : ['-m', turn.model]),
    ...(schemaFile === undefined ? [] : ['--output-schema', schemaFile]),
    ...(session === undefined ? [] : [session.mode === 'fork' ? 'fork' : 'resume', session.id]),
    '-',
  ];
}

async function written(folder: string, schema: Readonly<Record<string, unknown>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'codex-schema.json');
  await writeFile(file, JSON.stringify(schema));
  return file;
}

type How = Pick<TurnOutcome, 'status' | 'cause' | 'detail'>;

function outcome(codex: CodexExecTurn, turn: Turn, wasCut: boolean, end: ProcessEnd | undefined): TurnOutcome {
  const structured = turn.schema === undefined ? undefined : jsonIn(codex.text);
  return {
    ...howItWent(codex, turn, wasCut, end),
    text: codex.text,
    ...(structured === undefined ? {} : { structured }),
    ...(codex.session === undefined ? {} : { session: codex.session }),
    usage: codex.usage,
    denied: 0,
  };
}

const noFork = {
  status: 'failed',
  cause: 'too-old',
  detail: 'this codex cannot fork a session: update it, or let the role begin a fresh one',
} as const;

function howItWent(codex: CodexExecTurn, turn: Turn, wasCut: boolean, end: ProcessEnd | undefined): How {
  if (wasCut || end === undefined) return { status: 'aborted', detail: 'it was aborted' };
  if (codex.giveUp !== undefined) return { status: 'failed', ...codex.giveUp };
  if (codex.end?.status === 'completed') return { status: 'completed', detail: 'it says it is done' };
  if (codex.end === undefined && end.exitCode === 2 && turn.session?.mode === 'fork') return noFork;
  if (codex.end === undefined) return ended(end);
  const { detail } = codex.end;
  return { status: 'failed', cause: causeOfWords(detail), detail: plainError({ message: detail }) };
}
