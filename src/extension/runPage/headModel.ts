import type { RunState } from '../../model/runState.ts';
import { statusOf } from '../../model/runState.ts';
import { foundItems, type ItemView } from '../../model/runView.ts';
import type { RunSummary } from '../../model/shapes.ts';
import { runLook } from '../../model/statusLook.ts';
import { usedOf } from '../../model/usedOf.ts';
import type { RunHead } from '../../protocol/runPageView.ts';
import { commandTable } from '../commandTable.ts';
import { plainLine } from '../plainText.ts';
import type { Asked } from './asked.ts';
import { costSeries } from './costModel.ts';
import { actsFor } from './pageActs.ts';

/** The random letters at the end of a run's id, enough to tell the runs of a loop apart. */
export const shortRun = (run: string): string => run.slice(run.lastIndexOf('-') + 1);

/** What stands at the top of a run's page. */
export function headOf(
  state: RunState,
  summary: RunSummary,
  { item, forecast, fates }: { readonly item: ItemView | undefined } & Pick<Asked, 'forecast' | 'fates'>,
): RunHead {
  const { start, finishedAt } = state;
  const { points, limit } = costSeries(state);
  const items = foundItems(state);
  const fate = item && fates.get(item.id);
  return {
    run: start.run,
    shortId: shortRun(start.run),
    loop: start.loop,
    look: runLook[statusOf(state)],
    reason: summary.reason,
    by: `${start.by.name} <${start.by.email}>`,
    startedBy: plainLine(start.trigger.about),
    startedAt: start.startedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    spend: usedOf(points.at(-1), limit),
    ...(forecast === undefined ? {} : { forecast }),
    ...(fate === undefined ? {} : { fate: plainLine(fate, 300) }),
    acts: [...actsFor(state, item)],
    canRetry: Object.hasOwn(commandTable, 'loopwright.retryFrom'),
    items: items.map(({ id, key }) => ({ id, key: plainLine(key) })),
    ...(item === undefined ? {} : { item: item.id }),
  };
}
