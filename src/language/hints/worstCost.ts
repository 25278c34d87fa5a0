import { dollars } from '../../model/spendText.ts';
import { type Path, type Place, placeAt, type Reading } from '../reading.ts';
import { forms, schemasAt } from '../schemaWalk.ts';
import type { Hint } from './hint.ts';

const most: Path = ['items', 'max'];
const each: Path = ['budget', 'per-item', 'max-cost-usd'];

/**
 * Behind `items.max` and `budget.per-item.max-cost-usd`: what all items together can cost, and where the run's own limit is
 * reached before that.
 */
export function worstCostHints(reading: Reading): readonly Hint[] {
  const items = numberAt(reading, most);
  const perItem = numberAt(reading, each);
  if (!perItem || placeAt(reading, ['items']) === undefined) return [];
  const count = items?.value ?? Number(schemasAt(most).flatMap(forms)[0]?.default);
  const total = numberAt(reading, ['budget', 'max-cost-usd'])?.value;
  const whole = count * perItem.value;
  const capped = total !== undefined && total < whole ? `; the run stops at ${dollars(total)}` : '';
  const worth = `at most ${dollars(whole)}${capped}`;
  return [
    ...(items ? [{ offset: items.place.at.end, label: `× ${dollars(perItem.value)}: ${worth}` }] : []),
    { offset: perItem.place.at.end, label: `× ${count} items: ${worth}` },
  ];
}

function numberAt(reading: Reading, path: Path): { readonly value: number; readonly place: Place } | undefined {
  const place = placeAt(reading, path);
  return place && typeof place.value === 'number' && place.value > 0 ? { value: place.value, place } : undefined;
}
