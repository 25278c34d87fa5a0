import { findProgram } from './findProgram.ts';
import { hardenedArguments, hardenedEnvironment, nowhere } from './hardened.ts';
import { runProgram } from './ownProgram.ts';
import type { Repository } from './repository.ts';

/** Where a name stands in a tree. */
export interface NamedPlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

const mostNames = 200;
const mostTime = 5000;
const mostOutput = 4 * 1024 * 1024;

/**
 * Where each of these words stands in the text files of a commit, by one `git grep`; of more than 200 names the first ones are
 * looked for. Undefined where that takes over 5 s or finds over 4 MB: then nobody has counted.
 */
export async function namedPlaces(
  repo: Pick<Repository, 'commonDir'>,
  commit: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly NamedPlace[]> | undefined> {
  const file = names.length === 0 ? undefined : await findProgram('git', process.env);
  if (file === undefined) return undefined;
  // One expression: git looks for 200 words seven times as fast in it as one by one (measured, git 2.39).
  const words = names.slice(0, mostNames).map((name) => name.replace(/[^\p{L}\p{N}_]/gu, '\\$&'));
  const end = await runProgram({
    file,
    args: [
      ...hardenedArguments({ gitDir: repo.commonDir }),
      'grep',
      '-I',
      '-w',
      '-E',
      '-n',
      '-o',
      '-z',
      '-e',
      words.join('|'),
      commit,
    ],
    cwd: nowhere(process.platform, process.env),
    env: {
      ...hardenedEnvironment(process.env, process.platform),
      GIT_INDEX_FILE: `${repo.commonDir}/loopwright-has-no-index`,
    },
    signal,
    timeoutMs: mostTime,
    maxOutput: mostOutput,
  });
  // It ends with 1 where it finds nothing.
  if (end.ended !== 'exit' || (end.exitCode !== 0 && end.exitCode !== 1)) return undefined;
  const places = parsePlaces(end.stdout.toString('utf8'));
  return new Map(names.slice(0, mostNames).map((name) => [name, places.get(name) ?? []]));
}

/** `git grep -z -n -o` of a commit: `commit:path NUL line NUL word LF`. */
export function parsePlaces(output: string): ReadonlyMap<string, readonly NamedPlace[]> {
  const places = new Map<string, NamedPlace[]>();
  // A path may hold a line feed; a line number and a word cannot.
  for (const [, where = '', line = '', word = ''] of output.matchAll(/([^\0]*)\0(\d+)\0([^\n]*)\n/g)) {
    const own = places.get(word) ?? [];
    own.push({ path: where.slice(where.indexOf(':') + 1), line: Number(line) });
    places.set(word, own);
  }
  return places;
}
