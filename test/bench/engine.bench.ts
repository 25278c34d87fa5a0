import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectRunner } from '../../src/client/connect.ts';
import type { RecordedEvent } from '../../src/model/event.ts';
import type { RunnerClient } from '../../src/protocol/client.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../../src/protocol/runner.ts';
import { type Bench, type BenchContext, figure, median } from './bench.ts';

const iterations = 10;
const rounds = 5;
const file = '.loops/count-up.loop.yaml';

/** The least that a loop on a JavaScript project does: a maker that starts Node, and `npm test`, which is never content. */
const make = 'node tools/make.mjs';
const check = 'npm test';

function makeRepository(folder: string): void {
  mkdirSync(join(folder, 'tools'), { recursive: true });
  mkdirSync(join(folder, '.loops'));
  for (let n = 0; n < 50; n++) writeFileSync(join(folder, `file${n}.txt`), `${n}\n`.repeat(50));
  writeFileSync(join(folder, 'value.txt'), '0\n');
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, scripts: { test: 'node --test tools/' } }),
  );
  writeFileSync(
    join(folder, 'tools/make.mjs'),
    "import { readFileSync, writeFileSync } from 'node:fs';\nwriteFileSync('value.txt', `${Number(readFileSync('value.txt', 'utf8')) + 1}\\n`);\n",
  );
  writeFileSync(
    join(folder, 'tools/value.test.mjs'),
    "import assert from 'node:assert';\nimport { readFileSync } from 'node:fs';\nimport test from 'node:test';\ntest('value', () => assert(Number(readFileSync('value.txt', 'utf8')) < 0));\n",
  );
  writeFileSync(
    join(folder, file),
    `name: count-up\non: manual\nroles: { maker: { run: ${make} } }\nchecks: { counted: ${check} }\ngoal: checks.counted.passed\nbudget: { max-iterations: ${iterations} }\n`,
  );
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Bench');
  git('config', 'user.email', 'bench@example.com');
  git('add', '-A');
  git('-c', 'commit.gpgSign=false', 'commit', '-qm', 'first');
}

/** The plain shell loop that spawns the same commands and commits. Milliseconds for the iterations alone. */
function shellLoop(folder: string): number {
  const script = `for i in $(seq ${iterations}); do ${make}; git add -A; git -c commit.gpgSign=false commit -qm "pass $i"; ${check} >/dev/null 2>&1; done`;
  const started = performance.now();
  const { status } = spawnSync('sh', ['-c', script], { cwd: folder, stdio: 'ignore' });
  if (status === null) throw new Error('the shell loop was stopped');
  return performance.now() - started;
}

async function ask<M extends RunnerMethod>(
  client: RunnerClient,
  method: M,
  params: RunnerParams<M>,
): Promise<RunnerReply<M>> {
  const reply = await client.request(method, params);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

/** From the start of the first pass to the end of the run, as the journal tells. Listens, as the editor does. */
async function engineLoop(client: RunnerClient): Promise<number> {
  const events: RecordedEvent[] = [];
  const ended = new Promise<void>((resolve) => {
    const stop = client.onEvent((_, recorded) => {
      events.push(recorded);
      if (recorded.event.type !== 'run.finished') return;
      stop();
      resolve();
    });
  });
  await ask(client, 'start', { file, uncommitted: false });
  await ended;
  const first = events.find(({ event }) => event.type === 'clock.read' && event.key.endsWith('/1/start'));
  const last = events.at(-1);
  if (first === undefined || last?.event.type !== 'run.finished' || last.event.outcome.status !== 'gave-up') {
    throw new Error('the run did not make its passes');
  }
  return last.at - first.at;
}

async function measure({ dist, folder, log }: BenchContext) {
  const engine = join(folder, 'engine');
  makeRepository(engine);
  const shell = join(folder, 'shell');
  cpSync(engine, shell, { recursive: true });
  process.env['LOOPWRIGHT_DATA'] = join(folder, 'data');
  const connected = await connectRunner({ folder: engine, programs: dist, start: true });
  if (!connected.ok) throw new Error(connected.error.message);
  const client = connected.value;
  const pairs: { engine: number; shell: number }[] = [];
  await engineLoop(client);
  shellLoop(shell);
  for (let round = 0; round < rounds; round++) {
    // In pairs, so that what else the machine does meets both.
    const pair = { shell: shellLoop(shell), engine: await engineLoop(client) };
    pairs.push(pair);
    log(
      `round ${round + 1}: engine ${Math.round(pair.engine / iterations)} ms, shell ${Math.round(pair.shell / iterations)} ms an iteration`,
    );
  }
  await ask(client, 'leave', {});
  client.close();
  return pairs;
}

const bench: Bench = {
  name: 'engine',
  title: 'Engine time per iteration against a plain shell loop with the same commands and commits',
  async run(context) {
    const pairs = await measure(context);
    return [
      figure('engine per iteration', median(pairs.map((pair) => pair.engine)) / iterations, 'ms'),
      figure('shell loop per iteration', median(pairs.map((pair) => pair.shell)) / iterations, 'ms'),
      figure(
        'engine over the shell loop, per iteration',
        median(pairs.map((pair) => pair.engine - pair.shell)) / iterations,
        'ms',
      ),
      figure('engine / shell loop', median(pairs.map((pair) => pair.engine / pair.shell)), 'ratio', {
        op: '<=',
        value: 1.3,
      }),
    ];
  },
};
export default bench;
