import { findProgram } from '../git/findProgram.ts';
import { networkEnvironment } from '../git/networkEnvironment.ts';
import { type ProgramEnd, runProgram } from '../git/ownProgram.ts';
import { said } from '../git/said.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { ForgeProblem, ForgeProgram } from './problem.ts';
import { parseRemoteUrl, type RemoteRepository } from './remoteRepository.ts';

/** Where and as whom a forge is asked. */
export interface ForgeWorld {
  /** A folder of the user's checkout. */
  readonly cwd: string;
  /** As `remoteUrl` reads it. */
  readonly remoteUrl: string;
  /** Default: our own. */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** For one call; default one minute. */
  readonly timeoutMs?: number;
}

/** One question: arguments, and what goes to standard input. */
export interface ForgeCall {
  readonly args: readonly string[];
  readonly input?: string;
}

/** A repository on a forge, and the program that speaks for the user there. */
export interface Forge {
  readonly program: ForgeProgram;
  readonly repository: RemoteRepository;
  /** Standard output, or why there is none. */
  ask(call: ForgeCall): Promise<Result<string, ForgeProblem>>;
}

/**
 * The forge behind a remote: GitHub through `gh`, GitLab through `glab`, also on hosts of their own that the user is signed
 * in to. Problems: local-remote, other-host, no-program, timed-out, stopped.
 */
export async function findForge(world: ForgeWorld): Promise<Result<Forge, ForgeProblem>> {
  const repository = parseRemoteUrl(world.remoteUrl);
  if (repository === undefined) return err({ code: 'local-remote' });
  const { host } = repository;
  const candidates = programsFor(host);
  const certain = candidates.length === 1;
  for (const program of candidates) {
    const file = await findProgram(program, world.env ?? process.env);
    if (file === undefined) continue;
    const forge: Forge = { program, repository, ask: (call) => askProgram(world, { program, file, host }, call) };
    if (certain) return ok(forge);
    const signedIn = await forge.ask({ args: ['auth', 'status', `--hostname=${host}`] });
    if (signedIn.ok) return ok(forge);
    if (signedIn.error.code === 'stopped') return signedIn;
  }
  const [only] = candidates;
  return err(
    certain && only !== undefined ? { code: 'no-program', program: only, host } : { code: 'other-host', host },
  );
}

/** By the name of the host; where it says nothing, whoever is signed in there. */
export function programsFor(host: string): readonly ForgeProgram[] {
  if (/(^|[.-])github([.-]|$)|(^|\.)ghe\.com$/.test(host)) return ['gh'];
  if (/(^|[.-])gitlab([.-]|$)/.test(host)) return ['glab'];
  return ['gh', 'glab'];
}

interface Found {
  readonly program: ForgeProgram;
  readonly file: string;
  readonly host: string;
}

async function askProgram(world: ForgeWorld, found: Found, call: ForgeCall): Promise<Result<string, ForgeProblem>> {
  const { cwd, env = process.env, signal, timeoutMs = 60_000 } = world;
  const end = await runProgram({
    file: found.file,
    args: call.args,
    cwd,
    env: { ...networkEnvironment(env), ...QUIET },
    ...(call.input === undefined ? {} : { input: call.input }),
    signal,
    timeoutMs,
  });
  return end.exitCode === 0 ? ok(end.stdout.toString()) : err(problemOf(end, found, timeoutMs));
}

/** Both programs: no question, no pager, no colour, no word of a newer version. */
const QUIET = {
  GH_PROMPT_DISABLED: '1',
  GH_NO_UPDATE_NOTIFIER: '1',
  GH_SPINNER_DISABLED: '1',
  NO_PROMPT: '1',
  GLAB_CHECK_UPDATE: 'false',
  GLAB_SEND_TELEMETRY: 'false',
  NO_COLOR: '1',
  CLICOLOR_FORCE: '0',
  PAGER: 'cat',
  GH_PAGER: 'cat',
} as const;

/** gh says by exit code 4 that it has no credentials; glab says it in words. */
function problemOf(end: ProgramEnd, { program, host }: Found, timeoutMs: number): ForgeProblem {
  if (end.ended === 'stopped') return { code: 'stopped' };
  if (end.ended === 'timed-out') return { code: 'timed-out', program, seconds: Math.round(timeoutMs / 1000) };
  // A refusal of the server itself may be on standard output, as JSON.
  const text = said(end.stderr.trim() === '' ? end.stdout.toString() : end.stderr);
  if (end.ended !== 'exit') return { code: 'odd-answer', program, said: text };
  if ((program === 'gh' && end.exitCode === 4) || UNKNOWN.test(text)) return { code: 'not-signed-in', program, host };
  return { code: 'refused', program, said: text };
}

const UNKNOWN = /\bauth login\b|HTTP 401|401 Unauthorized|Bad credentials|not authenticated|authentication required/i;
