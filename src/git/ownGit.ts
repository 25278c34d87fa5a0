import { callGit } from './gitProcess.ts';
import { boundGit, DEFAULT_TIMEOUT_MS, type Git } from './hardened.ts';

/** `GIT_*` variables that configure the user and not the repository a parent git happens to be in. */
const KEPT = /^GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL)$|^GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)$/;
/** Programs that git might start, and what simple-git guards besides. */
const DROPPED = new Set(['EDITOR', 'VISUAL', 'PAGER', 'PREFIX', 'SSH_ASKPASS']);

/**
 * The user's own environment without what would point git at another repository (`GIT_DIR`, `GIT_INDEX_FILE`, … are set
 * when we are started from a hook) and without editors and pagers.
 */
export function ownEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase();
    if (value === undefined || DROPPED.has(upper)) continue;
    if (upper.startsWith('GIT') && !KEPT.test(upper)) continue;
    own[name] = value;
  }
  return { ...own, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
}

/** What stays off even where the user's own configuration counts: nothing of theirs runs because we landed. */
const QUIET = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

export interface OwnGitOptions {
  readonly cwd: string;
  /** `--git-dir`, `--work-tree`; without them git finds the repository from `cwd`. */
  readonly place?: { readonly gitDir: string; readonly commonDir: string; readonly workTree: string };
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Git with the user's own configuration, for what is theirs: finding the repository, their name, their checkout. */
export function ownGit(options: OwnGitOptions): Git {
  const { cwd, place, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const common = place && place.gitDir !== place.commonDir ? { GIT_COMMON_DIR: place.commonDir } : {};
  const env = { ...ownEnvironment(options.env ?? process.env), ...common };
  const globals = [
    ...(place === undefined ? [] : [`--git-dir=${place.gitDir}`, `--work-tree=${place.workTree}`]),
    ...QUIET.flatMap((setting) => ['-c', setting]),
  ];
  return boundGit((command, { env: more, input }) =>
    callGit({ cwd, globals, command, env: { ...env, ...more }, timeoutMs, ...(input === undefined ? {} : { input }) }),
  );
}
