import type { DaySpend, Insights } from '../../src/model/insights.ts';
import { daysBetween } from './days.ts';
import { groupedBy, isWhole, type KnownPart, type Measure, sumOf } from './spendSums.ts';

/** A loop's layer of the stack: what is known of it by day. */
export interface Layer {
  readonly name: string;
  readonly total: KnownPart;
  readonly amounts: readonly number[];
}

export interface Stack {
  readonly days: readonly string[];
  /** The biggest first: it stands at the bottom. */
  readonly layers: readonly Layer[];
  /** Of all layers by day. A day of which nothing is known has null, not zero. */
  readonly sums: readonly (number | null)[];
  /** Days with something unknown, from 0. */
  readonly unknown: readonly number[];
}

/** As many layers as can be told apart by their patterns. */
const mostLayers = 6;
const others = 'others';

/** Spend by day and loop; the small loops are one layer where there are many. */
export function stackOf({ from, today, spend }: Insights, measure: Measure): Stack {
  const days = daysBetween(from, today);
  const byLoop = [...groupedBy(spend, ({ loop }) => loop)]
    .map(([name, rows]) => ({ name, rows, known: sumOf(rows, measure).known }))
    .sort((a, b) => b.known - a.known || (a.name < b.name ? -1 : 1));
  const own = byLoop.length > mostLayers ? mostLayers - 1 : mostLayers;
  const rest = byLoop.slice(own).flatMap(({ rows }) => rows);
  const layers = byLoop.slice(0, own).map(({ name, rows }) => layerOf(name, rows, days, measure));
  const parts = days.map((day) =>
    sumOf(
      spend.filter((row) => row.day === day),
      measure,
    ),
  );
  return {
    days,
    layers: rest.length === 0 ? layers : [...layers, layerOf(others, rest, days, measure)],
    sums: parts.map((part) => (isWhole(part) || part.known > 0 ? part.known : null)),
    unknown: parts.flatMap((part, index) => (isWhole(part) ? [] : [index])),
  };
}

function layerOf(name: string, rows: readonly DaySpend[], days: readonly string[], measure: Measure): Layer {
  const byDay = groupedBy(rows, ({ day }) => day);
  return {
    name,
    total: sumOf(rows, measure),
    amounts: days.map((day) => sumOf(byDay.get(day) ?? [], measure).known),
  };
}

/** The upper edge of each layer by day: each is drawn behind those before it. */
export function edgesOf(layers: readonly Layer[]): readonly (readonly number[])[] {
  const edges: (readonly number[])[] = [];
  for (const { amounts } of layers) {
    const below = edges.at(-1);
    edges.push(amounts.map((amount, index) => amount + (below?.[index] ?? 0)));
  }
  return edges;
}
