import { execFileSync } from 'node:child_process';

const identity = ['user.name=Test', 'user.email=test@example.com'].flatMap((one) => ['-c', one]);

/** Git without anybody's configuration. */
export function runGit(cwd: string, ...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'] ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...identity, ...args], { cwd, env, encoding: 'utf8' });
}
