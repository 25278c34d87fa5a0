import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { askVersion } from '../adapting/askVersion.ts';
import { LineRpc } from '../adapting/lineRpc.ts';
import { oldAdvice } from '../adapting/oldestVersion.ts';
import type { Adapter, Probe, ProcessEnd, ProcessStarter } from '../port.ts';
import { keyIn } from './config.ts';
import { homeAdvice } from './home.ts';

/** Milliseconds that an answer may take; it takes 150 on an idle machine. */
const patience = 20_000;

type Env = Readonly<Record<string, string>>;

/** Asks for its version and its login. No model is called. */
export const probeCodex: Adapter['probe'] = async (program, env, processes) => {
  const answer = await askVersion(program, env, processes);
  if (answer === undefined) return undefined;
  const { version = 'unknown', end } = answer;
  const found = { program: program[0] ?? '', version };
  // What does not even say its version is not asked for its login.
  if (answer.version === undefined || end.exitCode !== 0) {
    return { ...found, version: 'unknown', auth: 'unknown', advice: startAdvice(program, end) };
  }
  const home = homeAdvice(env);
  if (home !== undefined) return { ...found, auth: 'unknown', advice: home };
  const advice = oldAdvice('codex', version);
  if (advice !== undefined) return { ...found, auth: await loginStatus(program, env, processes), advice };
  const auth = (await askAccount(program, env, processes)) ?? (await loginStatus(program, env, processes));
  if (auth !== 'missing') return { ...found, auth };
  return { ...found, auth, advice: 'it is not logged in: `codex login`, or set OPENAI_API_KEY for the loop' };
};

function startAdvice(program: readonly string[], { exitCode, signal, stderr }: ProcessEnd): string {
  const words = stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  const how = exitCode === 0 ? 'it says no version' : `it ended with ${signal ?? `exit code ${exitCode}`}`;
  return `codex does not start: ${words === '' ? how : words}. Try \`${program.join(' ')} --version\` by hand, or install it anew`;
}

const account = z.object({ account: z.unknown().optional(), requiresOpenaiAuth: z.boolean() });
const providers = z.object({
  defaultProviderId: z.string(),
  data: z.array(
    z.looseObject({
      id: z.string(),
      settings: z.looseObject({
        auth: z
          .looseObject({ envKey: z.string().optional().catch(undefined) })
          .nullish()
          .catch(undefined),
      }),
    }),
  ),
});

/** Of the app-server: it knows of a configured model server that needs no login of codex, only a key of its own. */
async function askAccount(
  program: readonly string[],
  env: Env,
  processes: ProcessStarter,
): Promise<Probe['auth'] | undefined> {
  const rpc = new LineRpc(
    (text) => process.write(text),
    { notified: () => undefined, asked: () => ({ ok: true, value: {} }), noise: () => undefined },
    { version: false },
  );
  const process = processes.start({
    argv: [...program, 'app-server', '-c', 'analytics.enabled=false'],
    cwd: tmpdir(),
    env,
    keepsOpen: true,
    onLine: (line) => rpc.take(line),
  });
  void process.ended.then(() => rpc.close('it ended'));
  const enough = new AbortController();
  const late = sleep(patience, undefined, { signal: enough.signal }).catch(() => undefined);
  const auth = await Promise.race([authOver(rpc, env), late]);
  enough.abort();
  process.closeInput();
  await process.end();
  return auth;
}

async function authOver(rpc: LineRpc, env: Env): Promise<Probe['auth'] | undefined> {
  const hello = await rpc.request('initialize', {
    clientInfo: { name: 'loopwright', title: 'Loopwright', version: '0' },
  });
  if (!hello.ok) return undefined;
  rpc.notify('initialized');
  const [who, servers] = await Promise.all([
    rpc.request('account/read', { refreshToken: false }),
    rpc.request('modelProvider/list', {}),
  ]);
  const login = account.safeParse(who.ok ? who.value : undefined).data;
  if (login === undefined) return undefined;
  if (login.requiresOpenaiAuth) return login.account != null || keyIn(env) !== undefined ? 'ok' : 'missing';
  const listed = providers.safeParse(servers.ok ? servers.value : undefined).data;
  const key = listed?.data.find(({ id }) => id === listed.defaultProviderId)?.settings.auth?.envKey;
  return key === undefined || (env[key] ?? '') !== '' ? 'ok' : 'missing';
}

/** `codex login status` ends with 1 where nobody is logged in; it does not know of model servers that need no login. */
async function loginStatus(program: readonly string[], env: Env, processes: ProcessStarter): Promise<Probe['auth']> {
  const process = processes.start({
    argv: [...program, 'login', 'status'],
    cwd: tmpdir(),
    env,
    onLine: () => undefined,
  });
  const { exitCode } = await process.ended;
  if (exitCode === 0) return 'ok';
  return exitCode === 1 && keyIn(env) === undefined && !hasOwnProvider(env) ? 'missing' : 'unknown';
}

function hasOwnProvider(env: Env): boolean {
  const home = env['CODEX_HOME'] || join(env['HOME'] ?? homedir(), '.codex');
  try {
    return /^\s*model_provider\s*=/mu.test(readFileSync(join(home, 'config.toml'), 'utf8'));
  } catch {
    return false;
  }
}
