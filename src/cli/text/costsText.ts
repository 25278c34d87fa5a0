import { localDay } from '../../model/localDate.ts';
import type { Cost } from '../../model/spend.ts';
import { amountText, dollars } from '../../model/spendText.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

export const costGroups = ['loop', 'day', 'agent'] as const;
export type CostGroup = (typeof costGroups)[number];

const nameOf: { readonly [G in CostGroup]: (cost: Cost) => string } = {
  loop: ({ loop }) => loop,
  /** As budgets count it. */
  day: ({ at }) => localDay(at),
  agent: ({ agent, model }) => (model === undefined ? agent : `${agent} ${model}`),
};

/** What steps of agents used, summed up. What is unknown is counted as unknown, never as nothing. */
export function costsText(costs: readonly Cost[], by: CostGroup, paint: Paint): readonly string[] {
  const groups = new Map<string, Cost[]>();
  for (const cost of costs) {
    const name = nameOf[by](cost);
    groups.set(name, [...(groups.get(name) ?? []), cost]);
  }
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => rowOf(inert(name), group));
  const head = [by, 'steps', 'tokens', 'cost'].map((text) => ({
    text,
    shown: paint.dim(text),
  }));
  const total = groups.size > 1 ? [rowOf('all', costs)] : [];
  return table([head, ...rows, ...total], new Set([1, 2, 3]));
}

function rowOf(name: string, costs: readonly Cost[]): readonly { readonly text: string }[] {
  return [
    { text: name },
    { text: String(costs.length) },
    {
      text: sumText(
        costs.map(({ tokens }) => tokens),
        amountText,
      ),
    },
    {
      text: sumText(
        costs.map(({ costUsd }) => costUsd),
        dollars,
      ),
    },
  ];
}

/** `$1.20`, `$1.20 + 2 unknown`, `unknown`. */
function sumText(amounts: readonly (number | null)[], tell: (sum: number) => string): string {
  const known = amounts.filter((amount) => amount !== null);
  const unknown = amounts.length - known.length;
  if (known.length === 0) return 'unknown';
  const sum = tell(known.reduce((total, amount) => total + amount, 0));
  return unknown === 0 ? sum : `${sum} + ${unknown} unknown`;
}
