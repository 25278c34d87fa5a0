import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Result } from '../model/result.ts';

/** What became of a text that a person was let edit. `trouble`: what went wrong with the editor. */
export type EditedCopy =
  | { readonly status: 'unchanged'; readonly trouble?: string }
  | {
      readonly status: 'changed';
      readonly trouble?: string;
      readonly text: string;
      /** Stays until it is removed. */
      readonly file: string;
      readonly remove: () => Promise<void>;
    };

/** Lets a person edit a copy of `text` in a folder of its own, which they alone can read. */
export async function editedCopy(
  name: string,
  text: string,
  edit: (file: string) => Promise<Result<undefined, string>>,
): Promise<EditedCopy> {
  const file = join(await mkdtemp(join(tmpdir(), 'loopwright-')), name);
  await writeFile(file, text, { mode: 0o600 });
  const remove = () => rm(dirname(file), { recursive: true, force: true });
  const edited = await edit(file);
  const trouble = edited.ok ? {} : { trouble: edited.error };
  const after = await readFile(file, 'utf8').catch(() => undefined);
  if (after === undefined || after === text) {
    await remove();
    return { status: 'unchanged', ...trouble };
  }
  return { status: 'changed', ...trouble, text: after, file, remove };
}
