import type { Spend } from '../../model/spend.ts';
import { costWords, spendWords } from '../spendWords.ts';
import type { RepositoryToday } from './spendToday.ts';

/** What the status bar is about. */
export interface StatusFacts {
  readonly running: number;
  readonly waiting: number;
  readonly today: readonly RepositoryToday[];
}

/** What it shows, as plain data. */
export interface StatusWords {
  readonly text: string;
  /** Lines of the tooltip. */
  readonly lines: readonly string[];
  /** For a screen reader. */
  readonly spoken: string;
  /** Spent up to a day's limit. */
  readonly isOver: boolean;
}

/** The words of the status bar: what goes on, what waits, and what was spent today. */
export function statusWords({ running, waiting, today }: StatusFacts): StatusWords {
  const isOver = today.some(isAtLimit);
  const spent = sumOf(today.map(({ spend }) => spend));
  const cost = spent === undefined ? [] : [`${costWords(spent.costUsd)} today${isOver ? ', at the limit' : ''}`];
  const parts = [
    ...(running === 0 ? [] : [`$(loading~spin) ${running} running`]),
    ...(waiting === 0 ? [] : [`$(bell-dot) ${waiting} waiting`]),
    ...cost.map((words) => `$(${isOver ? 'warning' : 'credit-card'}) ${words}`),
  ];
  return {
    text: parts.length === 0 ? '$(sync) Loopwright' : parts.join('  '),
    lines: [
      waiting > 0 ? 'Loopwright: go to what waits for you' : 'Loopwright: show the runs',
      ...today.flatMap((one) => todayLines(one, today.length > 1)),
    ],
    spoken: `Loopwright: ${[`${running} running`, `${waiting} waiting for you`, ...cost].join(', ')}. Go to What Needs You`,
    isOver,
  };
}

function todayLines({ name, spend, perDay, loops = [] }: RepositoryToday, isNamed: boolean): readonly string[] {
  const most = perDay && limitWords(perDay);
  const limit = most === undefined ? '' : `, of at most ${most} a day`;
  const where = isNamed ? ` in ${name}` : '';
  return [
    `Today${where}: ${spendWords(spend)}${limit}`,
    ...loops.map(({ loop, spend: of }) => `${loop}: ${spendWords(of)}`),
  ];
}

type Limit = NonNullable<RepositoryToday['perDay']>;

/** The limits that are set; undefined where none is. */
function limitWords({ tokens, costUsd }: Limit): string | undefined {
  const set = [
    ...(typeof costUsd === 'number' ? [costWords(costUsd)] : []),
    ...(typeof tokens === 'number' ? [`${tokens.toLocaleString('en')} tokens`] : []),
  ];
  return set.length === 0 ? undefined : set.join(' and ');
}

/** What is unknown is not known to be below a limit, nor above it. */
function isAtLimit({ spend, perDay }: RepositoryToday): boolean {
  const reaches = (used: number | null, most: number | null | undefined) =>
    typeof most === 'number' && used !== null && used >= most;
  return reaches(spend.costUsd, perDay?.costUsd) || reaches(spend.tokens, perDay?.tokens);
}

/** Nothing where nothing was used, as where nobody has told. */
function sumOf(all: readonly Spend[]): Spend | undefined {
  const used = all.filter(({ tokens, costUsd }) => tokens !== 0 || costUsd !== 0);
  if (used.length === 0) return undefined;
  const sum = (parts: readonly (number | null)[]) =>
    parts.reduce((a, b) => (a === null || b === null ? null : a + b), 0);
  return { tokens: sum(used.map(({ tokens }) => tokens)), costUsd: sum(used.map(({ costUsd }) => costUsd)) };
}
