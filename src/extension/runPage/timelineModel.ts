import type { IterationView } from '../../model/runView.ts';
import type { Spend } from '../../model/spend.ts';
import { iterationLook } from '../../model/statusLook.ts';
import type { StepState } from '../../model/stepState.ts';
import type { StepKind } from '../../model/steps.ts';
import type { IterationRow, Phase } from '../../protocol/runPageView.ts';
import { iterationMarks } from '../runs/iterationFacts.ts';
import { spendWords } from '../spendWords.ts';

const phaseOf: { readonly [K in StepKind]?: Phase } = {
  make: 'make',
  check: 'check',
  measure: 'check',
  weave: 'check',
  verify: 'verify',
  reproduce: 'verify',
  judge: 'judge',
};

/** One row an iteration, in their order. */
export const timelineOf = (iterations: readonly IterationView[]): readonly IterationRow[] =>
  iterations.map((iteration, index) => rowOf(iteration, iterations[index - 1]));

function rowOf(iteration: IterationView, before: IterationView | undefined): IterationRow {
  const { number, status, startedAt, finishedAt } = iteration;
  const isOver = status !== 'running' && finishedAt !== undefined;
  return {
    number,
    look: iterationLook[status],
    startedAt,
    ...(isOver ? { finishedAt } : {}),
    phases: [...phasesOf(iteration.steps)],
    spend: spendOf(iteration, before),
    turned: [...turnedOf(iteration, before)],
    marks: [...iterationMarks(iteration)],
  };
}

type Part = IterationRow['phases'][number];

/** Steps of one phase that follow each other are one part, from the first one's beginning to the last one's end. */
function phasesOf(steps: readonly StepState[]): readonly Part[] {
  const parts: Part[] = [];
  for (const { kind, startedAt, finishedAt } of steps) {
    const phase = phaseOf[kind] ?? 'rest';
    const last = parts.at(-1);
    const begun = last?.phase === phase ? parts.pop() : undefined;
    const to = later(begun, finishedAt);
    parts.push({ phase, from: begun?.from ?? startedAt, ...(to === undefined ? {} : { to }) });
  }
  return parts;
}

/** The end of a part that a step is added to; undefined while either goes on. */
function later(part: Part | undefined, finishedAt: number | undefined): number | undefined {
  if (finishedAt === undefined || part === undefined) return finishedAt;
  return part.to === undefined ? undefined : Math.max(part.to, finishedAt);
}

/** What the pass alone used: what was used up to its end less what was used up to the end of the pass before. */
function spendOf({ account }: IterationView, before: IterationView | undefined): string {
  if (account === undefined) return '';
  const earlier = before?.account?.item ?? { tokens: 0, costUsd: 0 };
  const own: Spend = {
    tokens: less(account.item.tokens, earlier.tokens),
    costUsd: less(account.item.costUsd, earlier.costUsd),
  };
  return own.tokens === 0 && own.costUsd === 0 ? '' : spendWords(own);
}

const less = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

function turnedOf({ checks }: IterationView, before: IterationView | undefined): IterationRow['turned'] {
  return checks.flatMap(({ id, passed }) => {
    const was = before?.checks.find((check) => check.id === id)?.passed;
    return was === undefined || was === passed ? [] : [{ check: id, was, is: passed }];
  });
}
