import { appendFileSync } from 'node:fs';
import type { CrashPoint } from '../../../src/journal/crashPoint.ts';
import { openRun } from '../../../src/journal/engine.ts';
import { runOrAdopt } from '../../../src/journal/step/stepCommand.ts';
import { WrapperPool } from '../../../src/journal/step/wrapperPool.ts';
import { checkInput, edited, passedCommand, runStart } from './events.ts';
import { checkInShell, handlersFor } from './fakeHandlers.ts';

/**
 * A small runner for the conformance test, killed from outside or at `CRASH_AT=<point>:<n>`: steps, half of them
 * commands, and a gate in the middle. Every start of a step is a line of the file STARTS.
 */
const {
  DIRECTORY = '',
  STARTS = '',
  WRAPPER = '',
  CRASH_AT = '',
  STEPS = '20',
  SLEEP = '0.02',
  ONLY_COMMANDS,
} = process.env;
const [crashPoint, crashCount] = CRASH_AT.split(':');
let hits = 0;

function crash(point: CrashPoint): void {
  if (point !== crashPoint) return;
  hits += 1;
  if (hits === Number(crashCount)) process.kill(process.pid, 'SIGKILL');
}

async function main(): Promise<void> {
  const wrappers = new WrapperPool({ node: process.execPath, script: WRAPPER }, { spare: true });
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
  const run = opened.value;
  await run.start(runStart);
  await run.now('begin');
  const steps = Number(STEPS);
  for (let number = 1; number <= steps; number += 1) {
    const key = `step/${number}`;
    const isCommand = ONLY_COMMANDS !== undefined || number % 2 === 0;
    const input = checkInput(key);
    const line = isCommand ? `echo ${key} >> '${STARTS}'; sleep ${SLEEP}; echo end` : '';
    await run.step(key, 'check', { ...input, check: { ...input.check, run: line } });
    if (number !== steps / 2) continue;
    const waiting = run.signal('gate', 'person');
    await run.deliver({ id: 'the only one', value: edited });
    await waiting;
  }
  await run.finish({ status: 'delivered', reason: 'done' });
  await run.close();
  wrappers.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
