import { isOver } from '../../model/runState.ts';
import type { RunDetail } from '../../model/shapes.ts';
import type { ItemDetail } from '../findItem.ts';
import { cut, firstLine } from './cut.ts';
import { inert } from './inert.ts';
import { type Paint, plain } from './paint.ts';
import { statusText } from './statusText.ts';
import { table } from './table.ts';

/** Most rows; the others are counted. */
const most = 200;

/** The items of a run, a line each: key, status, iterations, reason. Those that wait come first. */
export function itemsText({ items }: Pick<RunDetail, 'items'>, paint: Paint): readonly string[] {
  const sorted = [...items].sort((a, b) => rank(a) - rank(b));
  const rows = sorted.slice(0, most).map((item) => {
    const key = cut(inert(item.key), 48);
    const status = standing(item, paint);
    return [
      { text: key, shown: paint.bold(key) },
      status,
      { text: iterationsText(item) },
      { text: reason(item), shown: paint.dim(reason(item)) },
    ];
  });
  const more = items.length - rows.length;
  return [
    paint.bold(`items  ${countText(items)}`),
    ...table(rows).map((line) => `  ${line}`),
    ...(more === 0 ? [] : [`  … and ${more} more (--json has all)`]),
  ];
}

/** A reason may carry what a command printed; `show` of the item has all of it. */
const reason = (item: ItemDetail): string => firstLine(item.reason, 120);

const rank = ({ status }: ItemDetail) => (status === 'waiting' ? 0 : isOver(status) ? 2 : 1);

function standing(item: ItemDetail, paint: Paint): { text: string; shown: string } {
  if (item.status === 'running' && item.steps.length === 0 && item.iterations.length === 0) {
    return { text: 'not begun', shown: paint.dim('not begun') };
  }
  return { text: statusText(item.status, plain), shown: statusText(item.status, paint) };
}

function iterationsText({ iterations }: ItemDetail): string {
  const passes = iterations.filter(({ number }) => number > 0).length;
  return passes === 1 ? '1 iteration' : `${passes} iterations`;
}

/** `3 of 12 done, 2 waiting` */
function countText(items: readonly ItemDetail[]): string {
  const done = items.filter(({ status }) => isOver(status)).length;
  const waiting = items.filter(({ status }) => status === 'waiting').length;
  return itemCounts({ done, all: items.length, waiting });
}

export const itemCounts = (count: { readonly done: number; readonly all: number; readonly waiting: number }): string =>
  `${count.done} of ${count.all} done${count.waiting === 0 ? '' : `, ${count.waiting} waiting`}`;
