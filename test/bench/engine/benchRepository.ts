import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Runs the user's git as a script would, and gives what it printed. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** A repository at `folder` with these files in one commit on `main`. */
export function makeRepository(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'config', 'user.name', 'Bench');
  git(folder, 'config', 'user.email', 'bench@example.com');
  git(folder, 'config', 'commit.gpgSign', 'false');
  // In the middle of a measurement it would be somebody else's work.
  git(folder, 'config', 'gc.auto', '0');
  git(folder, 'config', 'maintenance.auto', 'false');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'first');
}

/** So many small files in folders of fifty. */
export function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`data/${Math.floor(n / 50)}/file${n}.txt`, `${n}\n`.repeat(20)]),
  );
}
