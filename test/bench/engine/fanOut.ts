import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cage } from '../../../src/model/cage.ts';
import type { RecordedEvent } from '../../../src/model/event.ts';
import { cagesOf } from '../../../src/sandbox/cages.ts';
import { type BenchContext, type Figure, figure } from '../bench.ts';
import { bare } from './bareProcess.ts';
import { git, makeRepository, manyFiles } from './benchRepository.ts';
import { BenchRunner, reasonOf } from './benchRunner.ts';
import { countGit } from './gitCount.ts';

const items = 500;
const parallel = 4;
/** How often the run stands still, and for how many bare items. */
const pauses = 5;
const bareItems = 20;
const file = '.loops/fan-out.loop.yaml';

/** Items whose check passes before, and whose maker changes nothing: each is looked at and remembered, that is all. */
const files = {
  ...manyFiles(50),
  'items.txt': Array.from({ length: items }, (_, n) => `item ${n}\n`).join(''),
  [file]: [
    'name: fan-out',
    'on: manual',
    `items: { from: { file: items.txt }, format: lines, max: ${items}, max-parallel: ${parallel} }`,
    "roles: { maker: { run: 'true' } }",
    'checks: { ok: test -e data }',
    'goal: checks.ok.passed',
  ].join('\n'),
};

/** Milliseconds from the first item's first step to the last one's last, as the journal tells. */
function timeOf(events: readonly RecordedEvent[]): number {
  const ofItems = events.filter(({ event }) => 'key' in event && !event.key.startsWith('run/'));
  return (ofItems.at(-1)?.at ?? 0) - (ofItems[0]?.at ?? 0);
}

/** Worktrees are made and removed one at a time: git fails when two are made at once in one repository. */
class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  do<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

const cages = cagesOf(process.env);
/** As a loop that says nothing of it has one. */
const usual: Cage = { sandbox: 'preferred', network: 'all', read: [], write: [], env: [] };

/** A command in the cage that the run gives it: it is one of the processes that an item needs. */
async function inCage(top: string, worktree: string): Promise<void> {
  const commonDir = join(top, '.git');
  const cell = {
    worktree,
    commonDir,
    hidden: [],
    read: [],
    write: [],
    programs: [],
    directory: join(commonDir, 'bare'),
  };
  const command = await cages.wrap(usual, cell, { shell: 'true' });
  await ('shell' in command ? bare(worktree, 'sh', ['-c', 'true']) : bare(worktree, command.program, command.args));
}

/**
 * What a no-op item needs, each process by itself and nothing between them: a worktree with its branch, the check and the
 * maker in their cages, a look whether anything changed, a commit that remembers the item (two files, a tree, a commit, a
 * ref), and worktree and branch gone again.
 */
async function bareItem(
  top: string,
  name: string,
  turns: { worktrees: OneAtATime; memory: OneAtATime },
): Promise<void> {
  const worktree = join(top, '..', `bare-${name}`);
  const at = (...args: readonly string[]) => bare(top, 'git', args);
  await turns.worktrees.do(() => at('worktree', 'add', '-q', '-b', `bare/${name}`, worktree, 'main'));
  await inCage(top, worktree);
  await inCage(top, worktree);
  await bare(worktree, 'git', ['status', '--porcelain']);
  await turns.memory.do(async () => {
    const document = await bare(top, 'git', ['hash-object', '-w', '--stdin'], `# ${name}\n`);
    const memory = await bare(top, 'git', ['hash-object', '-w', '--stdin'], `{"item":"${name}"}\n`);
    const entries = `100644 blob ${document}\tstate.md\n100644 blob ${memory}\tmemory.json\n`;
    const tree = await bare(top, 'git', ['mktree'], entries);
    const commit = await at('commit-tree', tree, '-m', name);
    await at('update-ref', 'refs/bare/state', commit);
  });
  await turns.worktrees.do(() => at('worktree', 'remove', worktree));
  await at('branch', '-q', '-D', `bare/${name}`);
}

/** Milliseconds an item, `parallel` at once. */
async function bareFanOut(top: string, round: string): Promise<number> {
  const turns = { worktrees: new OneAtATime(), memory: new OneAtATime() };
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < bareItems) await bareItem(top, `${round}-${next++}`, turns);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: parallel }, lane));
  return (performance.now() - started) / bareItems;
}

/** Stands still while something else is measured: what it has under way ends, and nothing follows. */
async function whileStopped<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly ms: number }> {
  process.kill(pid, 'SIGSTOP');
  const from = Date.now();
  try {
    // What was begun has ended by then.
    await delay(200);
    const result = await work();
    return { result, ms: Date.now() - from };
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/**
 * A run over many items that have nothing to do, against the processes that such items need. The run stands still a few times
 * while those are measured, so that what else the machine does meets both.
 */
export async function fanOutFigures({ dist, folder, log }: BenchContext): Promise<readonly Figure[]> {
  const top = join(folder, 'fan-out');
  makeRepository(top, files);
  const beside = join(folder, 'fan-out-bare');
  cpSync(top, beside, { recursive: true });
  git(beside, 'status');
  const counter = countGit(folder);
  const runner = await BenchRunner.connect(top, dist);
  counter.stopShimming();
  const begun = counter.count();
  const bares = [await bareFanOut(beside, 'before')];
  let concluded = 0;
  let stoodStill = 0;
  let pausing: Promise<void> = Promise.resolve();
  const pause = async (): Promise<void> => {
    const { result, ms } = await whileStopped(runner.pid, () => bareFanOut(beside, `after-${concluded}`));
    bares.push(result);
    stoodStill += ms;
  };
  const events = await runner.run(file, ({ event }) => {
    if (event.type !== 'step.finished' || !event.key.endsWith('/conclude/1')) return;
    concluded += 1;
    if (concluded % (items / pauses) === 0 && concluded < items) pausing = pausing.then(pause);
  });
  await pausing;
  reasonOf(events, 'nothing-found');
  const processes = counter.count() - begun;
  bares.push(await bareFanOut(beside, 'end'));
  await runner.leave();
  const ours = (timeOf(events) - stoodStill) / items;
  const bareEach = bares.reduce((sum, each) => sum + each, 0) / bares.length;
  log(`fan-out: ${Math.round(ours)} ms an item, bare ${bares.map((each) => Math.round(each)).join(', ')} ms`);
  return [
    figure(`fan-out of ${items}: engine / bare processes`, ours / bareEach, 'ratio', { op: '<=', value: 2 }),
    figure('fan-out: engine, an item', ours, 'ms'),
    figure('fan-out: bare processes, an item', bareEach, 'ms'),
    figure('fan-out: git commands an item', processes / items, 'processes'),
  ];
}
