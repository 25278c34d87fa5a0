import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../src/journal/journalFile.ts';
import { journalFile } from '../../src/journal/stepFolder.ts';
import type { Receipt } from '../../src/model/firing.ts';
import type { RunOutcome } from '../../src/model/outcome.ts';
import type { EndedRun, Landed } from '../../src/model/runAccount.ts';
import type { RunSummary } from '../../src/model/shapes.ts';
import type { Cost } from '../../src/model/spend.ts';
import { eventsOf, startOfItems } from './runOfItems.ts';

/** How many runs there were, when the first one began (epoch milliseconds), and how long after each the next did. */
export interface Past {
  readonly runs: number;
  readonly first: number;
  readonly every: number;
}

/** Only the newest have a journal worth reading; of all others a file that is as long is not needed to measure. */
const withJournal = 200;
const costsPerRun = 3;
const minute = 60_000;

/** One run of them. */
interface Place {
  readonly n: number;
  readonly id: string;
  readonly startedAt: number;
}

const loopOf = ({ n }: Place): string => `loop-${n % 10}`;
const isDelivered = ({ n }: Place): boolean => n % 3 === 0;

function placeOf({ first, every }: Past, n: number): Place {
  const startedAt = first + n * every;
  const at = new Date(startedAt).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return { n, startedAt, id: `${at}-${String(n).padStart(4, '0')}` };
}

const outcomeOf = (place: Place): RunOutcome => ({
  status: isDelivered(place) ? 'delivered' : 'gave-up',
  reason: 'Stalled: nothing got better in 3 passes. checks.test.passed is false; 2 of 311 tests fail.',
});

function summaryOf(place: Place): RunSummary {
  return {
    id: place.id,
    loop: loopOf(place),
    ...outcomeOf(place),
    startedAt: new Date(place.startedAt).toISOString(),
    finishedAt: new Date(place.startedAt + 9 * minute).toISOString(),
    iterationCount: 4,
    spend: { tokens: 123_456, costUsd: 0.42 },
    openFindings: 2,
  };
}

const costOf = (place: Place, step: number): Cost => ({
  at: place.startedAt + step * minute,
  loop: loopOf(place),
  run: place.id,
  item: 'default',
  key: `default/${step}/make`,
  role: 'maker',
  agent: 'command',
  tokens: 41_152,
  costUsd: 0.14,
  source: 'reported',
  seconds: 61.5,
});

const endedOf = (place: Place): EndedRun => ({
  summary: summaryOf(place),
  account: {
    into: 'refs/heads/main',
    items: [
      {
        id: 'default',
        key: 'default',
        status: isDelivered(place) ? 'delivered' : 'gave-up',
        at: place.startedAt + 9 * minute,
        iterations: 4,
        reached: isDelivered(place),
        ...(isDelivered(place) ? { landed: landedOf(place) } : { why: outcomeOf(place).reason }),
      },
    ],
  },
});

const landedOf = ({ n, startedAt }: Place): Landed => ({
  at: startedAt + 9 * minute,
  commit: n.toString(16).padStart(40, '0'),
  files: [
    { path: `src/room${n % 50}.ts`, lines: 12, owed: 12 },
    { path: `test/room${n % 50}.test.ts`, lines: 30, owed: 0 },
  ],
  spend: { tokens: 123_456, costUsd: 0.42 },
});

const receiptOf = (place: Place): Receipt => ({
  at: place.startedAt,
  loop: loopOf(place),
  trigger: {
    kind: 'schedule',
    id: `schedule:${loopOf(place)}:${place.startedAt}`,
    at: place.startedAt,
    about: '*/20 * * * *',
  },
  became: 'started',
  why: 'It was due.',
  run: place.id,
});

/**
 * What so many runs leave behind: a folder with summary and journal each, their costs and their receipts. Returns the id of
 * the newest.
 */
export async function leavePast(commonDir: string, past: Past): Promise<string> {
  const runner = join(commonDir, 'loopwright');
  mkdirSync(join(runner, 'runs'), { recursive: true });
  const places = Array.from({ length: past.runs }, (_, n) => placeOf(past, n));
  for (const place of places) {
    const folder = join(runner, 'runs', place.id);
    mkdirSync(folder);
    writeFileSync(join(folder, 'summary.json'), JSON.stringify(summaryOf(place)));
    if (place.n >= past.runs - withJournal) await leaveJournal(folder, place);
    else writeFileSync(journalFile(folder), 'x'.repeat(2000));
  }
  const costs = places.flatMap((place) => Array.from({ length: costsPerRun }, (_, step) => costOf(place, step + 1)));
  const lines = (facts: readonly unknown[]): string => facts.map((fact) => `${JSON.stringify(fact)}\n`).join('');
  writeFileSync(join(runner, 'costs.jsonl'), lines(costs));
  writeFileSync(join(runner, 'ended.jsonl'), lines(places.map(endedOf)));
  writeFileSync(join(runner, 'firings.jsonl'), lines(places.map(receiptOf)));
  return placeOf(past, past.runs - 1).id;
}

async function leaveJournal(folder: string, place: Place): Promise<void> {
  let at = place.startedAt;
  const opened = openJournal(journalFile(folder), { clock: () => at });
  if (!opened.ok) throw new Error(opened.error.message);
  const { journal } = opened.value;
  const start = { ...startOfItems, run: place.id, loop: loopOf(place), startedAt: place.startedAt };
  const written = [...eventsOf(1, 4)].map((event) => {
    at += 8000;
    return journal.append(event.type === 'run.started' ? { ...event, start } : event);
  });
  at = place.startedAt + 9 * minute;
  written.push(journal.append({ type: 'run.finished', outcome: outcomeOf(place) }));
  await Promise.all(written);
  await journal.close();
}
