import { findCommit, readBlob } from '../../git/objects.ts';
import { problemText } from '../../git/problemText.ts';
import type { Repository } from '../../git/repository.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import { branchName } from '../../model/branchName.ts';
import type { Enabling } from '../../model/firing.ts';
import type { Loop } from '../../model/loopFile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { automaticKinds } from '../../triggers/automatic.ts';
import { definitionOf } from './committedLoops.ts';

interface Refusal {
  readonly code: string;
  readonly message: string;
}

/**
 * What allowing a loop would pin: the definition in `file` (path from the top) as it is committed at the loop's base. Writes
 * nothing. The refusal says why it cannot start by itself.
 */
export async function planEnabling(
  repository: Repository,
  { file, by, at }: Pick<Enabling, 'file' | 'by' | 'at'>,
): Promise<Result<Omit<Enabling, 'enabled'>, Refusal>> {
  const here = await committed(repository, 'HEAD', file);
  if (!here.ok) return here;
  const named = here.value.loop.isolation.base;
  const base = named === undefined ? repository.currentBranch : await fullName(repository, named);
  if (base === undefined) {
    const message = 'HEAD is detached, so a loop that starts by itself has no base. Name one in isolation.base.';
    return err({ code: 'no-base', message });
  }
  const there = await committed(repository, base, file);
  if (!there.ok) return there;
  const { loop, definition } = there.value;
  if (automaticKinds(loop.on).length > 0) return ok({ loop: loop.name, file, base, definition, by, at });
  const message = `${loop.name} is started by people alone, so there is nothing to enable. Give it a trigger under \`on\`.`;
  return err({ code: 'only-manual', message });
}

async function fullName(repository: Repository, base: string): Promise<string> {
  const branch = `refs/heads/${base}`;
  return (await findCommit(repository, branch)) === undefined ? base : branch;
}

async function committed(
  repository: Repository,
  base: string,
  file: string,
): Promise<Result<{ readonly loop: Loop; readonly definition: string }, Refusal>> {
  const blob = await readBlob(repository, base, file);
  if (!blob.ok) return err({ code: blob.error.code, message: problemText(blob.error) });
  const where = branchName(base);
  if (blob.value === undefined) {
    return err({ code: 'uncommitted', message: `${file} is not committed at ${where}. Commit it first.` });
  }
  const text = blob.value.toString('utf8');
  const { loop } = parseLoop(text, { path: file });
  if (loop !== undefined) return ok({ loop, definition: definitionOf(text) });
  return err({
    code: 'invalid-loop',
    message: `${file} at ${where} has errors; \`loopwright validate ${file}\` lists them.`,
  });
}
