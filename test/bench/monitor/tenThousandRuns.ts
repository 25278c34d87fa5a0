import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { makeRepository } from '../engine/benchRepository.ts';
import { BenchRunner } from '../engine/benchRunner.ts';
import { leavePast } from '../pastOfRuns.ts';
import { bareTree, bareView, focusBare } from './bareTree.ts';
import { type ControlledHost, inControlledHost } from './controlledHost.ts';
import { delayOver } from './delayOver.ts';
import { emptyWebview, openEmpty } from './emptyWebview.ts';
import { firstPaints } from './firstPaint.ts';
import { loopFiles, type MonitorParts } from './monitorParts.ts';
import { reviewLoop, reviewOpens } from './reviewOpens.ts';
import { rowsShown } from './rowTimes.ts';
import { openViews } from './views.ts';

const runs = 10_000;
const every = 5 * 60_000;
/** The groups and the newest runs of today. */
const seenRows = 10;
const idleSeconds = 20;
/** Views open once in a window, and one window may be slow for reasons of its own. */
const windows = 3;
const name = '10,000 past runs';

/** A window on a repository with a long past: how soon its runs are there, its pages, and what it asks of git while nothing happens. */
export async function tenThousandRunsFigures(context: BenchContext, parts: MonitorParts): Promise<readonly Figure[]> {
  const { dist, folder, log } = context;
  const top = join(folder, 'many');
  makeRepository(top, { ...loopFiles, ...reviewLoop });
  const newest = await leavePast(join(top, '.git'), { runs, every, first: Date.now() - (runs + 1) * every });
  log(`${runs} past runs are written`);
  const gitTraces = join(folder, 'git-traces');
  mkdirSync(gitTraces);
  // Git writes a file for each of its processes there, whatever PATH the login shell has given the extension host.
  const env = { TZ: zoneWhereItIsNoon(), GIT_TRACE2_EVENT: gitTraces };
  const beside = [emptyWebview(folder), bareTree(folder, seenRows)];
  const open = { ...parts, workspace: top, beside, env };
  const runner = await BenchRunner.connect(top, dist);
  const opened: number[] = [];
  const bare: number[] = [];
  let warm: readonly Figure[];
  try {
    warm = await inControlledHost(open, async (host) => {
      const { figures, took } = await openingFigures(host);
      opened.push(took);
      const paints = await paintFigures(host, newest);
      log(`${idleSeconds} s in which nothing happens`);
      const idle = await idleFigures(host, gitTraces);
      const review = await reviewOpens(host, runner);
      return [...figures, ...paints, ...idle, figure('review: its first files are in the view Change', review, 'ms')];
    });
    while (bare.length < windows) {
      bare.push(await inControlledHost(open, (host) => openRuns(host, bareView, focusBare)));
      if (opened.length < windows) opened.push(await inControlledHost(open, (host) => openRuns(host)));
    }
  } finally {
    await runner.leave();
  }
  const cold = await inControlledHost(open, (host) => openRuns(host));
  // The window has started it.
  await (await BenchRunner.connect(top, dist)).leave();
  return [
    figure(`${name}: the view Runs opens, median of ${windows} windows`, median(opened), 'ms', {
      op: '<=',
      value: 200,
    }),
    figure(`${name}: the view Runs opens, slowest`, Math.max(...opened), 'ms'),
    ...warm,
    figure(`a view of ${seenRows} constant rows opens, in a container of its own, median`, median(bare), 'ms'),
    figure(`${name}: the view Runs opens, no runner there`, cold, 'ms'),
  ];
}

/** From the command that opens the view until its first rows are on the screen, in milliseconds. */
async function openRuns(host: ControlledHost, view = 'Runs', focus = 'loopwright.runs.focus'): Promise<number> {
  // The window has come to rest, and has found the runner where there is one.
  await delay(5000);
  const shown = rowsShown(host.page, view, seenRows);
  const at = await host.command(focus);
  return (await shown) - at;
}

async function openingFigures(
  host: ControlledHost,
): Promise<{ readonly figures: readonly Figure[]; readonly took: number }> {
  const before = await host.ask('memory', null);
  const took = await openRuns(host);
  await openViews(host);
  await delay(2000);
  const { rss, heap } = await host.ask('memory', null);
  const figures = [
    figure(`${name}: memory of the extension host, resident`, rss, 'MB'),
    figure(`${name}: memory of the extension host, heap`, heap, 'MB'),
    figure(`${name}: memory of the extension host before a view was open, resident`, before.rss, 'MB'),
  ];
  return { figures, took };
}

async function paintFigures(host: ControlledHost, run: string): Promise<readonly Figure[]> {
  const empty = await firstPaints(host, openEmpty);
  const dashboard = await firstPaints(host, 'loopwright.openDashboard');
  const page = await firstPaints(host, 'loopwright.openRun', { run });
  const evidence = await firstPaints(host, 'loopwright.openEvidence', { run });
  const goal = { op: '<=', value: 300 } as const;
  return [
    figure('dashboard: first paint, median of 5', median(dashboard), 'ms', goal),
    figure('dashboard: first paint, slowest', Math.max(...dashboard), 'ms'),
    figure("run's page: first paint, median of 5", median(page), 'ms', goal),
    figure("run's page: first paint, slowest", Math.max(...page), 'ms'),
    figure('evidence page: first paint, median of 5', median(evidence), 'ms', goal),
    figure('evidence page: first paint, slowest', Math.max(...evidence), 'ms'),
    figure('an empty webview: first paint, median of 5', median(empty), 'ms'),
    figure('an empty webview: first paint, slowest', Math.max(...empty), 'ms'),
  ];
}

async function idleFigures(host: ControlledHost, gitTraces: string): Promise<readonly Figure[]> {
  await openViews(host);
  await delay(3000);
  const started = (): number => readdirSync(gitTraces).length;
  const begun = started();
  const { busy } = await delayOver(host, 'idle', () => delay(idleSeconds * 1000));
  const idle = started() - begun;
  // That nothing was counted must not mean that nobody counts.
  await host.ask('startGit', null);
  if (started() !== begun + idle + 1) throw new Error('git processes of the extension host are not counted');
  return [
    figure(`git processes of the extension in ${idleSeconds} s in which nothing happens`, idle, '', {
      op: '<=',
      value: 0,
    }),
    figure('share of the time the extension host is busy while nothing happens', busy * 100, '%'),
  ];
}

/** The time zone in which today has begun long ago: at any hour the newest runs are today's. */
function zoneWhereItIsNoon(): string {
  const ahead = 12 - new Date().getUTCHours();
  // The signs of these names are turned round (POSIX): what is east of Greenwich has a minus.
  return `Etc/GMT${ahead >= 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
