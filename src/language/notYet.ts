import { wildPath } from './idKinds.ts';

/**
 * What people know from elsewhere, or from later versions, and nothing enforces yet. A key that is accepted is a key
 * that acts, so these are refused, apart from typing errors, with what to do instead.
 */
const keys: Readonly<Record<string, string>> = {
  loops: 'start the next loop from its own file with `on: { loop: … }`',
  outputs: 'read `loopwright show <run> --json`',
  env: 'write env below a check, a metric or a role',
  'on.pull_request': 'use `workflow_run`, or a webhook',
  'on.workflow_dispatch': 'use `manual` with its inputs',
  'on.cron': 'use `schedule: [{ cron: … }]`',
  'checks.*.parse': 'write a metric, and compare it in the goal',
  'checks.*.better': 'write a metric, and compare it in the goal',
  'gates.*.comprehension.debt-limit': 'leave it out',
  'deliver.merge': 'write `as: merge`; a person says when',
  'state.file': 'leave it out, the state document is on a ref of its own',
};

/** What later agents will read, for every role. */
const roleKeys: Readonly<Record<string, string>> = {
  tools: 'name them in a definition of the agent, such as `claude:reviewer`',
  'permission-mode': 'leave it out, a maker may change the files of its worktree, and `policy` says which',
};

/** Agents that people know and that no adapter drives; those that speak ACP can be named with `acp`. */
export const agentsNotYet: readonly string[] = ['copilot', 'cursor', 'aider', 'goose', 'amp', 'windsurf'];

/** What to do instead of a key that is not supported yet; undefined for a key that nobody knows. */
export function insteadOfKey(path: readonly (string | number)[]): string | undefined {
  const [top, , key = ''] = path;
  if (top === 'roles' && path.length === 3 && Object.hasOwn(roleKeys, key)) return roleKeys[key];
  const wild = wildPath(path);
  return Object.hasOwn(keys, wild) ? keys[wild] : undefined;
}
