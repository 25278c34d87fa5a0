import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { findRepository } from '../client/repositoryFolders.ts';
import { reported } from '../language/describe.ts';
import { nearest } from '../language/near.ts';
import { parseLoop } from '../language/parseLoop.ts';
import type { WorkspaceIndex } from '../language/workspaceIndex.ts';
import { loopPath } from '../model/loopPath.ts';
import type { ReportedProblem } from '../model/problem.ts';
import { ok, type Result } from '../model/result.ts';
import { repositoryTop } from '../workspace/paths.ts';
import { readWorkspace } from '../workspace/readWorkspace.ts';
import { type Failure, usageError } from './ending.ts';
import { loopNames } from './findLoop.ts';

/** A loop file that is checked. */
export interface Source {
  /** As it is printed. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The problems of each, with what its repository has. */
export async function checked(
  sources: readonly Source[],
): Promise<readonly { readonly source: Source; readonly problems: readonly ReportedProblem[] }[]> {
  const indexes = await indexesOf(sources);
  return sources.map((source) => ({ source, problems: problemsOf(source, indexes) }));
}

type Indexes = ReadonlyMap<string, WorkspaceIndex>;

/** What each repository has that the files belong to. A file outside of any `.loops` folder is looked at alone. */
async function indexesOf(sources: readonly Source[]): Promise<Indexes> {
  const tops = new Set(sources.flatMap(({ path }) => repositoryTop(path) ?? []));
  const indexes = new Map<string, WorkspaceIndex>();
  for (const top of tops) indexes.set(top, await readWorkspace(top));
  return indexes;
}

function problemsOf({ file, path, text }: Source, indexes: Indexes): readonly ReportedProblem[] {
  const index = indexes.get(repositoryTop(path) ?? '');
  return parseLoop(text, { path: file, index }).problems.map((problem) => reported(file, problem));
}

/** All loops of the repository that `folder` lies in. */
export async function allSources(folder: string): Promise<Result<readonly Source[], Failure>> {
  const top = (await findRepository(folder))?.root ?? folder;
  const names = await loopNames(top);
  if (names.length === 0) {
    return usageError(`There are no loop files in ${join(top, '.loops')}. Write one, or name the files to check.`);
  }
  return readAll(names.map((name) => ({ file: loopPath(name), path: join(top, loopPath(name)) })));
}

/** Files, or loops by their names. */
export async function namedSources(
  folder: string,
  named: readonly string[],
): Promise<Result<readonly Source[], Failure>> {
  const top = (await findRepository(folder))?.root ?? folder;
  const names = await loopNames(top);
  const unknown = (name: string) => {
    const near = nearest(name, names);
    return near === undefined ? '' : ` Did you mean the loop “${near}”?`;
  };
  return readAll(
    named.map((name) => {
      const path = names.includes(name) ? join(top, loopPath(name)) : resolve(folder, name);
      const file = relative(folder, path).replaceAll('\\', '/');
      return { path, file: file.startsWith('..') ? path : file, hint: unknown(name) };
    }),
  );
}

async function readAll(
  files: readonly { readonly file: string; readonly path: string; readonly hint?: string }[],
): Promise<Result<readonly Source[], Failure>> {
  const sources: Source[] = [];
  for (const { file, path, hint } of files) {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
    if (typeof text !== 'string') {
      return usageError(`${file} cannot be read (${text.code}). Check the name of the file.${hint ?? ''}`);
    }
    sources.push({ file, path, text });
  }
  return ok(sources);
}
