import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { completionsAt } from '../../src/language/completion.ts';
import { parseLoop } from '../../src/language/parseLoop.ts';
import { type Bench, type BenchContext, figure, median } from './bench.ts';
import { besidePeer } from './language/besidePeer.ts';

const rounds = 150;

/** A valid loop file of about as many lines: one check has three. */
export function loopOfLines(lines: number): string {
  const count = Math.max(1, Math.floor((lines - 12) / 3));
  const ids = Array.from({ length: count }, (_, index) => `check_${index}`);
  const checks = ids.map((id, index) => `  ${id}:\n    run: npm test -- --shard ${index}\n    timeout-minutes: 5\n`);
  return [
    'name: many-checks\non: manual\nroles:\n  maker: { agent: repair }\nbudget: { max-iterations: 3 }\n',
    `gates: { understand: {} }\nchecks:\n${checks.join('')}`,
    'goal: checks.all(c, c.passed) && checks.check_0.passed\n',
  ].join('');
}

/**
 * Milliseconds of each call. The works take turns, so that whatever else the machine does slows them alike; the text
 * differs every time, as it does while somebody writes.
 */
function timed(works: readonly ((suffix: string) => unknown)[]): readonly (readonly number[])[] {
  const times = works.map((): number[] => []);
  for (let round = -30; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      const startedAt = performance.now();
      work(`# ${round}\n`);
      if (round >= 0) times[index]?.push(performance.now() - startedAt);
    }
  }
  return times;
}

/** The value below which a part of all values lies. */
const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;

async function packagedKilobytes({ root, folder }: BenchContext): Promise<number> {
  // By its address: a copy inside the bundle of this bench would not know where the checkout is.
  const url = pathToFileURL(join(root, 'scripts', 'build', 'bundle.mjs')).href;
  const { bundlePackagedServer } = (await import(url)) as typeof import('../../scripts/build/bundle.mjs');
  const outfile = join(folder, 'server.js');
  await bundlePackagedServer(outfile);
  return (await stat(outfile)).size / 1024;
}

/** What a key stroke costs: the language alone, and our server beside another one. */
const bench: Bench = {
  name: 'language',
  title: 'validation and completion of a loop file, beside the YAML parser and yaml-language-server in the same run',
  async run(context) {
    const text = loopOfLines(200);
    const isValid = parseLoop(text).problems.length === 0;
    if (!isValid) throw new Error('the text that is measured must have no problem');
    const half = text.replace('checks.check_0.passed', 'checks.');
    const place = half.indexOf('checks.\n') + 'checks.'.length;
    const [parse = [], validate = [], complete = []] = timed([
      (suffix) => parseDocument(text + suffix).toJS(),
      (suffix) => parseLoop(text + suffix),
      (suffix) => completionsAt(half + suffix, place),
    ]);
    return [
      figure('YAML alone, 200 lines', median(parse), 'ms'),
      figure('validation, 200 lines', median(validate), 'ms', { op: '<=', value: 25 }),
      figure('validation, 200 lines, 95th percentile', quantile(validate, 0.95), 'ms'),
      // The fast quarter: on a busy machine the longer work is interrupted more often, which the middle would show.
      figure('validation against YAML alone', quantile(validate, 0.25) / quantile(parse, 0.25), 'ratio', {
        op: '<=',
        value: 3,
      }),
      figure('completion, 200 lines', median(complete), 'ms', { op: '<=', value: 25 }),
      figure('server bundle, as packaged', await packagedKilobytes(context), 'KB', { op: '<=', value: 650 }),
      ...(await besidePeer(context, [
        { lines: 200, text: loopOfLines(200), rounds: 40, most: 0.1 },
        { lines: 5000, text: loopOfLines(5000), rounds: 15, most: 0.35 },
      ])),
    ];
  },
};
export default bench;
