import type { Result } from '../model/result.ts';
import type { Operation } from './hardened.ts';
import { attempt, type GitProblem } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

/** A file that a step of a branch changed: the blobs before and after; absent on a side that does not have it. */
export interface ChangedBlob {
  readonly path: string;
  /** Where it was before, if it was renamed. */
  readonly from?: string;
  readonly before?: string;
  readonly after?: string;
}

/** One step of a branch. Names and paths are untrusted text. */
export interface TargetStep {
  readonly commit: string;
  /** When it was committed: epoch milliseconds. */
  readonly at: number;
  readonly email: string;
  readonly isMerge: boolean;
  /** The run of a loop that it says it is the landing of. */
  readonly run?: string;
  readonly files: readonly ChangedBlob[];
}

/**
 * The newest steps that a branch has at `to` and had not at `from` (commits by their full names), oldest first; of each what
 * it brought to the branch that it was made on. Renames are followed. One git process.
 */
export function targetSteps(
  repo: Pick<Repository, 'commonDir'>,
  range: { readonly from: string; readonly to: string; readonly most: number },
): Promise<Result<readonly TargetStep[], GitProblem>> {
  return attempt(async () => (await sharedGit(repo).ask(steps(range))).toReversed());
}

const FORMAT = '/%H%x00%P%x00%ct%x00%ae%x00%(trailers:key=Loop-Run,valueonly,separator=%x2c)%x00';

const steps = ({ from, to, most }: { from: string; to: string; most: number }): Operation<readonly TargetStep[]> => ({
  args: [
    'log',
    '-z',
    '--first-parent',
    '--diff-merges=first-parent',
    '--raw',
    '-r',
    '--no-abbrev',
    '-M',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=all',
    '--no-show-signature',
    '--no-notes',
    '--no-color',
    `--format=${FORMAT}`,
    `--max-count=${most}`,
    to,
    `^${from}`,
    '--',
  ],
  parse: parseSteps,
});

/** Fields end with NUL. A commit begins with a slash and its name, a file with a colon. */
export function parseSteps(output: string): readonly TargetStep[] {
  const found: TargetStep[] = [];
  const tokens = output.split('\0');
  let files: ChangedBlob[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const head = (tokens[at] ?? '').replace(/^\n/, '');
    const commit = /^\/([0-9a-f]{40,64})$/.exec(head)?.[1];
    const [, before = '', after = '', status] = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(head) ?? [];
    if (commit !== undefined) {
      files = [];
      found.push({ commit, ...commitFields(tokens.slice(at + 1, at + 5)), files });
      at += 4;
    } else if (status !== undefined) {
      const [first = '', second = ''] = tokens.slice(at + 1, at + 3);
      const isPair = status === 'R' || status === 'C';
      files.push({ ...pathsOf(status, first, second), ...blobsOf(status, before, after) });
      at += isPair ? 2 : 1;
    }
  }
  return found;
}

function commitFields([parents = '', seconds = '', email = '', run = '']: readonly string[]): Omit<
  TargetStep,
  'commit' | 'files'
> {
  return { at: Number(seconds) * 1000, email, isMerge: parents.includes(' '), ...(run === '' ? {} : { run }) };
}

function pathsOf(status: string, first: string, second: string): Pick<ChangedBlob, 'path' | 'from'> {
  if (status === 'R') return { path: second, from: first };
  return { path: status === 'C' ? second : first };
}

/** A copy is new where it is. */
function blobsOf(status: string, before: string, after: string): Pick<ChangedBlob, 'before' | 'after'> {
  const isBlob = (name: string): boolean => !/^0+$/.test(name);
  return { ...(isBlob(before) && status !== 'C' ? { before } : {}), ...(isBlob(after) ? { after } : {}) };
}
