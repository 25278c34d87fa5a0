import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { loopBranch, worktreePath } from '../git/dataFolder.ts';
import { readIdentity } from '../git/identity.ts';
import { findCommit, readBlob, resolveCommit } from '../git/objects.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { describe } from '../language/describe.ts';
import { parseLoop } from '../language/parseLoop.ts';
import type { RunStart } from '../model/event.ts';
import type { Loop } from '../model/loopFile.ts';
import { orRefuse, Refused } from './refusal.ts';
import { newRunId } from './runId.ts';

export interface StartRequest {
  readonly file: string;
  readonly uncommitted: boolean;
}

/** What a run of the loop in `file` is pinned to, or the refusal that says what is missing. Writes nothing. */
export async function planRun(root: string, request: StartRequest, now: number): Promise<RunStart> {
  const repository = orRefuse(await openRepository(root));
  const file = fileInside(root, request.file);
  const written = await readLoopFile(root, file);
  const loop = readable(file, written);
  const base = orRefuse(
    await resolveCommit(repository, loop.isolation.base ?? repository.currentBranch ?? repository.head),
  );
  const committed = await isCommitted(repository, { base, file, written });
  if (!committed && !request.uncommitted) {
    throw new Refused(
      'uncommitted',
      `${file} is not committed as it stands in ${loop.isolation.base ?? 'the branch that is checked out'}. Commit it, or run it as it stands with --uncommitted.`,
    );
  }
  const run = newRunId(now);
  const item = { run, item: 'default' };
  const machine = { platform: process.platform, env: process.env, home: homedir() };
  const { understand } = loop.gates;
  const asks = understand !== undefined && (understand.before === 'deliver' || loop.deliver.as === 'merge');
  return {
    run,
    loop: loop.name,
    file,
    source: written,
    definition: `sha256:${createHash('sha256').update(written).digest('hex')}`,
    committed,
    base,
    deliver: { as: loop.deliver.as, into: await target(repository, loop), squash: loop.deliver.squash },
    ...(asks ? { understand: understand.comprehension } : {}),
    branch: branchOf(loop, run),
    worktree: worktreePath(machine, repository, item),
    by: orRefuse(await readIdentity(repository)),
    startedAt: now,
  };
}

/** The loop of a definition that was readable when its run began. */
export function loopOf(start: Pick<RunStart, 'file' | 'source'>): Loop {
  return readable(start.file, start.source);
}

function fileInside(root: string, file: string): string {
  const inside = relative(root, resolve(root, file));
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw new Refused(
      'outside',
      `${file} is not inside the repository ${root}. A loop file lies in its .loops folder.`,
    );
  }
  return inside.split(sep).join('/');
}

async function readLoopFile(root: string, file: string): Promise<string> {
  try {
    return withUnixLines(await readFile(resolve(root, file), 'utf8'));
  } catch {
    throw new Refused(
      'no-such-loop',
      `There is no loop file ${file}. \`loopwright validate\` lists the ones there are.`,
    );
  }
}

/** The same text whether git turned the line ends of the checkout or not. */
const withUnixLines = (text: string): string => text.replaceAll('\r\n', '\n');

function readable(file: string, source: string): Loop {
  const { loop, problems } = parseLoop(source, { path: file });
  if (loop !== undefined) return loop;
  const errors = problems.filter((problem) => problem.severity === 'error');
  const lines = errors.slice(0, 5).map((problem) => `${file}:${problem.range.start.line + 1}: ${describe(problem)}`);
  throw new Refused(
    'invalid-loop',
    `The loop has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}.\n${lines.join('\n')}`,
  );
}

async function isCommitted(
  repository: Repository,
  { base, file, written }: { base: string; file: string; written: string },
): Promise<boolean> {
  const blob = orRefuse(await readBlob(repository, base, file));
  return blob !== undefined && withUnixLines(blob.toString('utf8')) === written;
}

/** The full name of the branch that a merge lands on. */
async function target(repository: Repository, loop: Loop): Promise<string> {
  const { into, as } = loop.deliver;
  const named = into ?? loop.isolation.base;
  const full = named === undefined ? repository.currentBranch : `refs/heads/${named}`;
  if (as === 'branch') return full ?? '';
  if (full === undefined) {
    throw new Refused(
      'no-target',
      'HEAD is detached, so there is no branch to land on. Check one out, or name it in deliver.into.',
    );
  }
  if ((await findCommit(repository, full)) === undefined) {
    const name = full.replace(/^refs\/heads\//, '');
    throw new Refused('no-target', `There is no branch ${name} to land on. Name one in deliver.into.`);
  }
  return full;
}

function branchOf(loop: Loop, run: string): string {
  const named = loop.isolation.branch;
  if (named === undefined) return loopBranch({ loop: loop.name, run, item: 'default' });
  const filled = named.replaceAll(/\$\{\{\s*run\.id\s*\}\}/g, run).replaceAll(/\$\{\{\s*loop\.name\s*\}\}/g, loop.name);
  return `refs/heads/${filled}`;
}
