import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runnerFolder } from '../../../src/client/runnerFolder.ts';
import type { CodeUnit } from '../../../src/comprehension/codeReading.ts';
import { blobsAt } from '../../../src/git/blobsAt.ts';
import type { EndedRun } from '../../../src/model/runAccount.ts';
import { unitBodies } from '../../../src/runner/outline/unitBodies.ts';
import { Ledger, type NewRow } from '../../../src/runner/understanding/ledger.ts';
import { readerOf } from '../../../src/runner/understanding/readerOf.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';

const files = 500;
const functionsPerFile = 10;
const linesPerFunction = 20;
const landings = 1000;
const rows = 5000;
const readers = 5;
const rounds = 9;
const day = 86_400_000;
const author = 'author@example.com';

interface Landed {
  readonly path: string;
  readonly unit: CodeUnit;
}

/**
 * How soon a person is told what they owe, by the real runner of a repository in which loops wrote 100,000 lines: 1,000 landings
 * of 5,000 functions, and as many rows in the ledger.
 */
export async function debtFigures({ dist, log }: BenchContext): Promise<readonly Figure[]> {
  const loop = await LoopRepository.create(() => ({}));
  try {
    for (let file = 0; file < files; file++) await loop.git.write(pathOf(file), textOf(file, ''));
    const landed = await loop.git.commit('landed');
    await loop.git.commit(
      'edited',
      Object.fromEntries(edits().map((file) => [pathOf(file), textOf(file, ' // by hand')])),
    );
    const units = await unitsOf(loop, join(dist, 'outline.js'), landed);
    log(`${units.length} functions of ${files * functionsPerFile * linesPerFunction} lines`);
    const written = await writePast(loop, landed, units);
    const first = await timed(() => loop.ask('debt', { of: 'me' }));
    await loop.quiet();
    // Another runner: what is kept is on disk alone.
    const started = await timed(() => loop.ask('status', {}));
    const restarted = await timed(() => loop.ask('debt', { of: 'me' }));
    const before = (await loop.ask('status', {})).memoryBytes ?? 0;
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await timed(() => loop.ask('debt', { of: 'repository' })));
    const { units: owed, mine } = await loop.ask('debt', { of: 'me' });
    if (owed.length < 4000 || mine.owed < 10_000) throw new Error(`only ${owed.length} units owe ${mine.owed} lines`);
    log(`${owed.length} units owe ${Math.round(mine.owed)} lines; a runner starts in ${Math.round(started)} ms`);
    const after = (await loop.ask('status', {})).memoryBytes ?? 0;
    return [
      figure('rows in the ledger', written, 'rows', { op: '>=', value: rows }),
      figure('debt at the client, nothing read before', first, 'ms'),
      figure('debt at the client, first time of a runner, bodies cached', restarted, 'ms', { op: '<=', value: 500 }),
      figure('debt at the client, bodies cached', median(times), 'ms', { op: '<=', value: 500 }),
      figure('memory of the runner after it', after / 1e6, 'MB', { op: '<=', value: 400 }),
      figure('of it for ten askings', Math.max(0, after - before) / 1e6, 'MB'),
    ];
  } finally {
    await loop.dispose();
  }
}

const pathOf = (file: number): string => `src/part${file % 20}/file${file}.js`;
/** Files in which a person changed every function since. */
const edits = (): readonly number[] => Array.from({ length: 20 }, (_, index) => index * 7);

function textOf(file: number, more: string): string {
  const functions = Array.from({ length: functionsPerFile }, (_, index) => {
    const lines = Array.from({ length: linesPerFunction - 3 }, (__, line) => `  const v${line} = a + ${file + line};`);
    const last = more === '' ? 'v1' : 'v2';
    return [`export function f${file}x${index}(a) {`, ...lines, `  return ${last};${more}`, '}'].join('\n');
  });
  return `${functions.join('\n')}\n`;
}

async function unitsOf({ commonDir }: LoopRepository, script: string, commit: string): Promise<readonly Landed[]> {
  const paths = Array.from({ length: files }, (_, file) => pathOf(file));
  const blobs = await blobsAt({ commonDir }, commit, paths);
  if (!blobs.ok) throw new Error(blobs.error.code);
  const asked = [...blobs.value].map(([path, blob]) => ({ path, blob }));
  const units = await unitBodies({ node: process.execPath, script }, commonDir, asked);
  return [...units].flatMap(([path, own]) => own.map((unit) => ({ path, unit })));
}

/** The landings as runs and in the ledger, and who knows some of it: recalled once or twice, read, written. */
async function writePast(loop: LoopRepository, commit: string, units: readonly Landed[]): Promise<number> {
  const now = Date.now();
  const ledger = await Ledger.open({ commonDir: loop.commonDir, clock: () => now - 200 * day });
  const byReader = Array.from({ length: readers }, (): NewRow[] => []);
  const lines: string[] = [];
  for (let n = 0; n < landings; n++) {
    const at = now - 100 * day + n * 60_000;
    const run = `20260801-000000-${String(n).padStart(6, '0')}`;
    const own = units.slice(n * 5, n * 5 + 5);
    byReader[0]?.push({
      ...{
        row: 'landed',
        at,
        run,
        item: 'default',
        loop: `loop-${n % 10}`,
        what: 'Tidied',
        why: 'checks.tests.passed',
      },
      units: own.map(({ path, unit: { name, body, size } }) => ({
        ...{ unit: `${path}#${name}`, body, lines: size, size, weight: 1, callers: n % 9 },
      })),
      ...{ gone: [], takenOut: [], remarks: [], misses: 0 },
    });
    lines.push(`${JSON.stringify(endedOf(run, commit, at))}\n`);
    await mkdir(join(runnerFolder(loop.commonDir), 'runs', run), { recursive: true });
  }
  for (let n = 0; n < rows - landings; n++) {
    const of = units[(n * 3) % units.length];
    if (of === undefined) continue;
    const { path, unit } = of;
    const about = { at: now - (n % 90) * day, unit: `${path}#${unit.name}`, body: unit.body };
    const kinds: readonly NewRow[] = [
      { row: 'answered', ...about, credit: n % 2 === 0 ? 0.5 : 0.8, rating: 'good' },
      { row: 'read', ...about },
      { row: 'answered', ...about, at: about.at + day / 2, credit: 1, rating: 'easy' },
      { row: 'written', ...about, share: (n % 10) / 10 },
    ];
    const row = kinds[n % kinds.length];
    if (row !== undefined) byReader[n % readers]?.push(row);
  }
  for (const [index, all] of byReader.entries()) {
    await ledger.append(readerOf(index === 0 ? author : `reader${index}@example.com`), all);
  }
  const { length } = ledger.rows;
  await ledger.close();
  const ended = join(runnerFolder(loop.commonDir), 'ended.jsonl');
  await mkdir(dirname(ended), { recursive: true });
  await writeFile(ended, '');
  await appendFile(ended, lines.join(''));
  return length;
}

function endedOf(id: string, commit: string, at: number): EndedRun {
  const startedAt = new Date(at).toISOString();
  const landed = { at, commit, files: [], spend: { tokens: null, costUsd: null } };
  return {
    summary: {
      id,
      loop: 'tidy',
      status: 'delivered',
      reason: 'Landed.',
      startedAt,
      finishedAt: startedAt,
      iterationCount: 1,
    },
    account: {
      into: 'refs/heads/main',
      items: [{ id: 'default', key: 'default', status: 'delivered', at, iterations: 1, reached: true, landed }],
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
