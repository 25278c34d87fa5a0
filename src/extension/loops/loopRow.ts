import type { RunStatus } from '../../model/runState.ts';
import type { RunSummary } from '../../model/shapes.ts';
import { type Look, runLook } from '../../model/statusLook.ts';
import type { ScheduledLoop } from '../../protocol/runner.ts';
import { type Fact, factOf } from '../runs/row.ts';
import { endWords } from '../runs/runWords.ts';
import { rowContext } from '../viewTable.ts';
import { healthFacts, healthWord } from './healthWords.ts';
import { type LoopEntry, problemWords } from './loopFile.ts';
import { scheduleFacts, scheduleWords } from './scheduleWords.ts';

/** All that the row of a loop tells. */
export interface LoopNow {
  readonly loop: LoopEntry;
  readonly last?: RunSummary;
  readonly scheduled?: ScheduledLoop;
  /** How its newest runs ended, newest first. */
  readonly ends: readonly RunStatus[];
}

export interface LoopRow {
  readonly description: string;
  readonly look: Look;
  readonly context: string;
  readonly facts: readonly Fact[];
}

/** What a person can do about a loop that starts by itself. One that is held is enabled as it is now. */
const switchOf = { on: 'disable', off: 'enable', held: 'enable' } as const;

const neverRun: Look = { icon: 'sync', words: 'not run yet' };
const problemLook = { error: 'list.errorForeground', warning: 'list.warningForeground' } as const;

/** The row of a loop: problems before all else, then when it starts, how it ended last, and how it does. */
export function loopRow({ loop, last, scheduled, ends }: LoopNow, now: number): LoopRow {
  const problems = problemWords(loop);
  const health = healthWord(ends);
  const words = [
    ...(scheduled === undefined ? [] : [scheduleWords(scheduled, now)]),
    last === undefined ? neverRun.words : endWords(last),
    ...(health === undefined ? [] : [health]),
  ];
  return {
    description: problems === '' ? words.join(' · ') : problems,
    look: lookOf(loop, last),
    context: rowContext('loop', scheduled === undefined ? [] : [switchOf[scheduled.state]]),
    facts: [
      ...factOf('For', loop.description),
      ...factOf('Problems', loop.problem && `${problems}. ${loop.problem}`),
      ...(scheduled === undefined ? [] : scheduleFacts(scheduled, now)),
      { name: 'Last run', text: last === undefined ? 'none yet' : last.reason },
      ...healthFacts(ends),
      { name: 'File', text: loop.file },
    ],
  };
}

function lookOf({ errors, warnings }: LoopEntry, last: RunSummary | undefined): Look {
  if (errors > 0) return { icon: 'error', color: problemLook.error, words: 'has errors' };
  if (warnings > 0) return { icon: 'warning', color: problemLook.warning, words: 'has warnings' };
  return last === undefined ? neverRun : runLook[last.status];
}
