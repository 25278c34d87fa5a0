import { cpSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { StepContext } from '../../../src/engine/durable.ts';
import { configDigest } from '../../../src/git/configDigest.ts';
import { landingSteps } from '../../../src/steps/landing.ts';
import type { StepWorld } from '../../../src/steps/stepWorld.ts';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { bare } from './bareProcess.ts';
import { git, makeRepository, manyFiles } from './benchRepository.ts';

const sizes = [100, 2000, 20_000];
const warmUps = 3;
const rounds = 12;
const by = { name: 'Bench', email: 'bench@example.com' };

/** A branch for each round, each with one changed file of its own, made without touching the checkout. */
function makeBranches(top: string, count: number): void {
  for (let n = 0; n < count; n++) {
    const worktree = join(top, '..', 'making');
    git(top, 'worktree', 'add', '-q', '--no-checkout', '--detach', worktree, 'main');
    const blob = git(worktree, 'hash-object', '-w', join(top, `data/0/file${n}.txt`), '--path=x');
    git(worktree, 'read-tree', 'main');
    git(worktree, 'update-index', '--add', '--cacheinfo', `100644,${blob},data/0/new${n}.txt`);
    const commit = git(worktree, 'commit-tree', git(worktree, 'write-tree'), '-p', 'main', '-m', `work ${n}`);
    git(top, 'branch', `work-${n}`, commit);
    git(top, 'worktree', 'remove', '--force', worktree);
  }
}

/** What our landing does from the approval on: the candidate, what it changes, and the landing itself. */
async function ours(top: string): Promise<(n: number) => Promise<void>> {
  const repository = { root: realpathSync(top), commonDir: realpathSync(join(top, '.git')) };
  // These steps need the repository alone.
  const steps = landingSteps({ repository } as StepWorld);
  const digest = await configDigest(repository);
  if (!digest.ok) throw new Error('no configuration');
  const context = {} as StepContext;
  return async (n) => {
    const about = { item: 'default', run: `bench-${n}`, into: 'refs/heads/main', configuration: digest.value };
    const head = `refs/heads/work-${n}`;
    const asked = { ...about, head, squash: false, message: `Land ${n}\n`, identity: by, at: Date.now() };
    const merged = await steps.merge(asked, context);
    if (merged.status !== 'merged') throw new Error(merged.reason);
    const landed = await steps.land({ ...about, candidate: merged.candidate, old: merged.old }, context);
    if (landed.status !== 'landed') throw new Error(landed.reason);
  };
}

const plain = (top: string) => async (n: number) => {
  await bare(top, 'git', ['merge', '-q', '--no-ff', '-m', `Land ${n}`, `work-${n}`]);
};

/**
 * The merge with the checks of a careful script around it: where both ends are, who has the branch checked out, that it is
 * this checkout, afterwards that it is where it should be, and what the merge has changed.
 */
const careful = (top: string) => async (n: number) => {
  const at = (...args: readonly string[]) => bare(top, 'git', args);
  const [old = ''] = (await at('rev-parse', '--verify', 'main^{commit}')).split('\n');
  await at('rev-parse', '--verify', `work-${n}^{commit}`);
  await at('worktree', 'list', '--porcelain');
  await at('symbolic-ref', 'HEAD');
  await at('merge', '-q', '--no-ff', '-m', `Land ${n}`, `work-${n}`);
  await at('rev-parse', '--verify', 'main^{commit}');
  await at('diff-tree', '-r', '--raw', '--numstat', old, 'main');
};

/** The least that a landing can be whose result is known before the branch moves; nothing is looked at besides. */
const least = (top: string) => async (n: number) => {
  const at = (...args: readonly string[]) => bare(top, 'git', args);
  const tree = await at('merge-tree', '--write-tree', 'main', `work-${n}`);
  const commit = await at('commit-tree', tree, '-p', 'main', '-p', `work-${n}`, '-m', `Land ${n}`);
  await at('diff-tree', '-r', '--raw', '--numstat', 'main', commit);
  await at('merge', '-q', '--ff-only', commit);
};

const names = ['ours', 'plain', 'careful', 'least'] as const;
type Times = Readonly<Record<(typeof names)[number], number>>;

async function timesFor(folder: string, size: number): Promise<readonly Times[]> {
  const tops = names.map((name) => join(folder, `landing-${size}-${name}`));
  const [first = ''] = tops;
  makeRepository(first, manyFiles(size));
  makeBranches(first, rounds + warmUps);
  for (const top of tops) {
    if (top !== first) cpSync(first, top, { recursive: true });
    git(top, 'status');
  }
  const [a = '', b = '', c = '', d = ''] = tops;
  const ways = { ours: await ours(a), plain: plain(b), careful: careful(c), least: least(d) };
  const times: Times[] = [];
  for (let n = 0; n < rounds + warmUps; n++) {
    const taken = { ours: 0, plain: 0, careful: 0, least: 0 };
    // Each is first now and then: what the machine does meanwhile meets all of them.
    for (const way of [...names.slice(n % names.length), ...names.slice(0, n % names.length)]) {
      const started = performance.now();
      await ways[way](n);
      taken[way] = performance.now() - started;
    }
    if (n >= warmUps) times.push(taken);
  }
  return times;
}

/** From here on git's own work outweighs the starting of processes (docs/decisions/0016). */
const bigEnough = 20_000;

/** The landing against `git merge` alone, and against a merge with a careful script's checks. */
export async function landingFigures({ folder, log }: BenchContext): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizes) {
    const times = await timesFor(folder, size);
    const of = (value: (one: Times) => number): number => median(times.map(value));
    log(`landing in ${size} files: ${names.map((name) => `${name} ${of((t) => t[name]).toFixed(0)} ms`).join(', ')}`);
    const name = `landing, ${size} files`;
    const goal = { op: '<=', value: 1.3 } as const;
    const alone = of((t) => t.ours / t.plain);
    figures.push(
      figure(`${name}: ours / git merge alone`, alone, 'ratio', ...(size >= bigEnough ? [goal] : [])),
      figure(
        `${name}: ours / a careful script's merge`,
        of((t) => t.ours / t.careful),
        'ratio',
        goal,
      ),
      figure(
        `${name}: the least that proves first / git merge alone`,
        of((t) => t.least / t.plain),
        'ratio',
      ),
      figure(
        `${name}: ours`,
        of((t) => t.ours),
        'ms',
      ),
    );
  }
  return figures;
}
