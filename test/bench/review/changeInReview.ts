import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import type { BenchContext } from '../bench.ts';
import { type LargeChange, largeChange } from './largeChange.ts';

/** A run of the real runner that waits with the large change. */
export interface ChangeInReview {
  readonly loop: LoopRepository;
  readonly run: string;
  readonly waiting: RunDetail;
  readonly files: LargeChange;
}

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

/** Lets a loop make the large change, and lets `use` read it; nothing is left of it then. */
export async function withChangeInReview<T>(
  { root, log }: Pick<BenchContext, 'root' | 'log'>,
  use: (change: ChangeInReview) => Promise<T>,
): Promise<T> {
  const files = largeChange(root);
  log(`${files.length} files, ${files.reduce((sum, { lines }) => sum + lines, 0)} lines`);
  const loop = await LoopRepository.create((outside) => filesOf(files, outside));
  try {
    const run = await loop.start('.loops/rewrite.loop.yaml');
    const waiting = await loop.until(run, 'waiting');
    // What was begun ahead is done before anything is measured.
    await loop.ask('reviewOutline', { run });
    return await use({ loop, run, waiting, files });
  } finally {
    await loop.dispose();
  }
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
