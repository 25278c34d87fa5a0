import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { type LargeChange, largeChange } from './largeChange.ts';
import { makeOnce } from './outlineProcess.ts';

const rounds = 5;

/** The loop of the bench: its maker puts the head in place. */
const loopText = (outside: string): string =>
  [
    'name: rewrite',
    'on: manual',
    'roles: { maker: { agent: command, run: node tools/make.mjs } }',
    'checks: { fine: node --version }',
    'goal: checks.fine.passed',
    'budget: { max-iterations: 1 }',
    `policy: { allowed-paths: ["**"], oracles: free, write: [${JSON.stringify(outside)}] }`,
  ].join('\n');

const maker = (head: string): string =>
  `import { cpSync } from 'node:fs';\ncpSync(${JSON.stringify(head)}, '.', { recursive: true });\n`;

/** How soon a person sees the outline of a change of 500 files and 50,000 lines, in a real repository and its real runner. */
export async function outlineFigures({ root, dist, log }: BenchContext): Promise<readonly Figure[]> {
  const change = largeChange(root);
  log(`${change.length} files, ${change.reduce((sum, { lines }) => sum + lines, 0)} lines`);
  const loop = await LoopRepository.create((outside) => filesOf(change, outside));
  try {
    const run = await loop.start('.loops/rewrite.loop.yaml');
    const waiting = await loop.until(run, 'waiting');
    // What was begun ahead is done before anything is measured.
    await loop.ask('reviewOutline', { run });
    const folder = join(loop.commonDir, 'loopwright', 'runs', run, 'review');
    const cold = await repeated(async () => {
      await rm(folder, { recursive: true });
      return timed(() => loop.ask('reviewOutline', { run }));
    });
    const prepared = await repeated(() => timed(() => loop.ask('reviewOutline', { run })));
    return [
      figure('to the ordered tree at the client, nothing prepared', cold, 'ms', { op: '<=', value: 1000 }),
      figure('to the ordered tree at the client, prepared', prepared, 'ms', { op: '<=', value: 300 }),
      ...(await besideGit(loop, waiting, join(dist, 'outline.js'))),
    ];
  } finally {
    await loop.dispose();
  }
}

/** The making alone beside git's diff of the same change, turn about. */
async function besideGit(loop: LoopRepository, { change }: RunDetail, script: string): Promise<readonly Figure[]> {
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

/** The base, and beside the repository the head for the maker. */
function filesOf(change: LargeChange, outside: string): Record<string, string> {
  const head = join(outside, 'head');
  for (const { path, head: text } of change) {
    mkdirSync(dirname(join(head, path)), { recursive: true });
    writeFileSync(join(head, path), text);
  }
  return {
    ...Object.fromEntries(change.map(({ path, base }) => [path, base])),
    'tools/make.mjs': maker(head),
    '.loops/rewrite.loop.yaml': loopText(outside),
  };
}
