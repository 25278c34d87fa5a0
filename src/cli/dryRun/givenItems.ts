import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KnownItems } from '../../dryRun/world.ts';
import type { Loop } from '../../model/loopFile.ts';
import { type RawItem, readItems } from '../../model/readItems.ts';
import { ok, type Result } from '../../model/result.ts';
import { sortItems } from '../../steps/chooseItems.ts';
import { inputsOf } from '../../triggers/inputs.ts';
import { type Failure, usageError } from '../ending.ts';
import type { Invocation } from '../world.ts';
import type { Asked } from './asked.ts';

/** The items that a person gave as samples, with key and choice as the loop has them; undefined where none was given. */
export async function givenItems(
  { folder }: Pick<Invocation, 'folder'>,
  loop: Loop,
  { items: typed, inputs }: Asked,
): Promise<Result<KnownItems | undefined, Failure>> {
  const { items } = loop;
  if (typed.length === 0) return ok(undefined);
  if (items === undefined) return usageError(`${loop.name} looks for no items, so --item has nothing to show.`);
  const raw: RawItem[] = [];
  for (const one of typed) {
    const read = await rawItems(folder, one, items.format);
    if (!read.ok) return usageError(`--item ${one}: ${read.error}`);
    raw.push(...read.value);
  }
  const values = inputsOf(loop.on.manual?.inputs ?? {}, inputs);
  const { max, key, where, format } = items;
  const sorted = await sortItems(
    // What the loop remembers, and what other runs have at hand, does not count for samples.
    { memory: forgetful, busyItems: () => new Map() },
    {
      loop: loop.name,
      run: '',
      worktree: '',
      base: '',
      from: { run: '-', timeoutSeconds: 1 },
      format,
      retry: 'always',
      max,
      inputs: values.ok ? { ...values.value } : {},
      at: Date.now(),
      ...(key === undefined ? {} : { key }),
      ...(where === undefined ? {} : { where }),
    },
    raw,
  );
  if (sorted.status === 'failed') return usageError(`--item: ${sorted.reason}`);
  return ok({
    known: 'given',
    words: wordsOf(raw.length, sorted.items.length),
    count: raw.length,
    items: sorted.items,
    left: sorted.left,
  });
}

const forgetful = {
  read: async () => ok(undefined),
  update: async () => ok(undefined),
};

/** JSON as it is typed, or what a file holds in the format of the loop. */
async function rawItems(
  folder: string,
  typed: string,
  format: 'json' | 'lines',
): Promise<Result<readonly RawItem[], string>> {
  if (/^\s*[[{"]/.test(typed)) return readItems(typed, 'json');
  const text = await readFile(resolve(folder, typed), 'utf8').catch(() => undefined);
  if (text === undefined) return { ok: false, error: 'it is neither JSON nor a file that can be read.' };
  return readItems(text, format);
}

function wordsOf(given: number, taken: number): string {
  const what = `Samples that you gave, not what the source tells: ${given}, of which a run would take up ${taken}.`;
  return taken === 0 ? `${what} The item below is made up.` : what;
}
