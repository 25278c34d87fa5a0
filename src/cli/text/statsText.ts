import type { Insights, LoopInsight } from '../../model/insights.ts';
import { amountText, dollars } from '../../model/spendText.ts';
import { inert } from './inert.ts';
import { localTime } from './localTime.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

const mostNext = 5;

/** How each loop did, why items gave up, and what is due next. What is not known is said to be. */
export function statsText({ loops, landings, next, from, today }: Insights, paint: Paint): readonly string[] {
  const active = loops.filter(({ runs, spend }) => Object.keys(runs).length > 0 || spend.tokens !== 0);
  const heads = [
    'loop',
    'runs',
    'done',
    'gave up',
    'iterations',
    'landed',
    'reverted',
    'tokens',
    'cost',
    'cost/landing',
    'minutes/landing',
  ];
  const head = heads.map((text) => ({ text, shown: paint.dim(text) }));
  const owed = landings.reduce((sum, landing) => sum + (landing.revertedBy === undefined ? landing.owed : 0), 0);
  return [
    `${from} to ${today}`,
    ...(active.length === 0
      ? ['No run ended in this time.']
      : table([head, ...active.map(rowOf)], new Set(heads.slice(1).map((_, index) => index + 1)))),
    ...(landings.length === 0 ? [] : ['', `${owed} lines of what landed in this time are owed understanding.`]),
    ...reasonsText(active, paint),
    ...(next.length === 0 ? [] : ['', paint.bold('due next')]),
    ...next.slice(0, mostNext).map(({ loop, at }) => `  ${localTime(at)}  ${inert(loop)}`),
    ...(next.length > mostNext ? [`  and ${next.length - mostNext} more within 24 hours`] : []),
  ];
}

function rowOf({ loop, runs, items, iterations, ...more }: LoopInsight): readonly { readonly text: string }[] {
  const { landings, reverted, spend, costPerLanding, minutesPerLanding } = more;
  const all = Object.values(runs).reduce((sum, count) => sum + count, 0);
  return [
    inert(loop),
    String(all),
    String(items.delivered ?? 0),
    String(items['gave-up'] ?? 0),
    iterations === null ? '-' : `${iterations.middle} (${iterations.high})`,
    String(landings),
    String(reverted),
    spend.tokens === null ? 'unknown' : amountText(spend.tokens),
    spend.costUsd === null ? 'unknown' : dollars(spend.costUsd),
    ratioText(landings, costPerLanding, dollars),
    ratioText(landings, minutesPerLanding, (minutes) => minutes.toFixed(1)),
  ].map((text) => ({ text }));
}

function ratioText(landings: number, ratio: number | null, tell: (ratio: number) => string): string {
  if (landings === 0) return '-';
  return ratio === null ? 'unknown' : tell(ratio);
}

function reasonsText(loops: readonly LoopInsight[], paint: Paint): readonly string[] {
  const lines = loops.flatMap(({ loop, gaveUp }) =>
    gaveUp.map(({ why, count }) => `  ${count} × ${inert(loop)}: ${inert(why)}`),
  );
  return lines.length === 0 ? [] : ['', paint.bold('why items gave up'), ...lines];
}
