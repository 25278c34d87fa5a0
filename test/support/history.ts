import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainStart, encodeRecord } from '../../src/journal/record.ts';
import { journalFile } from '../../src/journal/stepFolder.ts';
import type { RecordedEvent } from '../../src/model/event.ts';
import type { RunOutcome } from '../../src/model/outcome.ts';
import { foldAll } from '../../src/model/runState.ts';
import { summaryOf } from '../../src/model/shapes.ts';
import type { Cost } from '../../src/model/spend.ts';
import { commitOnTop } from './historyCommits.ts';
import { endOf, eventsOfPastRun, type PastRun, passMs } from './historyRun.ts';

/** What weeks of runs leave behind in a repository: journals, summaries, costs, and commits of which some were reverted. */

export interface HistoryOptions {
  /** Epoch milliseconds: the newest run ended some hours before this. */
  readonly until: number;
  readonly days: number;
  readonly loops: readonly string[];
  /** Runs of each loop on a day. */
  readonly perDay: number;
}

export interface History {
  /** Oldest first. */
  readonly runs: readonly PastRun[];
  readonly costs: readonly Cost[];
  /** Landed commits that a later commit took back. */
  readonly reverted: readonly string[];
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Of so many landings the last one is taken back. */
const revertEach = 7;

/** How runs end, one after the other: most of them deliver. */
const ends: readonly RunOutcome[] = [
  { status: 'delivered', reason: 'Landed on main.' },
  {
    status: 'gave-up',
    reason: 'Stalled: nothing got better in 3 passes. checks.tests.passed is false; 2 of 311 tests fail.',
  },
  { status: 'delivered', reason: 'Landed on main.' },
  { status: 'nothing-found', reason: 'There was nothing to do.' },
  { status: 'delivered', reason: 'Landed on main.' },
  { status: 'failed', reason: 'The step setup failed: npm ci ended with exit code 1.' },
  { status: 'delivered', reason: 'Landed on main.' },
  { status: 'gave-up', reason: 'The limit of the item is reached: $2.00 of $2.00 are used.' },
  { status: 'delivered', reason: 'Landed on main.' },
  { status: 'rejected', reason: 'Ada rejected it: wrong file.' },
];

/**
 * Leaves a past in the repository at `top`, which has a commit on `main` and no runner at work. Whatever is asked of the
 * runner afterwards comes from these files, by the code that reads those of real runs.
 */
export function leaveHistory(top: string, options: HistoryOptions): History {
  const planned = plannedRuns(options);
  const delivered = planned.filter(({ outcome }) => outcome.status === 'delivered');
  const commits = commitOnTop(
    top,
    'main',
    delivered.map((run, index) => ({
      at: endOf(run) - passMs / 2,
      message: `${run.loop}: change ${index}`,
      path: `src/${run.loop}/file${index % 12}.ts`,
      lines: linesOf(index),
    })),
  );
  const landedBy = new Map(delivered.map((run, index) => [run.id, landingOf(run, index, commits[index] ?? '')]));
  const runs = planned.map((run) => {
    const landed = landedBy.get(run.id);
    return landed === undefined ? run : { ...run, landed, outcome: { ...run.outcome, commit: landed.commit } };
  });
  const costs = runs.flatMap(costsOf);
  const folder = join(top, '.git', 'loopwright');
  for (const run of runs) leaveRun(join(folder, 'runs', run.id), run);
  writeFileSync(join(folder, 'costs.jsonl'), costs.map((cost) => `${JSON.stringify(cost)}\n`).join(''));
  return { runs, costs, reverted: revert(top, options.until, commits) };
}

function plannedRuns({ until, days, loops, perDay }: HistoryOptions): readonly PastRun[] {
  const runs: PastRun[] = [];
  for (let day = days - 1; day >= 0; day -= 1) {
    loops.forEach((loop, index) => {
      for (let nth = 0; nth < perDay; nth += 1) {
        const count = runs.length;
        const startedAt = until - day * dayMs - (perDay - nth) * hourMs - index * 5 * 60_000;
        const outcome = ends[(count + index) % ends.length] ?? { status: 'failed' as const, reason: '' };
        const passes = outcome.status === 'nothing-found' ? 0 : 1 + (count % 4);
        runs.push({ id: idOf(startedAt, count), loop, startedAt, passes, outcome });
      }
    });
  }
  return runs.sort((a, b) => a.startedAt - b.startedAt);
}

function idOf(startedAt: number, count: number): string {
  const [date = '', time = ''] = new Date(startedAt).toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${String(count).padStart(5, '0')}`;
}

const linesOf = (index: number): number => 20 + ((index * 37) % 180);

const landingOf = ({ loop }: PastRun, index: number, commit: string) => ({
  ...{ commit, path: `src/${loop}/file${index % 12}.ts` },
  lines: linesOf(index),
});

/** A line for each pass. Of one in eight nobody knows the cost. */
function costsOf({ id, loop, startedAt, passes }: PastRun, nth: number): readonly Cost[] {
  const isKnown = nth % 8 !== 5;
  return Array.from({ length: passes }, (_, index): Cost => {
    const iteration = index + 1;
    return {
      at: startedAt + iteration * passMs,
      ...{ loop, run: id, item: 'default', key: `default/${iteration}/make`, role: 'maker' },
      agent: isKnown ? 'claude' : 'codex',
      tokens: isKnown ? 40_000 + 1000 * (nth % 30) : null,
      costUsd: isKnown ? (40 + (nth % 30)) / 100 : null,
      source: isKnown ? 'reported' : 'unknown',
      seconds: passMs / 1000,
    };
  });
}

function leaveRun(folder: string, run: PastRun): void {
  mkdirSync(folder, { recursive: true });
  const events = eventsOfPastRun(run).map(({ at, event }, seq): RecordedEvent => ({ seq, at, event }));
  const state = foldAll(events);
  if (state === undefined) throw new Error(`run ${run.id} has no events`);
  writeFileSync(join(folder, 'summary.json'), JSON.stringify(summaryOf(state)));
  let head = chainStart;
  const lines = events.map((event) => {
    const { text, digest } = encodeRecord(head, event);
    head = digest;
    return text;
  });
  writeFileSync(journalFile(folder), lines.join(''));
}

/** Takes some landings back, as `git revert` words it, and brings the working tree up to it all. */
function revert(top: string, until: number, commits: readonly string[]): readonly string[] {
  const reverted = commits.filter((_, index) => index % revertEach === revertEach - 1);
  if (reverted.length > 0) {
    commitOnTop(
      top,
      'main',
      reverted.map((commit, index) => ({
        at: until - hourMs + index * 1000,
        message: `Revert "change"\n\nThis reverts commit ${commit}.\n`,
        ...{ path: `src/reverted/${index}.ts`, lines: 1 },
      })),
    );
  }
  execFileSync('git', ['reset', '--hard', '--quiet'], { cwd: top });
  return reverted;
}
