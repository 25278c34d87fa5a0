import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReviewOutline } from '../../../src/model/reviewOutline.ts';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { type ControlledHost, inControlledHost } from '../monitor/controlledHost.ts';
import { delayOver } from '../monitor/delayOver.ts';
import { rowsShown } from '../monitor/rowTimes.ts';
import { bundleModule, stageExtension } from '../packagedExtension.ts';
import { type ChangeInReview, withChangeInReview } from './changeInReview.ts';
import { diffShown } from './diffShown.ts';

/** Rows of the view Change that are seen without scrolling. */
const seenRows = 3;
/** Units that are opened one after the other, each in a file of its own. */
const opened = 6;

/** Reading the change in a real window: when its rows and its diffs are on the screen, and what that costs the extension host. */
export async function inHostFigures(context: BenchContext): Promise<readonly Figure[]> {
  const { root, folder } = context;
  const extension = await stageExtension(context);
  const module = await bundleModule(join(root, 'test', 'bench', 'monitor', 'inHost.ts'), join(folder, 'inHost.js'));
  return withChangeInReview(context, async (change) => {
    const outline = await change.loop.ask('reviewOutline', { run: change.run });
    const workspace = change.loop.git.path;
    // Its windows find the runner of the bench, and its data.
    const env = { LOOPWRIGHT_DATA: join(change.loop.git.outside, 'data') };
    return inControlledHost({ extension, module, workspace, env }, (host) => measure(host, change, outline));
  });
}

async function measure(
  host: ControlledHost,
  { run, waiting: { item } }: ChangeInReview,
  outline: ReviewOutline,
): Promise<readonly Figure[]> {
  // The window has come to rest, and has found the runner.
  await delay(8000);
  const before = await host.ask('memory', null);
  let rows = 0;
  const late = await delayOver(host, 'review-opens', async () => {
    const shown = rowsShown(host.page, 'Change', seenRows);
    const at = await host.command('loopwright.openReview', { run });
    rows = (await shown) - at;
    // What comes after the first rows is its doing as well.
    await delay(3000);
  });
  const diffs: number[] = [];
  for (const { unit, name } of unitsToOpen(outline)) {
    const shown = diffShown(host.page, name);
    const at = await host.command('loopwright.openUnit', { run, item, unit });
    diffs.push((await shown) - at);
    await delay(1000);
  }
  const after = await host.ask('memory', null);
  return [
    figure('from opening the review to its first rows', rows, 'ms'),
    figure('from choosing a unit to its diff, the first', diffs[0] ?? Number.NaN, 'ms'),
    figure(`from choosing a unit to its diff, median of ${opened}`, median(diffs), 'ms', { op: '<=', value: 300 }),
    figure('from choosing a unit to its diff, slowest', Math.max(...diffs), 'ms'),
    figure('event-loop delay while the review opens, p95', late.p95, 'ms'),
    figure('event-loop delay while the review opens, max', late.max, 'ms', { op: '<=', value: 50 }),
    figure('memory of the extension host with the review open, resident', after.rss, 'MB'),
    figure('memory of the extension host with the review open, heap', after.heap, 'MB'),
    figure('memory of the extension host before, resident', before.rss, 'MB'),
    figure('memory of the extension host before, heap', before.heap, 'MB'),
  ];
}

/** Functions that came in, whose names stand nowhere else: what is shown is the diff that was asked for. */
function unitsToOpen({ files }: ReviewOutline): readonly { readonly unit: string; readonly name: string }[] {
  const units = files.flatMap(({ folded, units: all }) => {
    const unit =
      folded === undefined ? all.find(({ name, kind }) => kind === 'function' && /Of\d+$/.test(name)) : undefined;
    return unit === undefined ? [] : [{ unit: unit.id, name: unit.name }];
  });
  // From all over the tree, not only from its top.
  const step = Math.floor(units.length / opened);
  return Array.from({ length: opened }, (_, index) => units[index * step]).filter((one) => one !== undefined);
}
