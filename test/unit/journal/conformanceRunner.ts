import { appendFileSync } from 'node:fs';
import { Stopped } from '../../../src/engine/durable.ts';
import type { CrashPoint } from '../../../src/journal/crashPoint.ts';
import { type JournalRun, openRun } from '../../../src/journal/engine.ts';
import { runOrAdopt } from '../../../src/journal/step/stepCommand.ts';
import { WrapperPool } from '../../../src/journal/step/wrapperPool.ts';
import { checkInput, edited, passedCommand, runStart } from './events.ts';
import { checkInShell, handlersFor } from './fakeHandlers.ts';

/**
 * A small runner for the conformance test, killed from outside or at `CRASH_AT=<point>:<n>`: LANES that go on side by
 * side, with STEPS in all, half of them commands, and a wait for a person in the middle of each. Every start of a step is a
 * line of the file STARTS. With STOP the lanes end in a command that does not end, or in a wait that nobody answers: then
 * the run is stopped, and each lane tidies up when it is told.
 */
const {
  DIRECTORY = '',
  STARTS = '',
  WRAPPER = '',
  CRASH_AT = '',
  STEPS = '20',
  LANES = '1',
  SLEEP = '0.02',
  ONLY_COMMANDS,
  STOP,
} = process.env;
const lanes = Array.from({ length: Number(LANES) }, (_, number) => `lane${number + 1}`);
const each = Number(STEPS) / lanes.length;
const [crashPoint, crashCount] = CRASH_AT.split(':');
let hits = 0;

function crash(point: CrashPoint): void {
  if (point !== crashPoint) return;
  hits += 1;
  if (hits === Number(crashCount)) process.kill(process.pid, 'SIGKILL');
}

function open(wrappers: WrapperPool): JournalRun {
  const inShell = checkInShell({ PATH: process.env['PATH'] ?? '' });
  const opened = openRun({
    runId: 'conformance',
    directory: DIRECTORY,
    clock: Date.now,
    crash,
    command: (directory, specify, signal) => runOrAdopt(directory, specify, { signal, wrappers }),
    handlers: handlersFor({
      check: async (input, context) => {
        if (input.check.run !== '') return inShell(input, context);
        appendFileSync(STARTS, `${context.key}\n`);
        return passedCommand;
      },
    }),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function doStep(run: JournalRun, key: string, sleep: string | undefined): Promise<void> {
  const input = checkInput(key);
  const line = sleep === undefined ? '' : `echo ${key} >> '${STARTS}'; sleep ${sleep}; echo end`;
  await run.step(key, 'check', { ...input, check: { ...input.check, run: line } });
}

async function goThrough(run: JournalRun, lane: string): Promise<void> {
  for (let number = 1; number <= each; number += 1) {
    const isCommand = ONLY_COMMANDS !== undefined || number % 2 === 0;
    await doStep(run, `${lane}/${number}`, isCommand ? SLEEP : undefined);
    if (number !== Math.ceil(each / 2)) continue;
    const waiting = run.signal(`${lane}/wait`, lane);
    await run.deliver({ id: `to ${lane}`, box: lane, value: edited });
    await waiting;
  }
  if (STOP !== undefined) await untilStopped(run, lane);
}

async function untilStopped(run: JournalRun, lane: string): Promise<void> {
  const isCommand = lanes.indexOf(lane) % 2 === 0;
  try {
    await (isCommand ? doStep(run, `${lane}/end`, '77') : run.signal(`${lane}/end`, lane));
    throw new Error(`${lane} was not told of the stop`);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    await doStep(run, `${lane}/tidy`, undefined);
  }
}

/** Stops the run when every lane is at its end. */
function stopAtTheEnd(run: JournalRun): void {
  const look = (): void => {
    const begun = ['step.started', 'signal.awaited'];
    const ended = run.events.filter(
      ({ event }) => begun.includes(event.type) && 'key' in event && event.key.endsWith('/end'),
    );
    if (ended.length === lanes.length) void run.requestStop('Ada');
  };
  run.onDurable(look);
  look();
}

async function main(): Promise<void> {
  const wrappers = new WrapperPool({ node: process.execPath, script: WRAPPER }, { spare: true });
  const run = open(wrappers);
  await run.start(runStart);
  await run.now('run/begin');
  if (STOP !== undefined) stopAtTheEnd(run);
  await Promise.all(lanes.map((lane) => goThrough(run, lane)));
  await run.finish({ status: 'delivered', reason: 'done' });
  await run.close();
  wrappers.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
