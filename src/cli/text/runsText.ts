import type { RunSummary } from '../../model/shapes.ts';
import { spendText } from '../../model/spendText.ts';
import { firstLine } from './cut.ts';
import { inert } from './inert.ts';
import { itemCounts } from './itemText.ts';
import { type Paint, plain } from './paint.ts';
import { statusText } from './statusText.ts';
import { table } from './table.ts';
import { agoText } from './timeText.ts';

/** One line a run, in columns; the reason on a line of its own. */
export function runsText(runs: readonly RunSummary[], now: number, paint: Paint): readonly string[] {
  const id = Math.max(...runs.map((run) => run.id.length));
  const heads = table(
    runs.map((run) => {
      const loop = inert(run.loop);
      return [
        { text: run.id },
        { text: loop, shown: paint.bold(loop) },
        { text: statusText(run.status, plain), shown: statusText(run.status, paint) },
        { text: '', shown: [agoText(Date.parse(run.startedAt), now), ...moreOf(run)].map(paint.dim).join('  ') },
      ];
    }),
  );
  return runs.flatMap((run, index) => [heads[index] ?? '', `${' '.repeat(id)}  ${paint.dim(reasonOf(run))}`]);
}

/** A reason may carry what a command printed; `show` has all of it. */
const reasonOf = ({ reason }: RunSummary): string => firstLine(reason, mostReason);
const mostReason = 160;

function moreOf({ itemCount, doneCount, waitingCount, spend }: RunSummary): readonly string[] {
  return [
    ...(itemCount === undefined
      ? []
      : [`items: ${itemCounts({ done: doneCount ?? 0, all: itemCount, waiting: waitingCount ?? 0 })}`]),
    ...(spend === undefined ? [] : [spendText(spend)]),
  ];
}
