import type { Insights } from '../../src/model/insights.ts';
import type { Chart } from './chart.ts';
import { dayWords } from './days.ts';
import { amountWords, isWhole, type KnownPart, type Measure, partWords, sumOf, unknownWords } from './spendSums.ts';
import { edgesOf, type Stack, stackOf } from './stack.ts';
import { total, type Week } from './weeks.ts';
import { counted, minutesWords, percent, usd } from './words.ts';

/** So many bars can each have their words above them. */
const mostLabels = 16;

/** Spend by day, a layer for each loop, with what the limits of a day allow. */
export function spendChart(insights: Insights, measure: Measure): Chart {
  const { spend, perDay } = insights;
  const stack = stackOf(insights, measure);
  const edges = edgesOf(stack.layers);
  const sum = sumOf(spend, measure);
  const limit = perDay?.[measure] ?? undefined;
  const told = `${partWords(sum, measure)} in ${counted(stack.days.length, 'day')}`;
  const unknown = unknownWords(sum, measure);
  return {
    id: 'spend-by-day',
    title: 'Spend by day',
    summary: unknown === undefined ? `${told}.` : `${told}: ${unknown}.`,
    as: 'bars',
    positions: stack.days.map(dayWords),
    layers: stack.layers.map(({ name, total: part }, index) => ({
      name,
      told: partWords(part, measure),
      edges: edges[index] ?? [],
    })),
    labels: stack.sums.map((known, index) => dayLabel(stack, known, index, measure)),
    readouts: stack.days.map((_, index) => dayReadout(stack, index, measure)),
    axisWords: (value) => amountWords(value, measure).replace(' tokens', ''),
    isWhole: measure === 'tokens',
    ...(limit === undefined ? {} : { limit: { at: limit, words: `limit a day ${amountWords(limit, measure)}` } }),
  };
}

/** A question mark says that the bar is not all of it, or that there is no bar because nobody knows. */
function dayLabel({ days, unknown }: Stack, known: number | null, index: number, measure: Measure): string | undefined {
  const mark = unknown.includes(index) ? '?' : '';
  const words = days.length <= mostLabels && known !== null && known > 0 ? amountWords(known, measure) : '';
  return `${words.replace(' tokens', '')}${mark}` || undefined;
}

function dayReadout({ days, layers, sums, unknown }: Stack, index: number, measure: Measure): string {
  const known = sums[index] ?? null;
  const isUnknown = unknown.includes(index);
  const parts = layers.flatMap(({ name, amounts }) => {
    const amount = amounts[index] ?? 0;
    return amount === 0 ? [] : [`${name} ${amountWords(amount, measure)}`];
  });
  const sum = known === null ? 'unknown' : `${isUnknown ? 'at least ' : ''}${amountWords(known, measure)}`;
  return [`${dayWords(days[index] ?? '')}: ${sum}`, ...parts].join(' · ');
}

/** Lines that landed by week: those that somebody has shown to understand, and the owed ones above them. */
export function debtChart(weeks: readonly Week[]): Chart {
  const lines = total(weeks.map((week) => week.lines));
  const owed = total(weeks.map((week) => week.owed));
  const share = lines === 0 ? '' : `, ${percent(owed / lines)} of them`;
  return {
    id: 'landed-and-owed',
    title: 'Lines landed and owed, by week',
    summary: `${counted(lines, 'line')} landed; ${owed} owed at landing${share}.`,
    as: 'bars',
    positions: weeks.map(({ monday }) => dayWords(monday)),
    layers: [
      { name: 'understood', told: counted(lines - owed, 'line'), edges: weeks.map((week) => week.lines - week.owed) },
      { name: 'owed', told: counted(owed, 'line'), edges: weeks.map((week) => week.lines) },
    ],
    labels: weeks.map((week) => (week.lines === 0 ? undefined : `${week.owed} of ${week.lines}`)),
    readouts: weeks.map(
      (week) =>
        `Week of ${dayWords(week.monday)}: ${counted(week.lines, 'line')} in ${counted(week.landings, 'landing')}, ${week.owed} owed`,
    ),
    axisWords: (value) => value.toLocaleString('en'),
    isWhole: true,
  };
}

interface WeekLine {
  readonly id: string;
  readonly title: string;
  readonly words: (value: number) => string;
  /** Null where nothing landed, or nobody knows. */
  readonly values: readonly (number | null)[];
  /** In words, where the number does not tell all. */
  readonly told: readonly (string | undefined)[];
}

/** What a landed change cost by week; a week without a landing has no point. */
export function costChart(weeks: readonly Week[]): Chart {
  const each = weeks.map(({ cost, landings }): KnownPart | null =>
    landings === 0 ? null : { ...cost, known: cost.known / landings },
  );
  return lineChart(weeks, {
    id: 'cost-per-landed-change',
    title: 'Cost per landed change, by week',
    words: usd,
    values: each.map((part) => (part === null || (!isWhole(part) && part.known === 0) ? null : part.known)),
    told: each.map((part) => (part === null ? undefined : partWords(part, 'costUsd'))),
  });
}

/** What a landed change took of people's time by week. */
export function minutesChart(weeks: readonly Week[]): Chart {
  const told = weeks.map(({ landings, minutes }) => landings - minutes.unknown);
  return lineChart(weeks, {
    id: 'minutes-per-landed-change',
    title: 'Human minutes per landed change, by week',
    words: minutesWords,
    values: weeks.map(({ minutes }, index) => (told[index] ? minutes.known / told[index] : null)),
    told: weeks.map(({ landings, minutes }, index) => {
      if (landings === 0) return undefined;
      if (!told[index]) return 'unknown';
      const words = minutesWords(minutes.known / told[index]);
      return minutes.unknown === 0 ? words : `${words} (known for ${told[index]} of ${landings})`;
    }),
  });
}

function lineChart(weeks: readonly Week[], { id, title, words, values, told }: WeekLine): Chart {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  const range = `from ${words(Math.min(...known))} to ${words(Math.max(...known))}`;
  const weeksTold = `${known.length} of ${counted(weeks.length, 'week')}`;
  return {
    id,
    title,
    summary: known.length === 0 ? 'Known for no week of this period.' : `Known for ${weeksTold}: ${range}.`,
    as: 'line',
    positions: weeks.map(({ monday }) => dayWords(monday)),
    layers: [{ name: title, told: '', edges: values }],
    labels: values.map((value, index) => {
      if (value === null) return told[index] === undefined ? undefined : '?';
      return `${words(value)}${told[index] === words(value) ? '' : '?'}`;
    }),
    readouts: weeks.map(
      ({ monday, landings }, index) =>
        `Week of ${dayWords(monday)}: ${told[index] ?? 'nothing landed'}${landings === 0 ? '' : `, ${counted(landings, 'landing')}`}`,
    ),
    axisWords: words,
    isWhole: false,
  };
}
