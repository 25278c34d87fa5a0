import type { Result } from '../model/result.ts';
import { attempt, type GitProblem } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

/** A place where two sides of a file differ; lines without their breaks, the first counted from 1. */
export interface DiffHunk {
  readonly oldFirst: number;
  readonly newFirst: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** A file that differs in lines. The path of a side is absent where that side has no such file. */
export interface FileDiff {
  readonly from?: string;
  readonly to?: string;
  readonly hunks: readonly DiffHunk[];
}

/** Every file in which two commits differ in lines. */
export type CommitDiffs = readonly FileDiff[];

/** `to` against `from`, or against its own first parent where that is left out. */
export interface DiffAsked {
  readonly to: string;
  readonly from?: string;
}

/** Whatever a configuration says of diffs does not count. */
const DIFF = [
  'diff-tree',
  '--stdin',
  '--always',
  '-r',
  '-p',
  '-U0',
  '-M',
  '--root',
  '--diff-merges=first-parent',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=all',
  '--full-index',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--diff-algorithm=myers',
  '--no-color',
];

/** Paths that are named to git; beyond them all files are compared, which is slower and says the same. */
const mostPaths = 500;

/**
 * The lines of `paths` in which commits (by their full names, all there) differ: an answer for each pair, in their order, by
 * one git process. Binary files have no lines.
 */
export function commitDiffs(
  repo: Pick<Repository, 'commonDir'>,
  asked: readonly DiffAsked[],
  paths: readonly string[],
): Promise<Result<readonly (readonly FileDiff[])[], GitProblem>> {
  return attempt(async () => {
    if (asked.length === 0) return [];
    const input = asked.map(({ to, from }) => `${from === undefined ? to : `${to} ${from}`}\n`).join('');
    const some = paths.length > mostPaths ? [] : ['--', ...paths];
    return parseDiffs(await sharedGit(repo).run([...DIFF, ...some], { input }));
  });
}

/** A line with nothing but the name of a commit begins each answer. */
export function parseDiffs(output: string): readonly (readonly FileDiff[])[] {
  const all: FileDiff[][] = [];
  const lines = output.split('\n');
  let file: { from?: string; to?: string; hunks: DiffHunk[] } | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (/^[0-9a-f]{40,64}$/.test(line)) {
      all.push([]);
      file = undefined;
    } else if (line.startsWith('diff --git ')) {
      file = undefined;
    } else if (hunk === null && line.startsWith('--- ')) {
      file = { ...sideOf('from', line), ...sideOf('to', lines[at + 1] ?? ''), hunks: [] };
      all.at(-1)?.push(file);
      at += 1;
    } else if (hunk !== null && file !== undefined) {
      const [removed, afterRemoved] = taken(lines, at + 1, Number(hunk[2] ?? 1));
      const [added, next] = taken(lines, afterRemoved, Number(hunk[4] ?? 1));
      file.hunks.push({ oldFirst: Number(hunk[1]), newFirst: Number(hunk[3]), removed, added });
      at = next - 1;
    }
  }
  return all;
}

/** So many lines without their sign, and where the next thing begins; `\ No newline at end of file` is none. */
function taken(lines: readonly string[], first: number, count: number): readonly [readonly string[], number] {
  const found = lines.slice(first, first + count).map((line) => line.slice(1));
  const next = first + count;
  return [found, lines[next]?.startsWith('\\') === true ? next + 1 : next];
}

/** `--- a/src/x.js`, `+++ "b/\303\244.js"`, `--- /dev/null`; git ends a name with a blank in it with a tab. */
function sideOf<N extends 'from' | 'to'>(name: N, line: string): { [K in N]?: string } {
  const text = line.slice(4).replace(/\t$/, '');
  if (text === '/dev/null') return {};
  const path = (text.startsWith('"') ? unquoted(text) : text).slice(2);
  return { [name]: path } as { [K in N]?: string };
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

/** A path as git quotes it: in C's way, bytes beyond ASCII as three octal digits. */
function unquoted(text: string): string {
  const bytes: Buffer[] = [];
  for (const [, octal, sign, plain] of text.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    if (octal !== undefined) bytes.push(Buffer.from([Number.parseInt(octal, 8)]));
    else bytes.push(Buffer.from(plain ?? escapes[sign ?? ''] ?? sign ?? ''));
  }
  return Buffer.concat(bytes).toString('utf8');
}
