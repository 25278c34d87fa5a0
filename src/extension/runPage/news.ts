import { goalNow } from '../../model/goalNow.ts';
import type { RunState } from '../../model/runState.ts';
import { foundItems, type ItemView, type IterationView, itemMeant, itemView } from '../../model/runView.ts';
import type { RunSummary } from '../../model/shapes.ts';
import type { Chosen, IterationRow, RunNews, Section } from '../../protocol/runPageView.ts';
import type { Asked } from './asked.ts';
import { checksOf } from './checksModel.ts';
import { costSeries } from './costModel.ts';
import { headOf } from './headModel.ts';
import { passOf } from './passModel.ts';
import { timelineOf } from './timelineModel.ts';
import { stepChoices } from './transcriptSteps.ts';

/** The item that a page shows: the one that was chosen, else the one that is meant by who names none. */
export function shownItem(state: RunState, chosen: string | undefined): ItemView | undefined {
  const known = chosen === undefined ? undefined : state.items.get(chosen);
  if (known === undefined) return itemMeant(state, undefined);
  return itemView(known, foundItems(state).find(({ id }) => id === known.id)?.key ?? known.id);
}

/**
 * Tells a page what changed since it was told last: each part is compared with what it was, so that a run that goes on
 * costs what it says and not what it is. Parts of closed sections are not worked out.
 */
export class News {
  readonly #told = new Map<string, string>();

  /** The page begins anew and knows nothing. */
  forget(): void {
    this.#told.clear();
  }

  /** Undefined where nothing changed. */
  of(
    { state, summary }: { readonly state: RunState; readonly summary: RunSummary },
    chosen: Chosen,
    { forecast, usual, fates }: Asked,
  ): Omit<RunNews, 'show' | 'now'> | undefined {
    const item = shownItem(state, chosen.item);
    const { iteration, before } = chosenIteration(item, chosen.iteration);
    const isOpen = (section: Section): boolean => chosen.open.includes(section);
    const news = {
      ...this.#changed('head', () => headOf(state, summary, { item, forecast, fates })),
      ...(isOpen('goal') ? this.#changed('goal', () => goalNow(item)) : {}),
      ...(isOpen('iterations') ? this.#rows(timelineOf(item?.iterations ?? [])) : {}),
      ...(isOpen('iterations')
        ? this.#changed('pass', () => (iteration === undefined ? null : passOf(iteration)))
        : {}),
      ...(isOpen('checks') ? this.#changed('checks', () => [...checksOf(iteration, before)]) : {}),
      ...(isOpen('cost')
        ? this.#changed('cost', () => ({ ...costSeries(state), ...(usual === undefined ? {} : { usual }) }))
        : {}),
      ...(isOpen('transcript') ? this.#changed('steps', () => [...stepChoices(item)]) : {}),
    };
    return Object.keys(news).length === 0 ? undefined : news;
  }

  #changed<K extends string, V>(name: K, make: () => V): { [P in K]?: V } {
    const made = make();
    return this.#isNew(name, made) ? ({ [name]: made } as { [P in K]?: V }) : {};
  }

  #rows(rows: readonly IterationRow[]): Pick<RunNews, 'iterations'> {
    const order = rows.map(({ number }) => number);
    const changed = rows.filter((row) => this.#isNew(`iteration ${row.number}`, row));
    if (!this.#isNew('order', order) && changed.length === 0) return {};
    return { iterations: { order, rows: changed } };
  }

  #isNew(name: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    if (this.#told.get(name) === text) return false;
    this.#told.set(name, text);
    return true;
  }
}

/** The iteration that is looked at, and the one that its checks are compared with. */
function chosenIteration(
  item: ItemView | undefined,
  number: number | undefined,
): { readonly iteration?: IterationView | undefined; readonly before?: IterationView | undefined } {
  const all = item?.iterations ?? [];
  const found = number === undefined ? -1 : all.findIndex((one) => one.number === number);
  const at = found === -1 ? all.length - 1 : found;
  return { iteration: all[at], before: all[at - 1] };
}
