import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addressFile } from '../../../src/client/runnerFolder.ts';
import { journalFile, stepFolder } from '../../../src/journal/stepFolder.ts';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { makeRepository } from './benchRepository.ts';
import { BenchRunner } from './benchRunner.ts';

const kills = 9;
const file = '.loops/slow.loop.yaml';

const files = {
  'value.txt': '0\n',
  [file]: [
    'name: slow',
    'on: manual',
    "roles: { maker: { run: 'sleep 3; date +%N >> value.txt' } }",
    'checks: { never: test -e never }',
    'goal: { until: checks.never.passed, stall: { after: 20 } }',
    'budget: { max-iterations: 30 }',
  ].join('\n'),
};

/**
 * Loaded before the runner. `main.at`: the epoch milliseconds when its bundle was loaded, which is when `main` was called
 * and waits for the first time; `node.at`: when Node itself had started.
 */
const stopwatch = (folder: string): string => `
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const Module = require('node:module');
const now = () => String(Date.now());
const load = Module._extensions['.js'];
writeFileSync(join(${JSON.stringify(folder)}, 'node.at'), now());
Module._extensions['.js'] = (module, file) => {
  load(module, file);
  if (module.id === '.') writeFileSync(join(${JSON.stringify(folder)}, 'main.at'), now());
};
`;

interface Resumed {
  readonly node: number;
  readonly bundle: number;
  readonly main: number;
}

/** When the journal says that the step went on; the moment is when the record was made. */
function finishedAt(journal: string, key: string): number | undefined {
  const record = readFileSync(journal, 'utf8')
    .split('\n')
    .find((line) => line.includes('"step.finished"') && line.includes(`"key":"${key}"`));
  return record === undefined ? undefined : Number(/"at":(\d+)/.exec(record)?.[1]);
}

function addressOf(top: string): string | undefined {
  const file = addressFile(join(top, '.git'));
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

async function until<T>(look: () => T | undefined, what: string): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(5)) {
    const found = look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what}: that did not happen`);
}

/**
 * Kills the runner in the middle of a maker's pass, lets the pass end by itself, and starts the next runner: the first thing
 * that happens is that the journal gets the end of this step.
 */
export async function resumeFigures({ dist, folder, log }: BenchContext): Promise<readonly Figure[]> {
  const top = join(folder, 'resume');
  makeRepository(top, files);
  let runner = await BenchRunner.connect(top, dist);
  const programs = join(top, '.git/loopwright/programs');
  const [build = ''] = readdirSync(programs);
  // As of every runner that has lived for some seconds, which those that are killed over their work mostly have.
  await until(() => existsSync(join(programs, build, 'runner.code')) || undefined, 'the code is kept');
  const { run } = await runner.ask('start', { file, uncommitted: false });
  const directory = join(top, '.git/loopwright/runs', run);
  const watch = join(folder, 'stopwatch.cjs');
  writeFileSync(watch, stopwatch(folder));
  const all: Resumed[] = [];
  for (let n = 1; n <= kills + 1; n++) {
    const key = `default/${n}/make`;
    await until(() => existsSync(join(stepFolder(directory, key), 'pid.json')) || undefined, `pass ${n} begins`);
    process.kill(runner.pid, 'SIGKILL');
    await until(() => existsSync(join(stepFolder(directory, key), 'exit.json')) || undefined, `pass ${n} ends`);
    if (finishedAt(journalFile(directory), key) !== undefined) throw new Error(`pass ${n} had ended before the kill`);
    for (const name of ['node.at', 'main.at']) rmSync(join(folder, name), { force: true });
    const spawned = Date.now();
    const child = spawn(process.execPath, ['--require', watch, join(programs, build, 'runner.js'), top, build], {
      cwd: '/',
      stdio: 'ignore',
      detached: true,
    });
    child.unref();
    const at = await until(() => finishedAt(journalFile(directory), key), `pass ${n} goes on`);
    await until(() => existsSync(join(folder, 'main.at')) || undefined, 'the stopwatch is read');
    const [nodeAt, mainAt] = ['node.at', 'main.at'].map((name) => Number(readFileSync(join(folder, name), 'utf8')));
    // The first one only warms the disk's cache.
    if (n > 1)
      all.push({ node: (nodeAt ?? 0) - spawned, bundle: (mainAt ?? 0) - (nodeAt ?? 0), main: at - (mainAt ?? 0) });
    // A client that came earlier would start a runner of its own, which would take the next pass up.
    await until(() => addressOf(top)?.includes(`"pid":${child.pid},`) || undefined, 'the runner can be reached');
    runner = await BenchRunner.connect(top, dist);
  }
  await runner.ask('stop', { run });
  while ((await runner.ask('show', { run })).finishedAt === undefined) await delay(50);
  await runner.leave();
  log(`resumed after kill -9: ${all.map(({ main }) => Math.round(main)).join(', ')} ms from main`);
  const of = (value: (one: Resumed) => number): number => median(all.map(value));
  return [
    figure(
      'resume after kill -9: from main to the step going on',
      of(({ main }) => main),
      'ms',
      { op: '<=', value: 100 },
    ),
    figure(
      'resume: Node starts',
      of(({ node }) => node),
      'ms',
    ),
    figure(
      'resume: the bundle is loaded',
      of(({ bundle }) => bundle),
      'ms',
    ),
  ];
}
