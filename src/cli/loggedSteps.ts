import { commandSteps } from '../model/commandSteps.ts';
import type { RunDetail } from '../model/shapes.ts';
import { hasNames, type ItemDetail } from './findItem.ts';

/** A step whose output can be read. */
export interface LoggedStep {
  readonly key: string;
  /** `iteration 1, check tests` */
  readonly title: string;
  /** The key of its item, where the run looked for items. */
  readonly item?: string;
  readonly startedAt: string;
  /** Whether it works still. */
  readonly isRunning: boolean;
}

/** The others print nothing. */
const kinds: ReadonlySet<string> = new Set(commandSteps);

/** The steps of a run that have output: the run's own, then item by item, each in the order they were started. */
export function loggedSteps(run: RunDetail, only?: ItemDetail): readonly LoggedStep[] {
  const named = hasNames(run);
  const items = only === undefined ? run.items : run.items.filter(({ id }) => id === only.id);
  const own = only === undefined ? run.steps.flatMap((step) => logged(step, '')) : [];
  return [
    ...own,
    ...items.flatMap((item) => stepsOfItem(item).map((step) => (named ? { ...step, item: item.key } : step))),
  ];
}

function stepsOfItem(item: ItemDetail): readonly LoggedStep[] {
  return [
    ...item.steps.flatMap((step) => logged(step, '')),
    ...item.iterations.flatMap(({ number, steps }) => steps.flatMap((step) => logged(step, place(number)))),
  ].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

function logged(step: ItemDetail['steps'][number], where: string): readonly LoggedStep[] {
  if (!kinds.has(step.kind)) return [];
  const title = `${where}${step.kind} ${step.label}`;
  return [{ key: step.key, title, startedAt: step.startedAt, isRunning: step.status === 'running' }];
}

const place = (iteration: number) => (iteration === 0 ? 'before the first pass, ' : `iteration ${iteration}, `);
