import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Counts the git commands of every program that is started from now on until `stopShimming`. */
export interface GitCounter {
  count(): number;
  /** What was asked, a command a line. */
  commands(): readonly string[];
  stopShimming(): void;
}

/** Puts a `git` before the real one on PATH that notes its command in a file. Git's own subprocesses are not counted. */
export function countGit(folder: string): GitCounter {
  const path = process.env['PATH'] ?? '';
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const shims = join(folder, `shims-${Date.now()}`);
  const noted = join(shims, 'noted');
  mkdirSync(shims, { recursive: true });
  writeFileSync(noted, '');
  writeFileSync(join(shims, 'git'), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${noted}'\nexec '${real}' "$@"\n`);
  chmodSync(join(shims, 'git'), 0o755);
  process.env['PATH'] = `${shims}${delimiter}${path}`;
  const commands = (): readonly string[] => readFileSync(noted, 'utf8').split('\n').slice(0, -1);
  return {
    commands,
    count: () => commands().length,
    stopShimming: () => {
      process.env['PATH'] = path;
    },
  };
}
