import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reported } from '../../language/describe.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import type { Loop } from '../../model/loopFile.ts';
import type { ReportedProblem } from '../../model/problem.ts';
import { ok, type Result } from '../../model/result.ts';
import { readWorkspace } from '../../workspace/readWorkspace.ts';
import { type Failure, fail } from '../ending.ts';
import { findLoop, repositoryTop } from '../findLoop.ts';

/** A loop as its file stands in the checkout. */
export interface LoopSource {
  /** The top of its repository, and the file from there. */
  readonly root: string;
  readonly file: string;
  readonly text: string;
  readonly loop: Loop;
  /** Warnings and infos. */
  readonly problems: readonly ReportedProblem[];
}

/** Errors that are told; `validate` tells them all. */
const mostTold = 5;

/** Reads the loop that a person names. Fails where there is none, and where it has errors: they are told. */
export async function readLoop(folder: string, named: string): Promise<Result<LoopSource, Failure>> {
  const top = await repositoryTop(folder);
  if (!top.ok) return top;
  const file = await findLoop(folder, named);
  if (!file.ok) return file;
  const text = await readFile(join(top.value, file.value), 'utf8');
  const { loop, problems } = parseLoop(text, { path: file.value, index: await readWorkspace(top.value) });
  const told = problems.map((problem) => reported(file.value, problem));
  if (loop !== undefined) return ok({ root: top.value, file: file.value, text, loop, problems: told });
  const errors = told.filter(({ severity }) => severity === 'error');
  const lines = errors
    .slice(0, mostTold)
    .map(({ file: where, range, code, message }) => `${where}:${range.start.line + 1}: ${code} ${message}`);
  const more = errors.length > mostTold ? [`… and ${errors.length - mostTold} more: loopwright validate ${named}`] : [];
  const count = `${errors.length} ${errors.length === 1 ? 'error' : 'errors'}`;
  return fail('invalid-loop', [`The loop has ${count}, so nothing could run.`, ...lines, ...more].join('\n'));
}
