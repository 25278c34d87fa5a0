import type { Evidence } from '../../model/evidence.ts';
import { goalNow } from '../../model/goalNow.ts';
import { type ItemState, type RunState, stepsOf } from '../../model/runState.ts';
import type { ItemView } from '../../model/runView.ts';
import { reasonOfItem, saidTo } from '../../model/shapes.ts';
import { stepsOfKind } from '../../model/stepState.ts';
import { understandingOf } from '../../model/understanding.ts';
import { askedOf } from './askedOf.ts';
import { defectHistory } from './defectHistory.ts';
import { objectionHistory } from './objectionHistory.ts';
import { performersOf, spentOf } from './spentOf.ts';

/** All that speaks for and against the change of an item, from the state of its run alone. */
export function evidenceOf(state: RunState, item: ItemView): Evidence {
  const { start, outcome } = state;
  const { base, deliver, cage, file, definition, source, committed } = start;
  const own: ItemState = state.items.get(item.id) ?? { id: item.id, steps: [], said: [] };
  // The end of the run is the end of what it left.
  const ended = item.outcome ?? outcome;
  return {
    run: start.run,
    loop: start.loop,
    item: item.id,
    key: item.key,
    status: ended?.status ?? item.status,
    reason: ended?.reason ?? (item.status === 'waiting' ? reasonOfItem(state, item) : ''),
    deliver: { as: deliver.as, into: deliver.into },
    base,
    ...sizeOf(item),
    goal: goalNow(item),
    proven: provenOf(item),
    ...historyOf(item),
    verdicts: item.iterations.flatMap(({ number, verdict }) =>
      verdict === undefined ? [] : [{ iteration: number, ...verdict }],
    ),
    objections: [...objectionHistory(item.iterations)],
    asked: [...askedOf(own)],
    ...understoodOf(state, item),
    spent: [...spentOf(own.steps)],
    ...budgetOf(state, own),
    performers: [...performersOf(own.steps)],
    ...(cage === undefined ? {} : { cage }),
    definition: { file, digest: definition, text: source, committed },
  };
}

function sizeOf({ change }: ItemView): Pick<Evidence, 'change'> {
  if (change === undefined) return {};
  const { base, head, files } = change;
  const sum = (of: 'added' | 'removed'): number => files.reduce((all, file) => all + file[of], 0);
  return { change: { base, head, files: files.length, added: sum('added'), removed: sum('removed') } };
}

function provenOf({ iterations }: ItemView): Evidence['proven'] {
  const newest = iterations.findLast(({ checks }) => checks.length > 0);
  return newest === undefined ? null : { iteration: newest.number, checks: [...newest.checks] };
}

function historyOf({ iterations }: ItemView): Pick<Evidence, 'defects' | 'unreadable' | 'checked'> {
  const { defects, unreadable, checked } = defectHistory(iterations);
  return { defects: [...defects], unreadable: [...unreadable], checked: [...checked] };
}

function understoodOf(state: RunState, { id, change }: ItemView): Pick<Evidence, 'understanding'> {
  if (change === undefined) return {};
  const { understand } = state.start;
  const of = understandingOf(understand, saidTo(state, id), change.head);
  const { holds, right, wrong, reason, overridden } = of;
  const who = overridden === undefined ? {} : { overridden };
  return { understanding: { required: understand !== undefined, holds, right, wrong, reason, ...who } };
}

/** Sums of the run that any of its items worked out last, of the item by its own last. */
function budgetOf(state: RunState, { steps }: ItemState): Pick<Evidence, 'budget'> {
  const own = stepsOfKind(steps, 'account').findLast(({ result }) => result !== undefined);
  if (own?.result === undefined) return {};
  const all = stepsOfKind(stepsOf(state), 'account').filter(({ result }) => result !== undefined);
  const newest = all.reduce((a, b) => ((b.finishedAt ?? 0) > (a.finishedAt ?? 0) ? b : a), own);
  const { run } = newest.result ?? own.result;
  return { budget: { run, item: own.result.item, limits: [...own.input.limits] } };
}
