import { type RunState, stepsOf } from '../../model/runState.ts';
import { type RunSummary, summaryOf } from '../../model/shapes.ts';
import type { Limit } from '../../model/spend.ts';
import { amountText, dollars } from '../../model/spendText.ts';
import { stepsOfKind } from '../../model/stepState.ts';
import { doneNow } from '../../model/stepWords.ts';
import { inert } from '../text/inert.ts';
import { itemCounts } from '../text/itemText.ts';

/** A run as `top` shows it: texts only, safe to print. */
export interface TopRow {
  readonly summary: RunSummary;
  /** What it does, or what it waits for, or how it ended. */
  readonly about: string;
  /** `$0.42 of $1.00`; empty where no budget is kept. */
  readonly spend: string;
}

/** `state` is there of runs that go on. */
export function topRow(summary: RunSummary, state: RunState | undefined): TopRow {
  const { itemCount, doneCount = 0, waitingCount = 0 } = summary;
  const progress =
    itemCount === undefined ? [] : [itemCounts({ done: doneCount, all: itemCount, waiting: waitingCount })];
  const doing = summary.status === 'running' && state !== undefined ? doingNow(state) : undefined;
  return {
    summary,
    about: [...progress, inert(doing ?? summary.reason)].join(' · '),
    spend: spendOf(summary, state),
  };
}

/** The summary of a run that goes on, and its row. */
export const liveRow = (state: RunState): TopRow => topRow(summaryOf(state), state);

function doingNow(state: RunState): string | undefined {
  return state.stopRequested ? 'stopping' : doneNow(stepsOf(state), (text) => text);
}

/** Cost where it is known or limited, else tokens: what the budget of the run is about. */
function spendOf({ spend }: RunSummary, state: RunState | undefined): string {
  const limit = state === undefined ? undefined : limitOf(state);
  if (spend === undefined) return '';
  const isCost = spend.costUsd !== null || limit?.costUsd !== undefined;
  const tell = isCost ? dollars : amountText;
  const used = isCost ? spend.costUsd : spend.tokens;
  const most = isCost ? limit?.costUsd : limit?.tokens;
  const unit = isCost ? '' : ' tokens';
  return `${used === null ? 'unknown' : tell(used)}${most === undefined ? '' : ` of ${tell(most)}`}${unit}`;
}

/** The budget of the whole run, as it was last added up against. */
function limitOf(state: RunState): Limit | undefined {
  const accounts = stepsOfKind(stepsOf(state), 'account');
  return accounts.at(-1)?.input.limits.find(({ scope }) => scope === 'run');
}
