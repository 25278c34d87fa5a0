import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { type ChangeInReview, withChangeInReview } from './changeInReview.ts';
import { makeOnce } from './outlineProcess.ts';
import { parserAlone } from './parserAlone.ts';

const rounds = 5;

/** How soon a person sees the outline of a change of 500 files and 50,000 lines, in a real repository and its real runner. */
export function outlineFigures(context: BenchContext): Promise<readonly Figure[]> {
  return withChangeInReview(context, async (change) => {
    const { loop, run } = change;
    const folder = join(loop.commonDir, 'loopwright', 'runs', run, 'review');
    const cold = await repeated(async () => {
      await rm(folder, { recursive: true });
      return timed(() => loop.ask('reviewOutline', { run }));
    });
    const prepared = await repeated(() => timed(() => loop.ask('reviewOutline', { run })));
    return [
      figure('to the ordered tree at the client, nothing prepared', cold, 'ms', { op: '<=', value: 1000 }),
      figure('to the ordered tree at the client, prepared', prepared, 'ms', { op: '<=', value: 300 }),
      ...(await besideGit(change, join(context.dist, 'outline.js'))),
      ...(await parserAlone(context, change.files)),
    ];
  });
}

/** The making alone beside git's diff of the same change, turn about. */
async function besideGit({ loop, waiting: { change } }: ChangeInReview, script: string): Promise<readonly Figure[]> {
  if (change === undefined) throw new Error('the run has no change');
  const { commonDir } = loop;
  const out = join(loop.git.outside, 'outline.json');
  const request = { commonDir, change, policy: { 'protected-paths': [], oracles: 'free' }, out, isAhead: false };
  const ours: number[] = [];
  const theirs: number[] = [];
  let peak = 0;
  for (let round = 0; round < rounds; round++) {
    const { ms, peakMb } = await makeOnce(script, request);
    ours.push(ms);
    peak = Math.max(peak, peakMb);
    theirs.push(await timed(async () => diff(commonDir, change)));
  }
  return [
    figure('the making alone', median(ours), 'ms'),
    figure('git diff of the same change', median(theirs), 'ms'),
    figure('the making beside git diff', median(ours) / median(theirs), 'ratio'),
    figure('most memory of the process that makes it', peak, 'MB', { op: '<=', value: 400 }),
  ];
}

function diff(commonDir: string, { base, head }: { readonly base: string; readonly head: string }): void {
  execFileSync('git', [`--git-dir=${commonDir}`, 'diff-tree', '-r', '-p', base, head], {
    maxBuffer: 256 * 1024 * 1024,
  });
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

async function repeated(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await measure());
  return median(values);
}
