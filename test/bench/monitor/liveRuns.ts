import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { version } from '../../../package.json';
import { type BenchContext, type Figure, figure } from '../bench.ts';
import { makeRepository } from '../engine/benchRepository.ts';
import { BenchChild } from './benchChild.ts';
import { type ControlledHost, inControlledHost } from './controlledHost.ts';
import { delayOver } from './delayOver.ts';
import type { Delay } from './hostRequests.ts';
import { buildModule, loopFiles, type MonitorParts } from './monitorParts.ts';
import { type RowTimes, rowsShown, watchRows } from './rowTimes.ts';
import { spreadOf } from './spread.ts';
import type { FromStandIn, ToStandIn } from './standInMessages.ts';
import { openViews } from './views.ts';

const liveRuns = 50;
const perSecond = 1000;
const seconds = process.env['LOOPWRIGHT_BENCH_SHORT'] === '1' ? 30 : 60;
const restSeconds = 10;
/** Rows of the runs that are seen without scrolling; the rest costs the extension host the same. */
const seenRows = 10;

interface Measured {
  /** When the load began, epoch milliseconds. */
  readonly begun: number;
  readonly rest: Delay;
  readonly load: Delay;
  readonly rows: RowTimes;
  readonly written: number;
  readonly memory: { readonly rss: number; readonly heap: number };
}

/** Fifty runs that write a thousand events a second, in front of somebody who has every view open. */
export async function liveRunsFigures(context: BenchContext, parts: MonitorParts): Promise<readonly Figure[]> {
  const top = join(context.folder, 'live');
  makeRepository(top, loopFiles);
  const module = await buildModule(context, 'standInRunner');
  const args = [join(top, '.git'), `${version}+bench`, String(liveRuns)];
  const runner = new BenchChild<ToStandIn, FromStandIn>(module, args);
  try {
    await runner.heard('listening');
    context.log(`${liveRuns} runs are live; ${seconds} s of ${perSecond} events a second follow`);
    return figuresOf(await inControlledHost({ ...parts, workspace: top }, (host) => measure(host, runner)));
  } finally {
    await runner.end({ say: 'leave' });
  }
}

async function measure(host: ControlledHost, runner: BenchChild<ToStandIn, FromStandIn>): Promise<Measured> {
  await openViews(host);
  await rowsShown(host.page, 'Runs', seenRows);
  // What comes with the opening of a window is over by then.
  await delay(3000);
  const rest = await delayOver(host, 'live-rest', () => delay(restSeconds * 1000));
  const readRows = await watchRows(host.page);
  let written = 0;
  const begun = Date.now();
  const load = await delayOver(host, 'live-load', async () => {
    runner.tell({ say: 'begin', perSecond });
    await delay(seconds * 1000);
    const stopped = runner.heard('stopped');
    runner.tell({ say: 'stop' });
    ({ written } = await stopped);
  });
  await delay(1000);
  return { begun, rest, load, rows: await readRows(), written, memory: await host.ask('memory', null) };
}

function figuresOf({ begun, rest, load, rows, written, memory }: Measured): readonly Figure[] {
  // One that was written before may have been there before anybody watched.
  const probes = rows.probes.filter(({ written: at }) => at >= begun);
  const late = spreadOf(probes.map(({ written: at, shown }) => shown - at));
  const rates = Object.values(rows.changes).map((times) => times.length / seconds);
  const most = Math.max(...Object.values(rows.changes).map(mostInASecond));
  const name = `${liveRuns} live runs`;
  return [
    figure(`${name}: events a second`, written / seconds, '/s', { op: '>=', value: perSecond * 0.99 }),
    figure(`${name}: event-loop delay, p95`, load.p95, 'ms', { op: '<=', value: 5 }),
    figure(`${name}: event-loop delay, max`, load.max, 'ms', { op: '<=', value: 50 }),
    figure(`${name}: share of the time the extension host is busy`, load.busy * 100, '%'),
    figure(`${name}, at rest before: event-loop delay, p95`, rest.p95, 'ms'),
    figure(`${name}, at rest before: event-loop delay, max`, rest.max, 'ms'),
    figure(`${name}: updates of the busiest row a second`, Math.max(...rates), '/s', { op: '<=', value: 5 }),
    figure(`${name}: updates of a row in any one second, most`, most, '/s'),
    figure(`${name}: event on disk to on screen, p50`, late.p50, 'ms'),
    figure(`${name}: event on disk to on screen, p95 of ${late.count}`, late.p95, 'ms', { op: '<=', value: 300 }),
    figure(`${name}: event on disk to on screen, max`, late.max, 'ms'),
    figure(`${name}: memory of the extension host, resident`, memory.rss, 'MB'),
    figure(`${name}: memory of the extension host, heap`, memory.heap, 'MB'),
  ];
}

/** The most of these times (ascending, milliseconds) that lie within a second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((from, index) => times.slice(index).filter((at) => at < from + 1000).length));
}
