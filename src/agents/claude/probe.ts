import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { askVersion } from '../adapting/askVersion.ts';
import { oldAdvice } from '../adapting/oldestVersion.ts';
import type { Probe, ProcessStarter } from '../port.ts';
import { quiet } from './arguments.ts';

/** Milliseconds that the question for its login may take; it takes 0.3 s. */
const patience = 20_000;

/** Any of these is a login; whether it is accepted, only a model call tells. */
const logins = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
];

const loginSchema = z.object({ loggedIn: z.boolean() });

/** Looks for claude and its login without a model call. Undefined where there is none. Never rejects. */
export async function probeClaude(
  program: readonly string[],
  env: Readonly<Record<string, string>>,
  processes: ProcessStarter,
): Promise<Probe | undefined> {
  const answer = await askVersion(program, { ...quiet, ...env }, processes);
  if (answer === undefined) return undefined;
  const name = program[0] ?? 'claude';
  const { version, end } = answer;
  if (version === undefined || end.exitCode !== 0) {
    const advice = `claude does not start: ${end.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? ''}`;
    return { program: name, version: 'unknown', auth: 'unknown', advice };
  }
  const auth = logins.some((login) => (env[login] ?? '') !== '') ? 'ok' : await askLogin(program, env, processes);
  const advice = adviceFor(version, auth);
  return { program: name, version, auth, ...(advice === undefined ? {} : { advice }) };
}

async function askLogin(
  program: readonly string[],
  env: Readonly<Record<string, string>>,
  processes: ProcessStarter,
): Promise<Probe['auth']> {
  const lines: string[] = [];
  const process = processes.start({
    argv: [...program, 'auth', 'status'],
    cwd: tmpdir(),
    env: { ...quiet, ...env },
    onLine: (line) => {
      if (lines.length < 100) lines.push(line.slice(0, 1000));
    },
  });
  const enough = new AbortController();
  await Promise.race([process.ended, sleep(patience, undefined, { signal: enough.signal }).catch(() => undefined)]);
  enough.abort();
  await process.end();
  return loginIn(lines.join('\n'));
}

/** What `claude auth status` printed. */
export function loginIn(text: string): Probe['auth'] {
  try {
    const { success, data } = loginSchema.safeParse(JSON.parse(text));
    if (!success) return 'unknown';
    return data.loggedIn ? 'ok' : 'missing';
  } catch {
    return 'unknown';
  }
}

function adviceFor(version: string, auth: Probe['auth']): string | undefined {
  const old = oldAdvice('claude', version);
  if (old !== undefined) return old;
  return auth === 'missing' ? 'claude is not logged in: run `claude auth login`, or set ANTHROPIC_API_KEY' : undefined;
}
