import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { findRepository } from '../../client/repositoryFolders.ts';
import { reported } from '../../language/describe.ts';
import { nearest } from '../../language/near.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import type { WorkspaceIndex } from '../../language/workspaceIndex.ts';
import { loopPath } from '../../model/loopPath.ts';
import type { ReportedProblem } from '../../model/problem.ts';
import { ok, type Result } from '../../model/result.ts';
import { repositoryTop } from '../../workspace/paths.ts';
import { readWorkspace } from '../../workspace/readWorkspace.ts';
import type { Act } from '../act.ts';
import { exitCodes, type Failure, usageError } from '../ending.ts';
import { loopNames } from '../findLoop.ts';
import { paint } from '../text/paint.ts';
import { problemText } from '../text/problemText.ts';
import type { Invocation } from '../world.ts';

interface Source {
  /** As it is printed. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** `loopwright validate [file…]`. Needs no runner and, with files, no repository. */
export function registerValidate(program: Command, act: Act): void {
  program
    .command('validate')
    .argument('[file...]', 'loop files, or names of loops; otherwise all of .loops/')
    .description('Check loop files: exit code 0 when they are well, 1 when one has errors')
    .action(
      act<[readonly string[]]>(async (invocation, [named]) => {
        const sources =
          named.length === 0 ? await allSources(invocation.folder) : await namedSources(invocation, named);
        if (!sources.ok) return sources;
        const indexes = await indexesOf(sources.value);
        const found = sources.value.map((source) => ({ source, problems: problemsOf(source, indexes) }));
        const problems = found.flatMap((one) => one.problems);
        const { terminal, json } = invocation;
        const brush = paint(terminal.colours);
        if (json) terminal.print(JSON.stringify(problems));
        else {
          for (const { source, problems } of found) {
            for (const line of problems.flatMap((problem) => problemText(problem, source.text, brush))) {
              terminal.print(line);
            }
          }
          terminal.print(verdictText(sources.value.length, problems));
        }
        const hasErrors = problems.some((problem) => problem.severity === 'error');
        return ok(hasErrors ? exitCodes.failed : exitCodes.done);
      }),
    );
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

/** `2 loop files: 1 error, 2 warnings.` */
export function verdictText(files: number, problems: readonly Pick<ReportedProblem, 'severity'>[]): string {
  const counted = (severity: ReportedProblem['severity']) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`];
  };
  const counts = [...counted('error'), ...counted('warning'), ...counted('info')];
  return `${files} loop file${files === 1 ? '' : 's'}: ${counts.length === 0 ? 'no problems' : counts.join(', ')}.`;
}

async function allSources(folder: string): Promise<Result<readonly Source[], Failure>> {
  const top = (await findRepository(folder))?.root ?? folder;
  const names = await loopNames(top);
  if (names.length === 0) {
    return usageError(`There are no loop files in ${join(top, '.loops')}. Write one, or name the files to check.`);
  }
  return readAll(names.map((name) => ({ file: loopPath(name), path: join(top, loopPath(name)) })));
}

async function namedSources(
  { folder }: Invocation,
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
