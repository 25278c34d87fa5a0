import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { MeasuredServer } from './measuredServer.ts';

const starts = 5;
/** Milliseconds between two edits of somebody who types: in a burst without any, ours waits up to 150 ms for its end, the peer always 200. */
const rest = 300;

/** A text with a place where the goal ends in `checks.` or a key of a check begins. */
export interface Sized {
  readonly lines: number;
  readonly text: string;
  /** Rounds of edits; fewer where each takes long. */
  readonly rounds: number;
  /** The most that ours may take of the peer's time. */
  readonly most: number;
}

interface Times {
  readonly edits: number[];
  readonly completions: number[];
}

/**
 * Our language server beside yaml-language-server, which is told our JSON Schema, over standard input and output in the same
 * run: start, edit to diagnostics, edit to completion. Each round does both, first one and then the other, in turn.
 */
export async function besidePeer(context: BenchContext, sizes: readonly Sized[]): Promise<readonly Figure[]> {
  const argv = await programs(context);
  const started = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < starts; round++) {
    for (const who of round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
      const { server, ms } = await MeasuredServer.start(argv[who]);
      started[who].push(ms);
      await server.stop();
    }
  }
  const figures: Figure[] = [
    figure('start, ours', median(started.ours), 'ms'),
    figure('start, yaml-language-server', median(started.peer), 'ms'),
    figure('start, ours / yaml-language-server', median(started.ours) / median(started.peer), 'ratio', {
      op: '<=',
      value: 0.6,
    }),
  ];
  for (const size of sizes) figures.push(...(await sizeFigures(context, argv, size)));
  return figures;
}

async function programs({ root, dist }: BenchContext) {
  const manifest = createRequire(pathToFileURL(join(root, 'package.json'))).resolve(
    'yaml-language-server/package.json',
  );
  return {
    ours: [process.execPath, join(dist, 'server.js'), '--stdio'],
    peer: [process.execPath, join(dirname(manifest), 'bin', 'yaml-language-server'), '--stdio'],
  };
}

async function sizeFigures(
  { root, folder, log }: BenchContext,
  argv: Awaited<ReturnType<typeof programs>>,
  { lines, text, rounds, most }: Sized,
): Promise<readonly Figure[]> {
  const schema = pathToFileURL(join(root, 'schemas', 'loop.v1.json')).href;
  // A comment that plain YAML tooling reads and ours does not, so that both get the very same text.
  const document = `# yaml-language-server: $schema=${schema}\n${text}`;
  const path = join(folder, `many-checks.loop.yaml`);
  await writeFile(path, document);
  const uri = pathToFileURL(path).href;
  const times: { readonly [W in 'ours' | 'peer']: Times } = {
    ours: { edits: [], completions: [] },
    peer: { edits: [], completions: [] },
  };
  const servers = {
    ours: (await MeasuredServer.start(argv.ours)).server,
    peer: (await MeasuredServer.start(argv.peer)).server,
  };
  await servers.ours.open(uri, 'loop-yaml', document);
  await servers.peer.open(uri, 'yaml', document);
  for (let round = -3; round < rounds; round++) {
    for (const who of round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
      await sleep(rest);
      const edited = await servers[who].edit(uri, `${document}# ${round}\n`);
      const half = `${document}budget:\n  max\n`;
      const at = half.split('\n').length - 2;
      const completed = await servers[who].editAndComplete(uri, half, { line: at, character: 5 });
      if (completed.items === 0) throw new Error(`${who} completed nothing`);
      if (round < 0) continue;
      times[who].edits.push(edited);
      times[who].completions.push(completed.ms);
    }
  }
  log(`${lines} lines: ${rounds} rounds`);
  await Promise.all([servers.ours.stop(), servers.peer.stop()]);
  return [
    ...told(`${lines} lines: edit after a rest to diagnostics`, times.ours.edits, times.peer.edits, most),
    ...told(`${lines} lines: edit to completion`, times.ours.completions, times.peer.completions),
  ];
}

function told(what: string, ours: readonly number[], peer: readonly number[], most?: number): readonly Figure[] {
  const goal = most === undefined ? undefined : ({ op: '<=', value: most } as const);
  return [
    figure(`${what}, ours`, median(ours), 'ms'),
    figure(`${what}, ours, 95th percentile`, late(ours), 'ms'),
    figure(`${what}, yaml-language-server`, median(peer), 'ms'),
    figure(`${what}, yaml-language-server, 95th percentile`, late(peer), 'ms'),
    figure(`${what}, ours / yaml-language-server`, median(ours) / median(peer), 'ratio', goal),
    figure(`${what}, ours / yaml-language-server, 95th percentile`, late(ours) / late(peer), 'ratio'),
  ];
}

const late = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
