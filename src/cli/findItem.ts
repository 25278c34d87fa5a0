import { nearest } from '../language/near.ts';
import { onlyItem } from '../model/lane.ts';
import { ok, type Result } from '../model/result.ts';
import { isOver } from '../model/runState.ts';
import type { RunDetail } from '../model/shapes.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Failure, fail, misnamed, refused } from './ending.ts';
import { findRun } from './findRun.ts';
import { cut } from './text/cut.ts';
import { inert } from './text/inert.ts';

export type ItemDetail = RunDetail['items'][number];

/** An item of a run, and the run with what it tells of one item told of this one. */
export interface Meant {
  readonly run: RunDetail;
  readonly item: ItemDetail;
}

/** The run that a person names, and the item in it: {@link pickItem}. */
export async function findItem(
  client: RunnerClient,
  namedRun: string,
  namedItem: string | undefined,
): Promise<Result<Meant, Failure>> {
  const found = await findRun(client, namedRun);
  return found.ok ? itemOfRun(client, found.value.id, namedItem) : found;
}

/** The item as it is now. */
export async function itemOfRun(
  client: RunnerClient,
  run: string,
  named: string | undefined,
): Promise<Result<Meant, Failure>> {
  const detail = await client.request('show', { run });
  if (!detail.ok) return refused(detail.error);
  const known = settled(detail.value);
  const item = pickItem(known, named);
  return item.ok ? ok({ run: focused(known, item.value), item: item.value }) : item;
}

/** A run whose items are where it is: those that its end has overtaken ended with it. */
export function settled(run: RunDetail): RunDetail {
  if (run.finishedAt === undefined) return run;
  const { status, reason } = run;
  const isOpen = (item: ItemDetail) => !isOver(item.status);
  return { ...run, items: run.items.map((item) => (isOpen(item) ? { ...item, status, reason } : item)) };
}

/**
 * The item that a person names by its key or its id, whole or by the beginning; without a name the one that waits, else the
 * only one there is. Several that could be meant are listed.
 */
export function pickItem(run: RunDetail, named: string | undefined): Result<ItemDetail, Failure> {
  return named === undefined ? pickUnnamed(run) : pickNamed(run, named);
}

function pickUnnamed(run: RunDetail): Result<ItemDetail, Failure> {
  const waiting = run.items.filter((item) => item.status === 'waiting');
  const [item, another] = waiting.length > 0 ? waiting : run.items;
  if (item === undefined) {
    return fail('no-item', `Run ${run.id} has no items${run.finishedAt === undefined ? ' yet' : ''}: ${run.reason}`);
  }
  if (another === undefined) return ok(item);
  const which =
    waiting.length > 0 ? `${waiting.length} items of run ${run.id} wait` : `Run ${run.id} has several items`;
  return misnamed(
    'ambiguous-item',
    `${which}. Name one with --item:\n${listOf(waiting.length > 0 ? waiting : run.items)}`,
  );
}

function pickNamed(run: RunDetail, named: string): Result<ItemDetail, Failure> {
  const { items } = run;
  const exact = items.find((item) => namesOf(item).includes(named));
  if (exact !== undefined) return ok(exact);
  const begun = named === '' ? [] : items.filter((item) => namesOf(item).some((name) => name.startsWith(named)));
  const [only, another] = begun;
  if (only !== undefined && another === undefined) return ok(only);
  if (only !== undefined) {
    return misnamed(
      'ambiguous-item',
      `${begun.length} items of run ${run.id} begin so. Name one of:\n${listOf(begun)}`,
    );
  }
  const near = nearest(named, items.flatMap(namesOf));
  const hint = near === undefined ? `\`loopwright show ${run.id}\` lists them.` : `Did you mean “${near}”?`;
  return misnamed('unknown-item', `Run ${run.id} has no item “${named}”. ${hint}`);
}

/** A key with unprintable characters can also be named as it is shown. */
const namesOf = ({ id, key }: ItemDetail): readonly string[] => [id, key, inert(key)];

const most = 10;

/** Ids can be typed as they are: they hold nothing that a shell reads. */
function listOf(items: readonly ItemDetail[]): string {
  const lines = items.slice(0, most).map(({ id, key }) => `  ${id}  ${cut(inert(key), 60)}`);
  const more = items.length - lines.length;
  return [...lines, ...(more === 0 ? [] : [`  … and ${more} more`])].join('\n');
}

/** The run with what it tells of one item told of `item`. */
export function focused(run: RunDetail, item: ItemDetail): RunDetail {
  const { change: _change, understanding: _understanding, ...rest } = run;
  const { change, understanding } = item;
  return {
    ...rest,
    item: item.id,
    branch: item.branch ?? '',
    worktree: item.worktree ?? '',
    iterations: item.iterations,
    checks: item.iterations.findLast((one) => one.checks.length > 0)?.checks ?? [],
    ...(change === undefined ? {} : { change }),
    ...(understanding === undefined ? {} : { understanding }),
  };
}

/** Whether a run looked for its items, so that they have names. */
export const hasNames = ({ items }: RunDetail): boolean => items.some(({ id }) => id !== onlyItem);

/** ` --item <id>` for a command; empty for the only item. */
export const itemFlag = ({ id }: Pick<ItemDetail, 'id'>): string => (id === onlyItem ? '' : ` --item ${id}`);

/** ` (<key>)` for a sentence; empty for the only item. */
export const itemWords = ({ id, key }: ItemDetail): string => (id === onlyItem ? '' : ` (${cut(inert(key), 60)})`);

/** What names the item in JSON. */
export const itemName = ({ id }: ItemDetail): { item?: string } => (id === onlyItem ? {} : { item: id });
