import type { Insights, LoopInsight } from '../../src/model/insights.ts';
import { isWhole, partWords, sumOf, unknownWords } from './spendSums.ts';
import { total } from './weeks.ts';
import { counted, minutesWords, percent } from './words.ts';

/** A number that stands for itself, and what has to be known about it. */
export interface Headline {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** What a loop is judged by: the money and the time of people that a landed change takes. */
export const leadOf = (insights: Insights): readonly Headline[] => [costOf(insights), minutesOf(insights)];

/** The other numbers at the top. A rate is of the items that ended; those stopped or without work say nothing of a loop. */
export function headlinesOf(insights: Insights): readonly Headline[] {
  const { landings } = insights;
  const reverted = landings.filter(({ revertedBy }) => revertedBy !== undefined).length;
  return [
    {
      name: 'Landed changes',
      value: String(landings.length),
      note: landings.length === 0 ? 'none in this period' : `${reverted === 0 ? 'none' : reverted} reverted since`,
    },
    ...ratesOf(insights.loops),
    iterationsOf(insights),
  ];
}

function costOf({ spend, landings }: Insights): Headline {
  const name = 'Cost per landed change';
  if (landings.length === 0) return { name, value: 'none yet', note: 'nothing landed in this period' };
  const sum = sumOf(spend, 'costUsd');
  const each = { ...sum, known: sum.known / landings.length };
  const note = isWhole(sum) ? 'what all runs used, over what landed' : unknownWords(sum, 'costUsd');
  return { name, value: partWords(each, 'costUsd'), note: note ?? '' };
}

/**
 * Minutes of people over what landed, those for work that did not land too. Where a window did not tell of each landing,
 * those that are known stand for themselves.
 */
function minutesOf({ loops, landings }: Insights): Headline {
  const name = 'Human minutes per landed change';
  if (landings.length === 0) return { name, value: 'none yet', note: 'nothing landed in this period' };
  const told = landings.flatMap(({ minutes }) => (minutes === null ? [] : [minutes]));
  if (told.length === 0) return { name, value: 'unknown', note: 'no window told how long a review was open' };
  if (told.length < landings.length) {
    const note = `known for ${told.length} of ${landings.length} landed changes`;
    return { name, value: minutesWords(total(told) / told.length), note };
  }
  const all = loops.map((loop) => loop.landings * (loop.minutesPerLanding ?? 0));
  return { name, value: minutesWords(total(all) / landings.length), note: 'reviews and prompts before a person' };
}

const judged = ['delivered', 'rejected', 'gave-up', 'failed'] as const;

/** How many items ended in a way that tells of the loop, and how many in each of them. */
export function endsOf(loops: readonly LoopInsight[]): Readonly<Record<(typeof judged)[number] | 'all', number>> {
  const count = (status: (typeof judged)[number]): number => total(loops.map(({ items }) => items[status] ?? 0));
  const ends = {
    delivered: count('delivered'),
    rejected: count('rejected'),
    'gave-up': count('gave-up'),
    failed: count('failed'),
  };
  return { ...ends, all: total(Object.values(ends)) };
}

function ratesOf(loops: readonly LoopInsight[]): readonly Headline[] {
  const { delivered, 'gave-up': gaveUp, all } = endsOf(loops);
  const rate = (name: string, part: number): Headline =>
    all === 0
      ? { name, value: 'none yet', note: 'no item ended in this period' }
      : { name, value: percent(part / all), note: `${part} of ${counted(all, 'item')}` };
  return [rate('Success rate', delivered), rate('Gave up', gaveUp)];
}

function iterationsOf({ landings }: Insights): Headline {
  const name = 'Iterations to done';
  const sorted = landings.map(({ iterations }) => iterations).sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) return { name, value: 'none yet', note: 'nothing landed in this period' };
  return { name, value: String(middle), note: `median of landed changes; ${sorted.at(-1)} at most` };
}
