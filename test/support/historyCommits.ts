import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A commit to be: on top of the one before it. */
export interface PlannedCommit {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly message: string;
  readonly path: string;
  readonly lines: number;
}

const who = 'Test Author <author@example.com>';

/**
 * Puts commits on top of a branch, as many as there are in one process: thousands take a second. Gives their names in
 * order. The working tree is left as it was; `git reset --hard` brings it up.
 */
export function commitOnTop(top: string, branch: string, commits: readonly PlannedCommit[]): readonly string[] {
  const marks = join(top, '.git', 'history-marks');
  const text = commits.map((commit, index) => {
    const content = Array.from({ length: commit.lines }, (_, line) => `line ${line} of ${index}\n`).join('');
    return [
      `commit refs/heads/${branch}`,
      `mark :${index + 1}`,
      `committer ${who} ${Math.floor(commit.at / 1000)} +0000`,
      data(commit.message),
      index === 0 ? `from refs/heads/${branch}^0` : `from :${index}`,
      `M 100644 inline ${commit.path}`,
      data(content),
      '',
    ].join('\n');
  });
  const git = spawnSync('git', ['fast-import', '--quiet', `--export-marks=${marks}`], {
    cwd: top,
    input: text.join(''),
  });
  if (git.status !== 0) throw new Error(`git fast-import: ${git.stderr.toString()}`);
  const names = new Map<string, string>();
  for (const line of readFileSync(marks, 'utf8').trim().split('\n')) {
    const [mark = '', name = ''] = line.split(' ');
    names.set(mark, name);
  }
  rmSync(marks);
  return commits.map((_, index) => names.get(`:${index + 1}`) ?? '');
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;
