import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { makeRepository } from './benchRepository.ts';
import { BenchRunner, reasonOf } from './benchRunner.ts';
import { processorSeconds } from './processCost.ts';

const iterations = 6;
const rounds = 7;
const file = '.loops/count-up.loop.yaml';

/** The least that a loop on a JavaScript project does: a maker that starts Node, and `npm test`, which is never content. */
const make = 'node tools/make.mjs';
const check = 'npm test';

const files = {
  ...Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`file${n}.txt`, `${n}\n`.repeat(50)])),
  'value.txt': '0\n',
  'package.json': JSON.stringify({ private: true, scripts: { test: 'node --test tools/' } }),
  'tools/make.mjs':
    "import { readFileSync, writeFileSync } from 'node:fs';\nwriteFileSync('value.txt', `${Number(readFileSync('value.txt', 'utf8')) + 1}\\n`);\n",
  'tools/value.test.mjs':
    "import assert from 'node:assert';\nimport { readFileSync } from 'node:fs';\nimport test from 'node:test';\ntest('value', () => assert(Number(readFileSync('value.txt', 'utf8')) < 0));\n",
  [file]: [
    'name: count-up',
    'on: manual',
    `roles: { maker: { run: ${make} } }`,
    `checks: { counted: ${check} }`,
    // Nothing gets better, and that is not what is measured.
    'goal: { until: checks.counted.passed, stall: { after: 20 } }',
    `budget: { max-iterations: ${iterations} }`,
  ].join('\n'),
};

interface Cost {
  /** Milliseconds an iteration. */
  readonly wall: number;
  /** Milliseconds of processor time an iteration, children included. */
  readonly processor: number;
}

/** The plain shell loop that starts the same commands and commits: the iterations alone. */
function shellLoop(folder: string): Cost {
  const script = `for i in $(seq ${iterations}); do ${make}; git add -A; git commit -qm "pass $i"; ${check} >/dev/null 2>&1; done`;
  const before = processorSeconds(process.pid);
  const started = performance.now();
  const { status } = spawnSync('sh', ['-c', script], { cwd: folder, stdio: 'ignore' });
  if (status === null) throw new Error('the shell loop was stopped');
  const wall = performance.now() - started;
  const used = processorSeconds(process.pid) - before;
  return { wall: wall / iterations, processor: (1000 * used) / iterations };
}

/** From the start of the first pass to the decision after the last, as the journal tells. */
async function engineLoop(runner: BenchRunner): Promise<Cost> {
  const before = processorSeconds(runner.pid);
  const events = await runner.run(file);
  const used = processorSeconds(runner.pid) - before;
  reasonOf(events, 'gave-up');
  const first = events.find(({ event }) => event.type === 'clock.read' && event.key.endsWith('/1/start'));
  const last = events.findLast(({ event }) => event.type === 'step.finished' && event.key.endsWith('/decide'));
  if (first === undefined || last?.event.type !== 'step.finished' || !last.event.key.includes(`/${iterations}/`)) {
    throw new Error('the run did not make its passes');
  }
  // The run's own beginning and end, and the checks before the first pass, are in this one.
  return { wall: (last.at - first.at) / iterations, processor: (1000 * used) / (iterations + 1) };
}

/** Overhead per iteration against the plain shell loop. */
export async function iterationFigures({ dist, folder, log }: BenchContext): Promise<readonly Figure[]> {
  const engine = join(folder, 'iterations');
  makeRepository(engine, files);
  const shell = join(folder, 'iterations-shell');
  cpSync(engine, shell, { recursive: true });
  const runner = await BenchRunner.connect(engine, dist);
  const pairs: { readonly engine: Cost; readonly shell: Cost }[] = [];
  await engineLoop(runner);
  shellLoop(shell);
  for (let round = 1; round <= rounds; round++) {
    // In pairs and either first, so that what else the machine does meets both.
    const early = round % 2 === 0 ? shellLoop(shell) : undefined;
    const ours = await engineLoop(runner);
    const pair = { engine: ours, shell: early ?? shellLoop(shell) };
    pairs.push(pair);
    const [one, other] = [pair.engine, pair.shell].map(({ wall }) => Math.round(wall));
    log(`iterations, round ${round} of ${rounds}: engine ${one} ms, shell ${other} ms`);
  }
  await runner.leave();
  const of = (value: (pair: (typeof pairs)[number]) => number): number => median(pairs.map(value));
  return [
    figure(
      'iteration: engine / shell loop',
      of((pair) => pair.engine.wall / pair.shell.wall),
      'ratio',
      {
        op: '<=',
        value: 1.3,
      },
    ),
    figure(
      'iteration: engine',
      of((pair) => pair.engine.wall),
      'ms',
    ),
    figure(
      'iteration: shell loop',
      of((pair) => pair.shell.wall),
      'ms',
    ),
    figure(
      'iteration: engine over shell loop',
      of((pair) => pair.engine.wall - pair.shell.wall),
      'ms',
    ),
    figure(
      'iteration: processor time, engine / shell loop',
      of((pair) => pair.engine.processor / pair.shell.processor),
      'ratio',
    ),
  ];
}
