import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { installAgents } from '../../scripts/agents/install.mjs';
import type { Turn } from '../../src/agents/port.ts';
import type { DrivenAgent } from '../../src/model/agents.ts';
import { agentHome, type HomeOrder } from './agentHome.ts';

const run = promisify(execFile);

/** The agents that are tested; `acp` is the protocol of the last two with a command that the user names. */
export const testedAgents = ['claude', 'codex', 'pi', 'gemini', 'opencode'] as const;
export type TestedAgent = (typeof testedAgents)[number];

/** A place in which one agent works: a home of its own, a worktree that is a real git repository, and nothing else. */
export interface AgentWorld {
  readonly agent: TestedAgent;
  /** The temporary folder that all of it is in; every process of the agent names it somewhere. */
  readonly folder: string;
  readonly home: string;
  readonly worktree: string;
  readonly scratch: string;
  /** What starts the agent, as `Turn.program`. */
  readonly program: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A path in the worktree, absolute. */
  path(file: string): string;
  /** A turn in this world; a maker's with a new session unless said otherwise. */
  turn(over?: Partial<Turn>): Turn;
  /** What git says has changed, one line a file. */
  changes(): Promise<readonly string[]>;
  read(file: string): Promise<string | undefined>;
  /** Points the agent's configuration at another scenario of the mock. */
  pointTo(url: string): Promise<void>;
  dispose(): Promise<void>;
}

export interface WorldOrder {
  readonly agent: TestedAgent;
  /** The address that the agent takes its model to be at: `mock.url(scenario)`. */
  readonly url: string;
  /** How often the agent itself tries again; 0 unless said. */
  readonly retries?: number;
  /** Files that the worktree begins with. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Makes one. The agents are installed first where they are not. */
export async function agentWorld(order: WorldOrder): Promise<AgentWorld> {
  const { agent, retries = 0 } = order;
  const installed = await installAgents();
  const folder = await realpath(await mkdtemp(join(tmpdir(), `loopwright-agent-${agent}-`)));
  const [home, worktree, scratch, temporary] = ['home', 'worktree', 'scratch', 'tmp'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  for (const place of [home, worktree, scratch, temporary]) await mkdir(place);
  await beginRepository(worktree, order.files ?? { 'README.md': 'hello\n' });
  const path = [installed.nodeBin, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  const common = {
    PATH: path,
    HOME: home,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    // codex refuses a home that lies under the temporary folder, and all of this does.
    TMPDIR: temporary,
    GIT_CONFIG_NOSYSTEM: '1',
    ...nowhere,
  };
  const env: Record<string, string> = { ...common };
  const pointTo = async (url: string) => {
    const homeOrder: HomeOrder = { home, url, retries };
    const { files, env: own } = agentHome[agent](homeOrder);
    for (const [file, text] of Object.entries(files)) await put(join(home, file), text);
    Object.assign(env, own);
  };
  await pointTo(order.url);
  const program = installed.agents[agent].argv;
  return {
    agent,
    folder,
    home,
    worktree,
    scratch,
    program,
    env,
    path: (file) => join(worktree, file),
    turn: (over = {}) => ({
      program,
      cwd: worktree,
      env,
      scratch,
      prompt: 'Do what is planned.',
      readOnly: false,
      mcp: [],
      retries,
      ...modelOf[agent],
      ...over,
    }),
    changes: () => changesIn(worktree),
    read: (file) => readFile(join(worktree, file), 'utf8').catch(() => undefined),
    pointTo,
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  };
}

/** Models by names that the agents and the price table know. The others are configured in the agent's home. */
const modelOf: Readonly<Partial<Record<DrivenAgent, { readonly model: string }>>> = {
  claude: { model: 'claude-sonnet-4-5' },
  gemini: { model: 'gemini-2.5-flash' },
};

/**
 * Where the tests are not in a network of their own (`LOOPWRIGHT_LOOPBACK`, set by scripts/agents/loopback.mjs), whatever
 * heeds a proxy is sent to a port that nobody listens on.
 */
const nowhere: Readonly<Record<string, string>> =
  process.env['LOOPWRIGHT_LOOPBACK'] === 'namespace'
    ? {}
    : {
        HTTP_PROXY: 'http://127.0.0.1:9',
        HTTPS_PROXY: 'http://127.0.0.1:9',
        ALL_PROXY: 'http://127.0.0.1:9',
        NO_PROXY: '127.0.0.1,localhost',
        no_proxy: '127.0.0.1,localhost',
      };

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const gitEnvironment = { PATH: process.env['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

async function beginRepository(worktree: string, files: Readonly<Record<string, string>>): Promise<void> {
  const git = (...args: readonly string[]) => run('git', [...args], { cwd: worktree, env: gitEnvironment });
  await git('init', '-q', '--initial-branch=main');
  await git('config', 'user.name', 'Test Author');
  await git('config', 'user.email', 'author@example.com');
  for (const [file, text] of Object.entries(files)) await put(join(worktree, file), text);
  await git('add', '--all');
  await git('commit', '-q', '-m', 'first');
}

async function changesIn(worktree: string): Promise<readonly string[]> {
  const args = ['status', '--porcelain', '--untracked-files=all'];
  const { stdout } = await run('git', args, { cwd: worktree, env: gitEnvironment });
  return stdout.split('\n').filter(Boolean);
}

/** Files of a folder and below, for messages of tests. */
export const filesBelow = async (folder: string): Promise<readonly string[]> => readdir(folder, { recursive: true });
