import * as path from 'node:path';
import { callGit } from './gitProcess.ts';

/** Where a hardened git works. `gitDir` is what we recorded, never what a `.git` file in a worktree says. */
export interface GitPlace {
  readonly gitDir: string;
  readonly commonDir: string;
  /** Absent: git sees no work tree and no index at all, and so no attributes or ignore files of one. */
  readonly workTree?: string;
}

/** The part of our own environment that git may see; on Windows a process does not start without the last three. */
export interface BaseEnvironment {
  readonly PATH?: string | undefined;
  readonly SystemRoot?: string | undefined;
  readonly TEMP?: string | undefined;
  readonly TMP?: string | undefined;
}

/**
 * The environment of hardened git: section 2 of git-and-safety, and nothing inherited but PATH.
 *
 * `HOME` must hold no `.config/git/attributes`, which git reads even without a global configuration. It names a place
 * where nobody but the system can put a file, which an empty folder would not be. Relative entries of PATH are dropped:
 * git runs in folders that an agent writes.
 */
export function hardenedEnvironment(base: BaseEnvironment, platform: NodeJS.Platform): Record<string, string> {
  const windows = platform === 'win32';
  const { delimiter, isAbsolute } = windows ? path.win32 : path.posix;
  const systemRoot = base.SystemRoot ?? 'C:\\Windows';
  return {
    PATH: (base.PATH ?? '')
      .split(delimiter)
      .filter((entry) => isAbsolute(entry))
      .join(delimiter),
    ...(windows ? { SystemRoot: systemRoot, TEMP: base.TEMP ?? '', TMP: base.TMP ?? '' } : {}),
    HOME: windows ? `${systemRoot}\\loopwright-has-no-home` : '/dev/null',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: 'file',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

/** Section 2's settings, then those that keep our own index honest and a git-lfs repository usable. */
const SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'safe.bareRepository=explicit',
  'submodule.recurse=false',
  'diff.ignoreSubmodules=all',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgSign=false',
  'core.protectNTFS=true',
  'core.protectHFS=true',
  'protocol.allow=never',
  // An index that we copy must stand alone, tell a file by all of its stat data, and hide nothing.
  'core.splitIndex=false',
  'core.untrackedCache=false',
  'core.trustctime=true',
  'core.checkStat=default',
  'core.sparseCheckout=false',
  'core.safecrlf=false',
  'i18n.commitEncoding=UTF-8',
  // The user's own configuration has these, which is not read.
  'filter.lfs.clean=git-lfs clean -- %f',
  'filter.lfs.smudge=git-lfs smudge -- %f',
  'filter.lfs.process=git-lfs filter-process',
  'filter.lfs.required=true',
];

/** The arguments before the command. */
export function hardenedArguments(place: Pick<GitPlace, 'gitDir' | 'workTree'>): readonly string[] {
  const where = place.workTree === undefined ? '--bare' : `--work-tree=${place.workTree}`;
  return [`--git-dir=${place.gitDir}`, where, ...SETTINGS.flatMap((setting) => ['-c', setting])];
}

export interface GitRunOptions {
  /** Added to the environment: the identity, `GIT_INDEX_FILE`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** An operation as data: what git is asked, and what its answer means. */
export interface Operation<T> {
  readonly args: readonly string[];
  parse(stdout: string): T;
}

/** Git bound to one place. Every non-zero exit throws `GitFailure`. */
export interface Git {
  /** Standard output as text (UTF-8). */
  run(command: readonly string[], options?: GitRunOptions): Promise<string>;
  /** Standard output as bytes. */
  bytes(command: readonly string[], options?: GitRunOptions): Promise<Buffer>;
  ask<T>(operation: Operation<T>, options?: GitRunOptions): Promise<T>;
}

export interface HardenedGitOptions extends GitPlace {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds a single command may take; default ten minutes (a big checkout on a slow disk). */
  readonly timeoutMs?: number | undefined;
}

export const DEFAULT_TIMEOUT_MS = 600_000;

/** Git that runs nobody's code: no hooks, no fsmonitor, no user or system configuration, no network. */
export function hardenedGit(options: HardenedGitOptions): Git {
  const globals = hardenedArguments(options);
  const linked = options.gitDir !== options.commonDir;
  const env = {
    ...hardenedEnvironment(process.env, process.platform),
    ...(linked ? { GIT_COMMON_DIR: options.commonDir } : {}),
    // Else attributes would come from the index of the main checkout.
    ...(options.workTree === undefined ? { GIT_INDEX_FILE: `${options.commonDir}/loopwright-has-no-index` } : {}),
  };
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  return boundGit((command, more) =>
    callGit({
      cwd: options.workTree ?? nowhere(process.platform, process.env),
      globals,
      command,
      env: { ...env, ...more.env },
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
      ...(more.input === undefined ? {} : { input: more.input }),
    }),
  );
}

/**
 * The folder of git without a work tree: `--bare` does not outweigh the repository's own `core.bare=false`, and then git
 * looks for `.gitattributes` from here on down. Nobody but the system writes here.
 */
export function nowhere(platform: NodeJS.Platform, base: BaseEnvironment): string {
  return platform === 'win32' ? (base.SystemRoot ?? 'C:\\Windows') : '/';
}

/** The three ways to ask, over one way to call. */
export function boundGit(call: (command: readonly string[], options: GitRunOptions) => Promise<Buffer>): Git {
  const run = async (command: readonly string[], options: GitRunOptions = {}) =>
    (await call(command, options)).toString('utf8');
  return {
    run,
    bytes: (command, options = {}) => call(command, options),
    ask: async (operation, options) => operation.parse(await run(operation.args, options)),
  };
}
