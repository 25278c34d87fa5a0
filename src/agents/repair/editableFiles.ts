import { spawnSync } from 'node:child_process';
import picomatch from 'picomatch';
import { isScriptPath } from '../../mutants/syntaxTree.ts';
import type { RepairSpec } from './spec.ts';

const testFolder = /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|fixtures?)\//i;
const testName = /(?:^|\/)(?:tests?|specs?|(?:test|spec)[-_.][^/]*|[^/]*[-_.](?:tests?|specs?))\.[cm]?[jt]sx?$/i;

/** Whether a path looks like a test by the conventions of node:test, mocha, jest and vitest. */
export function isTestPath(path: string): boolean {
  return testFolder.test(path) || testName.test(path);
}

/** Which paths the repair agent may change: scripts that are no tests, allowed, not protected, not installed packages. */
export function editablePath(spec: Pick<RepairSpec, 'allowedPaths' | 'protectedPaths'>): (path: string) => boolean {
  const isProtected = picomatch([...spec.protectedPaths], { dot: true, flags: 's' });
  const isAllowed =
    spec.allowedPaths.length === 0 ? () => true : picomatch([...spec.allowedPaths], { dot: true, flags: 's' });
  return (path) =>
    isScriptPath(path) &&
    !/(?:^|\/)(?:node_modules|\.git)\//.test(path) &&
    !isTestPath(path) &&
    isAllowed(path) &&
    !(spec.protectedPaths.length > 0 && isProtected(path));
}

/** Those of the paths that git ignores; none outside a repository or without git. */
export function ignoredPaths(worktree: string, paths: readonly string[]): ReadonlySet<string> {
  if (paths.length === 0) return new Set();
  const { status, stdout } = spawnSync('git', ['-c', 'core.fsmonitor=false', 'check-ignore', '-z', '--stdin'], {
    cwd: worktree,
    input: `${paths.join('\0')}\0`,
    encoding: 'utf8',
    windowsHide: true,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
  });
  return new Set(status === 0 ? stdout.split('\0').filter((path) => path !== '') : []);
}
